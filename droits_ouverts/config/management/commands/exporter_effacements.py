"""Write the register of erasures in a file, to be replayed after a restore."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from droits_ouverts.coffre.services import export_erasures


class Command(BaseCommand):
    """`droits-ouverts manage exporter_effacements FICHIER`."""

    help = "Écrit le registre des effacements dans un fichier. Il ne nomme personne."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("fichier", type=Path, help="fichier à écrire")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 — Django's signature
        """Write, and say how many."""
        with options["fichier"].open("w", encoding="utf-8") as sortie:
            nombre = export_erasures(sortie)
        self.stdout.write(f"{nombre} effacements écrits dans {options['fichier']}.")
