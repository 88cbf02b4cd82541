"""A team that went out and is not back: whom it asked to tell is told once, by a mail that says nothing but that."""

from __future__ import annotations

import uuid
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from droits_ouverts.reperage import rules
from droits_ouverts.reperage.models import Tournee
from droits_ouverts.reperage.services import mark_told

SUJET = "Une tournée n’est pas close à l’heure"
TEXTE = (
    "Bonjour {nom},\n\nUne équipe vous a demandé de veiller sur elle. Sa tournée n’est pas close, un quart d’heure après la fin prévue.\n"
    "Appelez-la. Qui est sorti, et depuis quand, après connexion : {adresse}\n\nSi l’équipe est rentrée, elle le dit sur la page de sa tournée.\n"
)


def tell_late(now: datetime) -> tuple[int, int]:
    """Tell of each round that is late, once. Return how many are late for the first time, and how many mails left. In the name of the service."""
    dites = [dite for dite in (mark_told(tournee_id=numero, now=now) for numero in _late(now)) if dite is not None]
    return len(dites), sum(_told(dite) for dite in dites)


def _late(now: datetime) -> list[uuid.UUID]:
    retard = Tournee.objects.filter(
        prevenir__isnull=False, partie_at__isnull=False, rentree_at__isnull=True, alerte_at__isnull=True, fin_prevue_at__lt=now - rules.TOLERANCE
    )
    return list(retard.values_list("pk", flat=True))


def _told(tournee: Tournee) -> bool:
    """Tell whether a mail left. The page tells the same to whoever looks; a server that does not answer stops nothing."""
    qui = tournee.prevenir
    if qui is None or not qui.is_active or not settings.COURRIEL_ACTIF:
        return False
    texte = TEXTE.format(nom=qui.nom, adresse=f"{settings.SITE_URL}{reverse('retards:liste')}")
    try:
        return bool(send_mail(SUJET, texte, None, [qui.email]))
    except (SMTPException, OSError):
        return False
