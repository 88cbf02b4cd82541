"""A team that went out and is not back: whom it asked to tell is told once, by a mail that says nothing but that."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from droits_ouverts.foundation.messagerie import Connexion, Sortie
from droits_ouverts.reperage import rules
from droits_ouverts.reperage.models import Tournee
from droits_ouverts.reperage.services import mark_told, unmark_told

SUJET = "Une tournée n’est pas close à l’heure"
TEXTE = (
    "Bonjour {nom},\n\nUne équipe vous a demandé de veiller sur elle. Sa tournée n’est pas close, un quart d’heure après la fin prévue.\n"
    "Appelez-la. Qui est sorti, et depuis quand, après connexion : {adresse}\n\nSi l’équipe est rentrée, elle le dit sur la page de sa tournée.\n"
)


def tell_late(now: datetime) -> tuple[int, int]:
    """Tell of each round that is late, once. Return how many are told for the first time, and how many mails left. In the name of the service.

    Where the mail server does not answer, or says "later", nobody is noted as told: the next run tells. What may have left is not sent again.
    """
    dites = partis = 0
    with Connexion() as connexion:
        for numero in _late(now):
            if settings.COURRIEL_ACTIF and not connexion.ready():
                break
            tournee = mark_told(tournee_id=numero, now=now)
            if tournee is None:
                continue
            sortie = _told(tournee, connexion)
            if sortie is Sortie.PLUS_TARD:
                unmark_told(tournee_id=numero, le=now)
                continue
            dites, partis = dites + 1, partis + (sortie is Sortie.PARTI)
            if sortie is Sortie.INCERTAIN:
                break
    return dites, partis


def _late(now: datetime) -> list[uuid.UUID]:
    retard = Tournee.objects.filter(
        prevenir__isnull=False, partie_at__isnull=False, rentree_at__isnull=True, alerte_at__isnull=True, fin_prevue_at__lt=now - rules.TOLERANCE
    )
    return list(retard.values_list("pk", flat=True))


def _told(tournee: Tournee, connexion: Connexion) -> Sortie | None:
    """Send the mail and return what came of it; None where nobody is to be written to. The page tells the same to whoever looks."""
    qui = tournee.prevenir
    if qui is None or not qui.is_active or not settings.COURRIEL_ACTIF:
        return None
    texte = TEXTE.format(nom=qui.nom, adresse=f"{settings.SITE_URL}{reverse('retards:liste')}")
    return connexion.send(EmailMessage(SUJET, texte, None, [qui.email]))
