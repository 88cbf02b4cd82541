"""Erase the persons who asked for it and whose day has come: to be run every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from droits_ouverts.bilan.services_effacement import erase_due


class Command(BaseCommand):
    """`droits-ouverts manage effacer_personnes [--a-blanc]`."""

    help = "Efface les personnes qui l’ont demandé et dont le jour est venu (7 jours après leur demande)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the dry run."""
        parser.add_argument("--a-blanc", action="store_true", help="dit combien seraient effacées, sans rien effacer")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 — Django's signature
        """Erase, and say how many."""
        a_blanc = bool(options["a_blanc"])
        nombre = erase_due(timezone.now(), dry_run=a_blanc)
        if options["verbosity"] == 0:
            return
        self.stdout.write(f"{nombre} personne(s) à effacer, rien n’est effacé (à blanc)." if a_blanc else f"{nombre} personne(s) effacée(s).")
