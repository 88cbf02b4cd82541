"""The box of what leaves by mail: written in the transaction of the verb, sent after, kept until it left.

A server that does not answer loses nothing: what waits stays in the box. What may have left is not sent again: a mail is marked before it leaves, and one whose
connection broke half-way is told as uncertain, for somebody to look.
"""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from droits_ouverts.journal.services import record
from droits_ouverts.orientation import courriels
from droits_ouverts.orientation.enums import NatureCourriel, StatutCourriel
from droits_ouverts.orientation.gestes import is_leaving
from droits_ouverts.orientation.models import Courriel, Envoi
from droits_ouverts.orientation.rules import ATTENDUS, TARDIVES

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

UNE_HEURE = timedelta(hours=1)
TROP_LONG = timedelta(minutes=15)
"""After that long, a mail that began to leave and of which nothing came is uncertain."""
ABANDON = timedelta(days=8)
"""A desk whose server says "later" for that long is told as refused."""
PERMANENT = 500
ATTENTES = (timedelta(minutes=5), timedelta(minutes=30), UNE_HEURE, 4 * UNE_HEURE)
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


def enqueue(envoi: Envoi, nature: NatureCourriel, *, cle: str, now: datetime, compte: Compte | None = None) -> Courriel | None:
    """Put a mail in the box, in the transaction of the verb; None where none can leave, or where this very thing is in it already."""
    if not settings.COURRIEL_ACTIF or not (compte or envoi.destinataire.email):
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
            "pas_avant": now,
        },
    )
    return courriel if neuf else None


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
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError):
        tournee.injoignable = True
        return tournee
    try:
        for numero in attendent:
            if not _send(numero, connection, tournee, now):
                break
    finally:
        _close(connection)
    return tournee


def _send(numero: uuid.UUID, connection: Any, tournee: Tournee, now: datetime) -> bool:  # noqa: ANN401  a backend of Django has no type of its own
    """Send one mail; tell whether the connection still serves."""
    pris = _taken(numero, now)
    if pris is None:
        tournee.sans_objet += 1
        return True
    courriel, message, lien_id = pris
    try:
        message.connection = connection
        message.send()
    except smtplib.SMTPRecipientsRefused as refus:
        codes = [code for code, _texte in refus.recipients.values()]
        _not_sent(courriel, lien_id, tournee, now, permanent=all(code >= PERMANENT for code in codes))
        return True
    except smtplib.SMTPResponseException as refus:
        _not_sent(courriel, lien_id, tournee, now, permanent=refus.smtp_code >= PERMANENT)
        return True
    except (smtplib.SMTPException, OSError):
        # Nothing tells whether it was taken: it is not sent twice.
        Courriel.objects.filter(pk=courriel.pk).update(statut=StatutCourriel.INCERTAIN)
        tournee.incertains += 1
        return False
    with transaction.atomic():
        Courriel.objects.filter(pk=courriel.pk).update(statut=StatutCourriel.PARTI, parti_at=now)
        record(actor=None, verb="envoyer_courriel", thing_kind="envoi", thing_id=courriel.envoi_id, purpose="orientation", structure=courriel.structure_id)
    tournee.partis += 1
    return True


@transaction.atomic
def _taken(numero: uuid.UUID, now: datetime) -> tuple[Courriel, EmailMessage, int | None] | None:
    """Mark a mail as leaving, make its link and its words; None where another process has it, or where it is of no use any more."""
    pris = Courriel.objects.filter(pk=numero, statut=StatutCourriel.A_ENVOYER)
    if not pris.update(statut=StatutCourriel.EN_COURS, commence_at=now, essais=F("essais") + 1):
        return None
    courriel = Courriel.objects.select_related("envoi__destinataire", "envoi__orientation__structure", "compte").get(pk=numero)
    envoi = courriel.envoi
    vers = courriel.compte.email if courriel.compte else envoi.destinataire.email
    if not vers or (courriel.nature in AVEC_LIEN and (envoi.statut not in ATTENDUS | TARDIVES or is_leaving(envoi.orientation))):
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
        return
    attente = ATTENTES[min(courriel.essais, len(ATTENTES)) - 1]
    Courriel.objects.filter(pk=courriel.pk).update(statut=StatutCourriel.A_ENVOYER, pas_avant=now + attente)
    tournee.reportes += 1


def _close(connection: Any) -> None:  # noqa: ANN401  same reason
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        return
