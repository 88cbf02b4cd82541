"""The box of what leaves by mail: written in the transaction of the verb, sent after, kept until it left.

A server that does not answer loses nothing: what waits stays in the box. What may have left is not sent again: a mail is marked before it leaves, and one whose
connection broke half-way is told as uncertain, for somebody to look.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from droits_ouverts.foundation.messagerie import Connexion, Sortie
from droits_ouverts.journal.services import record
from droits_ouverts.orientation import courriels
from droits_ouverts.orientation.enums import NatureCourriel, StatutCourriel
from droits_ouverts.orientation.gestes import day_of, is_leaving, reached, sender_of
from droits_ouverts.orientation.models import Courriel, Envoi, Relance, SuiteEnvoi
from droits_ouverts.orientation.rules import ATTENDUS, Rappel

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

UNE_HEURE = timedelta(hours=1)
TROP_LONG = timedelta(minutes=15)
"""After that long, a mail that began to leave and of which nothing came is uncertain."""
ABANDON = timedelta(days=8)
"""A desk whose server says "later" for that long is told as refused."""
ATTENTES = (timedelta(minutes=5), timedelta(minutes=30), UNE_HEURE, 4 * UNE_HEURE)
EN_ATTENTE = (StatutCourriel.A_ENVOYER, StatutCourriel.EN_COURS)
ARRIVES = (StatutCourriel.PARTI, StatutCourriel.INCERTAIN)
AVEC_LIEN = frozenset({NatureCourriel.ENVOI.value, NatureCourriel.RELANCE.value, NatureCourriel.NOUVEAU_LIEN.value})


@dataclass(slots=True)
class Tournee:
    """What a round of the box did. `injoignable`: the server did not answer, and nothing was touched."""

    partis: int = 0
    refuses: int = 0
    reportes: int = 0
    incertains: int = 0
    sans_objet: int = 0
    injoignable: bool = False


def enqueue(
    envoi: Envoi, nature: NatureCourriel, *, cle: str, now: datetime, compte: Compte | None = None, pas_avant: datetime | None = None
) -> Courriel | None:
    """Put a mail in the box, in the transaction of the verb; None where none can leave, where this very thing is in it already, or where one that says it waits."""
    if not settings.COURRIEL_ACTIF or not (compte or envoi.destinataire.email):
        return None
    # The recipient's row first: of two at once, the second sees what the first put in the box.
    list(Envoi.objects.of_structures([envoi.structure_id]).filter(pk=envoi.pk).select_for_update(no_key=True).values_list("pk"))
    if waits(envoi, nature):
        return None
    courriel, neuf = Courriel.objects.get_or_create(
        cle=f"{envoi.pk}:{cle}",
        defaults={
            "structure_id": envoi.structure_id,
            "envoi": envoi,
            "compte": compte,
            "nature": nature,
            "statut": StatutCourriel.A_ENVOYER,
            "cree_at": now,
            "pas_avant": pas_avant or now,
        },
    )
    return courriel if neuf else None


def waits(envoi: Envoi, nature: NatureCourriel) -> bool:
    """Tell whether a mail that says the same waits for this recipient: of its kind, or any that asks for an answer by a link. One query."""
    natures = AVEC_LIEN if nature in AVEC_LIEN else {nature.value}
    return bool(Courriel.objects.filter(envoi=envoi, structure_id=envoi.structure_id, nature__in=natures, statut__in=EN_ATTENTE).exists())


def unsend(envoi: Envoi, suite: SuiteEnvoi) -> None:
    """Follow the undoing of a step: the mail that it put in the box is of no use, and those that it made of no use wait again."""
    siens = Courriel.objects.filter(envoi=envoi, structure_id=envoi.structure_id)
    siens.filter(cle=f"{envoi.pk}:close-{suite.rang}", statut=StatutCourriel.A_ENVOYER).update(statut=StatutCourriel.SANS_OBJET)
    for perdu in siens.filter(nature__in=AVEC_LIEN, statut=StatutCourriel.SANS_OBJET, commence_at__gte=suite.note_at):
        if not waits(envoi, NatureCourriel(perdu.nature)):
            siens.filter(pk=perdu.pk).update(statut=StatutCourriel.A_ENVOYER)


def given(envoi: Envoi, relances: Iterable[Relance], courriels: Iterable[Courriel]) -> list[Rappel]:
    """Return the reminders of a recipient on the day each really left; and the call to its desk, which is one. No query."""
    partis = {un.cle: day_of(un.parti_at or un.commence_at or un.cree_at) for un in courriels if un.statut in ARRIVES}
    rappels = [Rappel(palier=une.palier, le=max(une.le, partis.get(f"{envoi.pk}:{une.cle}", une.le))) for une in relances]
    return [*rappels, *([Rappel(palier=0, le=envoi.appele_le)] if envoi.appele_le else [])]


def is_in_box(envoi: Envoi, cle: str) -> bool:
    """Tell whether this very thing is in the box, left or not. One query."""
    return bool(Courriel.objects.filter(cle=f"{envoi.pk}:{cle}").exists())


def send_due(*, now: datetime, envois: Iterable[uuid.UUID] | None = None, limite: int = 500) -> Tournee:
    """Send what waits in the box (about these recipients only, if given), each in its own transactions. Never within one: what left cannot be taken back.

    The connection is open before anything is touched: a server that is down changes no row.
    """
    tournee = Tournee()
    if not settings.COURRIEL_ACTIF:
        return tournee
    tous = Courriel.objects.all() if envois is None else Courriel.objects.filter(envoi_id__in=list(envois))
    tournee.incertains += tous.filter(statut=StatutCourriel.EN_COURS, commence_at__lt=now - TROP_LONG).update(statut=StatutCourriel.INCERTAIN)
    attendent = list(tous.filter(statut=StatutCourriel.A_ENVOYER, pas_avant__lte=now).order_by("cree_at", "cle").values_list("pk", flat=True)[:limite])
    if not attendent:
        return tournee
    with Connexion() as connexion:
        _round(attendent, connexion, tournee, now)
        # Whoever sent what was refused just now is told in the same round.
        avertis = tous.filter(statut=StatutCourriel.A_ENVOYER, nature=NatureCourriel.NON_REMIS, pas_avant__lte=now)
        _round(list(avertis.values_list("pk", flat=True)) if tournee.refuses else [], connexion, tournee, now)
    return tournee


def _round(attendent: list[uuid.UUID], connexion: Connexion, tournee: Tournee, now: datetime) -> None:
    for numero in attendent:
        if not connexion.ready():
            tournee.injoignable = True
            return
        if not _send(numero, connexion, tournee, now):
            return


def _send(numero: uuid.UUID, connexion: Connexion, tournee: Tournee, now: datetime) -> bool:
    """Send one mail; tell whether the connection still serves."""
    pris = _taken(numero, now)
    if pris is None:
        tournee.sans_objet += 1
        return True
    courriel, message, lien_id = pris
    sortie = connexion.send(message)
    if sortie in {Sortie.REFUSE, Sortie.PLUS_TARD}:
        _not_sent(courriel, lien_id, tournee, now, permanent=sortie is Sortie.REFUSE)
        return True
    if sortie is Sortie.INCERTAIN:
        # Nothing tells whether it was taken: it is not sent twice.
        with transaction.atomic():
            Courriel.objects.filter(pk=courriel.pk).update(statut=StatutCourriel.INCERTAIN)
            _reached(courriel, now)
        tournee.incertains += 1
        return False
    with transaction.atomic():
        Courriel.objects.filter(pk=courriel.pk).update(statut=StatutCourriel.PARTI, parti_at=now)
        _reached(courriel, now)
        verb = "relancer" if courriel.nature == NatureCourriel.RELANCE else "envoyer_courriel"
        record(actor=None, verb=verb, thing_kind="envoi", thing_id=courriel.envoi_id, purpose="orientation", structure=courriel.structure_id)
    tournee.partis += 1
    return True


@transaction.atomic
def _taken(numero: uuid.UUID, now: datetime) -> tuple[Courriel, EmailMessage, int | None] | None:
    """Mark a mail as leaving, make its link and its words; None where another process has it, or where it is of no use any more."""
    pris = Courriel.objects.filter(pk=numero, statut=StatutCourriel.A_ENVOYER)
    if not pris.update(statut=StatutCourriel.EN_COURS, commence_at=now, essais=F("essais") + 1):
        return None
    courriel = Courriel.objects.select_related("envoi__destinataire", "envoi__orientation__structure", "envoi__orientation__par", "compte").get(pk=numero)
    envoi = courriel.envoi
    vers = courriel.compte.email if courriel.compte else envoi.destinataire.email
    if not vers or not _is_of_use(courriel):
        Courriel.objects.filter(pk=numero).update(statut=StatutCourriel.SANS_OBJET)
        return None
    adresse, lien_id = _address(courriel, now)
    lettre = courriels.written(
        courriel.nature,
        structure=envoi.orientation.structure.nom,
        adresse=adresse,
        nom=courriel.compte.nom if courriel.compte else "",
        par_lien=lien_id is not None,
    )
    hote = urlsplit(settings.SITE_URL).hostname or "localhost"
    entetes = {"Message-ID": f"<{courriel.pk}@{hote}>", "Auto-Submitted": "auto-generated"}
    return courriel, EmailMessage(lettre.sujet, lettre.texte, None, [vers], headers=entetes), lien_id


def _is_of_use(courriel: Courriel) -> bool:
    """Tell whether a mail is still true: what asks, while an answer is awaited; a reminder, unless something came since; a closing, where something had left."""
    envoi = courriel.envoi
    if courriel.nature in AVEC_LIEN and (envoi.statut not in ATTENDUS or envoi.lecture_fermee or is_leaving(envoi.orientation)):
        return False
    if courriel.nature in {NatureCourriel.RELANCE, NatureCourriel.A_APPELER}:
        return not envoi.suites.filter(note_at__gt=courriel.cree_at).exists() and not envoi.orientation.pauses.filter(au__isnull=True).exists()
    return courriel.nature != NatureCourriel.CLOSE or (not envoi.est_ouvert and envoi.parvenue_le is not None)


def _reached(courriel: Courriel, now: datetime) -> None:
    """Count the reminders of a recipient from the day on which a mail really left for it. In a transaction."""
    if courriel.nature in AVEC_LIEN:
        reached(Envoi.objects.select_for_update(of=("self",)).select_related("orientation", "destinataire").get(pk=courriel.envoi_id), on=day_of(now))


def _address(courriel: Courriel, now: datetime) -> tuple[str, int | None]:
    """Return where the mail leads, and the link made for it, if one is."""
    from droits_ouverts.orientation.services_liens import new_link  # noqa: PLC0415  links put mails in the box too

    envoi = courriel.envoi
    if courriel.nature not in AVEC_LIEN:
        return f"{settings.SITE_URL}{reverse('orientation:orientation', args=[envoi.orientation_id])}", None
    if envoi.vers_structure_id is not None:
        return f"{settings.SITE_URL}{reverse('orientation:recue', args=[envoi.pk])}", None
    lien, jeton = new_link(envoi, now=now)
    return f"{settings.SITE_URL}{reverse('reponse:ouvrir', args=[jeton])}", lien.pk


@transaction.atomic
def _not_sent(courriel: Courriel, lien_id: int | None, tournee: Tournee, now: datetime, *, permanent: bool) -> None:
    """Put a mail that the server did not take back in the box, later each time; told as refused where it never will. Its link never left: it goes."""
    if lien_id is not None:
        courriel.envoi.liens.filter(pk=lien_id).delete()
    if permanent or now - courriel.cree_at > ABANDON:
        Courriel.objects.filter(pk=courriel.pk).update(statut=StatutCourriel.REFUSE)
        tournee.refuses += 1
        if courriel.nature in AVEC_LIEN:
            compte = sender_of(courriel.envoi.orientation)
            enqueue(courriel.envoi, NatureCourriel.NON_REMIS, cle=f"non-remis-{courriel.pk}", now=now, compte=compte)
        return
    attente = ATTENTES[min(courriel.essais, len(ATTENTES)) - 1]
    Courriel.objects.filter(pk=courriel.pk).update(statut=StatutCourriel.A_ENVOYER, pas_avant=now + attente)
    tournee.reportes += 1
