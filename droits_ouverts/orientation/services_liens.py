"""The verbs of links: make one, open it, check the code, ask for another. All in the name of the service: whoever holds a link has no account.

Opening is harmless: a scanner of mails that visits every link changes nothing and reads nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.foundation.limites import TropDeDemandesError, counted
from droits_ouverts.journal.services import record, record_refusal
from droits_ouverts.orientation import liens
from droits_ouverts.orientation.enums import NatureCourriel
from droits_ouverts.orientation.errors import LinkDeadError
from droits_ouverts.orientation.gestes import FINALITE, is_leaving
from droits_ouverts.orientation.models import Envoi, LienReponse
from droits_ouverts.orientation.rules import ATTENDUS, TARDIVES
from droits_ouverts.orientation.services_courriels import enqueue, is_in_box

DUREE = timedelta(days=regle("lien_orientation").terme.jours)
ESSAIS = 5
"""Wrong codes after which a link serves no more."""
ESSAIS_PAR_JOUR = 20
"""Wrong codes in a day for one desk, all its links together."""
NOUVEAUX_PAR_JOUR = 3
"""New links in a day for one recipient."""
JOUR = 24 * 3600


def new_link(envoi: Envoi, *, now: datetime) -> tuple[LienReponse, str]:
    """Make a link for a recipient, in the place of those before; return it with its secret, which nobody reads again. In a transaction."""
    envoi.liens.filter(servi_at__isnull=True, ferme_at__isnull=True).update(ferme_at=now)
    jeton = liens.new_token()
    lien = LienReponse.objects.create(envoi=envoi, empreinte=liens.digest_of(jeton), cree_at=now, expire_at=now + DUREE)
    record(actor=None, verb="faire_lien", thing_kind="envoi", thing_id=envoi.pk, purpose=FINALITE, structure=envoi.structure_id)
    return lien, jeton


@as_service(Service.ORIENTATION)
def open_link(jeton: str, *, now: datetime) -> LienReponse:
    """Return the link of a secret, if it still serves, with what it is for. Two queries, nothing written. Raise `LinkDeadError`."""
    lien = _found(jeton)
    if lien is None or not serves(lien, now=now) or is_leaving(lien.envoi.orientation):
        raise LinkDeadError
    return lien


@as_service(Service.ORIENTATION)
@transaction.atomic
def check_code(jeton: str, code: str, *, now: datetime) -> str:
    """Return the proof that the code of the desk was typed, or nothing where it is wrong: it is counted, and the fifth closes the link.

    Raise `LinkDeadError`, `TropDeDemandesError` where too many wrong codes were typed for this desk today.
    """
    lien = open_link(jeton, now=now)
    destinataire = lien.envoi.destinataire
    if liens.is_code(code, destinataire_id=destinataire.pk, rang=destinataire.rang_code):
        record(actor=None, verb="ouvrir_lien", thing_kind="envoi", thing_id=lien.envoi_id, purpose=FINALITE, structure=lien.envoi.structure_id)
        return liens.proof_of(lien.empreinte, destinataire.rang_code)
    if counted(scope="orientation.code", who=str(destinataire.pk), seconds=JOUR, at=now.timestamp()) > ESSAIS_PAR_JOUR:
        raise TropDeDemandesError(JOUR)
    LienReponse.objects.filter(pk=lien.pk).update(essais=F("essais") + 1)
    LienReponse.objects.filter(pk=lien.pk, essais__gte=ESSAIS).update(ferme_at=now)
    record_refusal(
        actor=None, verb="ouvrir_lien", thing_kind="envoi", thing_id=lien.envoi_id, purpose=FINALITE, structure=lien.envoi.structure_id, motif="code_faux"
    )
    return ""


@as_service(Service.ORIENTATION)
def proven_link(jeton: str, preuve: str, *, now: datetime) -> LienReponse:
    """Return a link whose code was typed less than half an hour ago. Raise `LinkDeadError` for any other."""
    lien = open_link(jeton, now=now)
    if not liens.is_proof(preuve, empreinte=lien.empreinte, rang=lien.envoi.destinataire.rang_code):
        raise LinkDeadError
    return lien


@as_service(Service.ORIENTATION)
@transaction.atomic
def ask_new_link(jeton: str, *, now: datetime) -> Envoi | None:
    """Put a mail with a new link in the box, for whoever holds an old one; None where there is nothing to send. The caller says the same of both.

    Only to the address of the desk, three times a day at most, and only where an answer is awaited.
    """
    lien = _found(jeton)
    if lien is None or lien.envoi.statut not in ATTENDUS | TARDIVES or lien.envoi.destinataire.retire_le is not None or is_leaving(lien.envoi.orientation):
        return None
    # One for each old link: asking twice with the same one sends one mail.
    cle = f"nouveau-{lien.pk}"
    if is_in_box(lien.envoi, cle) or counted(scope="orientation.nouveau", who=str(lien.envoi_id), seconds=JOUR, at=now.timestamp()) > NOUVEAUX_PAR_JOUR:
        return None
    if enqueue(lien.envoi, NatureCourriel.NOUVEAU_LIEN, cle=cle, now=now) is None:
        return None
    record(actor=None, verb="demander_lien", thing_kind="envoi", thing_id=lien.envoi_id, purpose=FINALITE, structure=lien.envoi.structure_id)
    return lien.envoi


def take_link(lien: LienReponse, *, now: datetime) -> bool:
    """Mark a link as used, in the transaction of the answer; tell whether it was the first to be."""
    return bool(LienReponse.objects.filter(pk=lien.pk, servi_at__isnull=True, ferme_at__isnull=True).update(servi_at=now))


def serves(lien: LienReponse, *, now: datetime) -> bool:
    """Tell whether a link still serves: never used, not closed, within its eight days, for a recipient from whom something is awaited."""
    vivant = lien.servi_at is None and lien.ferme_at is None and lien.expire_at > now and lien.essais < ESSAIS
    return vivant and lien.envoi.statut in ATTENDUS | TARDIVES


def _found(jeton: str) -> LienReponse | None:
    lue = LienReponse.objects.filter(empreinte=liens.digest_of(jeton)).select_related("envoi__orientation__structure", "envoi__destinataire")
    return lue.first()
