"""Erase the anonymous check-ups whose day has come: to be run every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from droits_ouverts.bilan.departs import erase_expired


class Command(BaseCommand):
    """`droits-ouverts manage effacer_anonymes [--a-blanc]`."""

    help = "Efface les bilans anonymes dont le jour est venu (90 jours après leur début)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the dry run."""
        parser.add_argument("--a-blanc", action="store_true", help="dit combien seraient effacés, sans rien effacer")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 — Django's signature
        """Erase, and say how many."""
        a_blanc = bool(options["a_blanc"])
        nombre = erase_expired(timezone.now(), dry_run=a_blanc)
        if options["verbosity"] == 0:
            return
        self.stdout.write(f"{nombre} bilan(s) anonyme(s) à effacer, rien n’est effacé (à blanc)." if a_blanc else f"{nombre} bilan(s) anonyme(s) effacé(s).")
