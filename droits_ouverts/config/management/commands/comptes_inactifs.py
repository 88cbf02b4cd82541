"""Warn, then close, the accounts that nobody uses: to be run every night."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from droits_ouverts.comptes import essais, rules
from droits_ouverts.comptes.models import Compte, Seance
from droits_ouverts.comptes.services import reopen_compte
from droits_ouverts.comptes.tasks import review_inactive
from droits_ouverts.foundation.conservation import regle

SUJET = "Votre compte Droits Ouverts va être fermé"
TEXTE = (
    "Bonjour {nom},\n\nPersonne n’a ouvert votre compte Droits Ouverts depuis longtemps. Il sera fermé dans {jours} jours.\n"
    "Pour le garder, connectez-vous une fois : {site}\n\nS’il ne vous sert plus, ne faites rien.\n"
)


class Command(BaseCommand):
    """`droits-ouverts manage comptes_inactifs [--a-blanc] [--rouvrir ADRESSE]`."""

    help = "Avertit les titulaires des comptes que personne n’ouvre, puis ferme ceux qui étaient avertis depuis 30 jours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the dry run, and the address of an account to open again."""
        parser.add_argument("--a-blanc", action="store_true", help="dit ce qui serait fait, sans rien faire")
        parser.add_argument("--rouvrir", metavar="ADRESSE", help="rouvre le compte de cette adresse, et rien d’autre")

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Review the accounts, and say how many. Raise `CommandError` for an address without account."""
        now = timezone.now()
        if options["rouvrir"]:
            self._reopen(str(options["rouvrir"]))
            return
        a_blanc = bool(options["a_blanc"])
        revue = review_inactive(on=timezone.localdate(), days=settings.COMPTES_INACTIFS_JOURS, dry_run=a_blanc)
        partis = 0 if a_blanc else sum(_told(compte) for compte in revue.avertis)
        if not a_blanc:
            essais.forget_old(now=now)
            Seance.objects.filter(expire_date__lt=now - timedelta(days=regle("seance").terme.jours)).delete()
        suite = "rien n’est fait (à blanc)." if a_blanc else f"{partis} courriel(s) parti(s)."
        self.stdout.write(f"{len(revue.avertis)} compte(s) à avertir, {len(revue.fermes)} à fermer : {suite}")

    def _reopen(self, adresse: str) -> None:
        compte = Compte.objects.filter(email=adresse.strip().lower()).first()
        if compte is None:
            raise CommandError("Aucun compte n’a cette adresse. Vérifiez-la.")
        reopen_compte(compte=compte, actor=None, now=timezone.now())
        self.stdout.write("Ce compte est rouvert.")


def _told(compte: Compte) -> bool:
    """Tell whether a mail left."""
    if not settings.COURRIEL_ACTIF:
        return False
    texte = TEXTE.format(nom=compte.nom, jours=rules.INACTIVE_WARNING_DAYS, site=settings.SITE_URL)
    try:
        return bool(send_mail(SUJET, texte, None, [compte.email]))
    except (SMTPException, OSError):
        return False
