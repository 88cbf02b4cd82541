"""Telling those who run a structure that files come to term: how many, and where to look. Nothing personal leaves by mail."""

from __future__ import annotations

from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from droits_ouverts.foundation.conservation import regle
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre

SUJET = "Des dossiers viennent à terme"
TEXTE = (
    "Bonjour {nom},\n\nDans votre structure, {nombre} dossier(s) viennent à terme : ils s’effaceront dans {jours} jours.\n"
    "Si le suivi continue, notez le dernier contact avec la personne. La liste, après connexion : {adresse}\n\n"
    "Si le suivi est fini, ne faites rien.\n"
)


def tell_managers(structure_id: int, nombre: int, *, on: date) -> int:
    """Write to those who answer for a structure that this many more files come to term; return how many mails left."""
    if not settings.COURRIEL_ACTIF or not nombre:
        return 0
    preavis = regle("suivi").preavis
    jours = preavis.jours if preavis else 0
    adresse = f"{settings.SITE_URL}{reverse('conservation:liste')}"
    responsables = Membre.objects.present(on).filter(structure_id=structure_id, role=Role.RESPONSABLE, compte__is_active=True).select_related("compte")
    return sum(_told(membre.compte.email, TEXTE.format(nom=membre.compte.nom, nombre=nombre, jours=jours, adresse=adresse)) for membre in responsables)


def _told(email: str, texte: str) -> bool:
    """Tell whether the mail left: a server that does not answer stops nothing, the page tells the same."""
    try:
        return bool(send_mail(SUJET, texte, None, [email]))
    except (SMTPException, OSError):
        return False
