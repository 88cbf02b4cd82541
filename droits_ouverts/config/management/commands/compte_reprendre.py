"""Give an account back to its holder: a forgotten password where no mail leaves, or second factors lost with the phone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.passwords import first_password
from droits_ouverts.comptes.services import remove_second_factors, replace_password


class Command(BaseCommand):
    """`droits-ouverts manage compte_reprendre ADRESSE [--mot-de-passe] [--facteurs]`."""

    help = "Rend un compte à son titulaire, une fois que la personne responsable de sa structure a confirmé que c’est bien elle ou lui."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, and what was lost."""
        parser.add_argument("adresse", help="adresse électronique du compte")
        parser.add_argument("--mot-de-passe", action="store_true", help="remplace le mot de passe et montre le nouveau, une seule fois")
        parser.add_argument("--facteurs", action="store_true", help="retire les secondes étapes : application, clés d’accès, codes de secours")

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Do what is asked; the sessions of the account end. Raise `CommandError` for an unknown address, or where nothing is asked."""
        compte = Compte.objects.filter(email=str(options["adresse"]).strip().lower()).first()
        if compte is None:
            raise CommandError("Aucun compte n’a cette adresse. Vérifiez-la.")
        if not options["mot_de_passe"] and not options["facteurs"]:
            raise CommandError("Dites ce qui est perdu : --mot-de-passe, --facteurs, ou les deux.")
        if options["facteurs"]:
            self.stdout.write(f"{remove_second_factors(compte=compte, actor=None)} moyen(s) retiré(s), codes de secours compris.")
        if options["mot_de_passe"]:
            mot = first_password()
            replace_password(compte_id=compte.pk, password=mot, actor=None)
            self.stdout.write(f"Nouveau mot de passe, à donner de la main à la main et à changer : {mot}")
