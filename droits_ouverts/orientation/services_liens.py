"""The verbs of links: make one, open it, check the code, ask for another. All in the name of the service: whoever holds a link has no account.

A link is asked for by the digest of its secret (`liens.digest_of`): the secret itself is kept nowhere, session included.
Opening is harmless: a scanner of mails that visits every link changes nothing and reads nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.foundation.limites import counted
from droits_ouverts.journal.services import record, record_refusal
from droits_ouverts.orientation import liens
from droits_ouverts.orientation.enums import NatureCourriel
from droits_ouverts.orientation.errors import DeskShutError, LinkDeadError
from droits_ouverts.orientation.gestes import FINALITE, close_links, is_leaving
from droits_ouverts.orientation.models import Destinataire, Envoi, LienReponse
from droits_ouverts.orientation.rules import ATTENDUS
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
    close_links(envoi, now=now)
    jeton = liens.new_token()
    lien = LienReponse.objects.create(envoi=envoi, empreinte=liens.digest_of(jeton), cree_at=now, expire_at=now + DUREE)
    record(actor=None, verb="faire_lien", thing_kind="envoi", thing_id=envoi.pk, purpose=FINALITE, structure=envoi.structure_id)
    return lien, jeton


@as_service(Service.ORIENTATION)
def open_link(empreinte: str, *, now: datetime) -> LienReponse:
    """Return the link of a digest, if it still serves, with what it is for. Two queries, nothing written. Raise `LinkDeadError`."""
    lien = _found(empreinte)
    if lien is None or not serves(lien, now=now) or is_leaving(lien.envoi.orientation):
        raise LinkDeadError
    return lien


@as_service(Service.ORIENTATION)
@transaction.atomic
def check_code(empreinte: str, code: str, *, now: datetime) -> str:
    """Return the proof that the code of the desk was typed, or nothing where it is wrong: it is counted, and the fifth closes the link.

    Raise `LinkDeadError`, `DeskShutError` where too many wrong codes were typed for this desk today: the right one is refused too, or it would tell itself.
    """
    numero, on = open_link(empreinte, now=now).envoi.destinataire_id, timezone.localtime(now).date()
    # The desk's row first, and the link again after: of two guesses at once on any of its links, the second sees what the first counted.
    destinataire = Destinataire.objects.select_for_update(no_key=True).get(pk=numero)
    lien = open_link(empreinte, now=now)
    faux = destinataire.codes_faux if destinataire.codes_faux_le == on else 0
    if faux >= ESSAIS_PAR_JOUR:
        raise DeskShutError(_seconds_left(now))
    if liens.is_code(code, destinataire_id=destinataire.pk, rang=destinataire.rang_code):
        record(actor=None, verb="ouvrir_lien", thing_kind="envoi", thing_id=lien.envoi_id, purpose=FINALITE, structure=lien.envoi.structure_id)
        return liens.proof_of(lien.empreinte, destinataire.rang_code)
    destinataire.codes_faux, destinataire.codes_faux_le = faux + 1, on
    destinataire.save(update_fields=["codes_faux", "codes_faux_le"])
    LienReponse.objects.filter(pk=lien.pk).update(essais=F("essais") + 1)
    LienReponse.objects.filter(pk=lien.pk, essais__gte=ESSAIS).update(ferme_at=now)
    record_refusal(
        actor=None, verb="ouvrir_lien", thing_kind="envoi", thing_id=lien.envoi_id, purpose=FINALITE, structure=lien.envoi.structure_id, motif="code_faux"
    )
    return ""


@as_service(Service.ORIENTATION)
def proven_link(empreinte: str, preuve: str, *, now: datetime) -> LienReponse:
    """Return a link whose code was typed less than half an hour ago. Raise `LinkDeadError` for any other."""
    lien = open_link(empreinte, now=now)
    if not liens.is_proof(preuve, empreinte=lien.empreinte, rang=lien.envoi.destinataire.rang_code):
        raise LinkDeadError
    return lien


@as_service(Service.ORIENTATION)
@transaction.atomic
def ask_new_link(empreinte: str, *, now: datetime) -> Envoi | None:
    """Put a mail with a new link in the box, for whoever holds an old one; None where there is nothing to send. The caller says the same of both.

    Only to the address of the desk, three times a day at most, and only where an answer is awaited.
    """
    lien = _found(empreinte)
    if lien is None or lien.envoi.statut not in ATTENDUS or lien.envoi.lecture_fermee or is_leaving(lien.envoi.orientation):
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
    """Tell whether a link still serves: never used, not closed, within its eight days, for a recipient from whom something is awaited and who may still read."""
    vivant = lien.servi_at is None and lien.ferme_at is None and lien.expire_at > now and lien.essais < ESSAIS
    return vivant and lien.envoi.statut in ATTENDUS and not lien.envoi.lecture_fermee


def _seconds_left(now: datetime) -> int:
    """Return the seconds until the morrow, in the time zone of the service."""
    ici = timezone.localtime(now)
    return int((ici.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - ici).total_seconds()) + 1


def _found(empreinte: str) -> LienReponse | None:
    lue = LienReponse.objects.filter(empreinte=empreinte).select_related("envoi__orientation__structure", "envoi__destinataire")
    return lue.first()
