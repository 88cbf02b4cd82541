"""Keys of the safe: `droits-ouverts manage coffre_cle nouvelle | liste`."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser

from droits_ouverts.coffre.services import keyring


class Command(BaseCommand):
    """Make a key, or list those present. A key itself is never printed."""

    help = "Fabrique une clé du coffre (nouvelle) ou montre celles qui sont là (liste)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the action."""
        parser.add_argument("action", choices=["nouvelle", "liste"])

    def handle(self, *args: object, **options: object) -> None:
        """Run the action."""
        keys = keyring()
        if options["action"] == "nouvelle":
            key = keys.add()
            self.stdout.write(f"Clé {key.id} fabriquée dans {keys.folder}. Elle scelle dès maintenant. Sauvegardez ce dossier à part de la base.")
            return
        present = keys.all()
        if not present:
            self.stdout.write(f"Aucune clé dans {keys.folder}.")
        for key in present:
            self.stdout.write(f"{key.id}{'  (active)' if key == present[-1] else ''}")
