"""The register of erasures: `droits-ouverts manage coffre_effacements exporter | rejouer FICHIER`."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from droits_ouverts.coffre.errors import CoffreError
from droits_ouverts.coffre.services import export_erasures, replay_erasures


class Command(BaseCommand):
    """Write the register in a file, or replay one after a restoration."""

    help = "Écrit le registre des effacements dans un fichier (exporter), ou le rejoue après la restauration d’une sauvegarde (rejouer)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the action and the file."""
        parser.add_argument("action", choices=["exporter", "rejouer"])
        parser.add_argument("fichier", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """Run the action."""
        fichier = Path(str(options["fichier"]))
        try:
            if options["action"] == "exporter":
                self._exporter(fichier)
            else:
                with fichier.open(encoding="utf-8") as file:
                    self.stdout.write(f"Registre rejoué : {replay_erasures(file)} clés qui étaient revenues sont détruites de nouveau.")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{fichier} ne peut pas être lu ou écrit ({type(error).__name__}). Rien n’a été changé."
            raise CommandError(message) from error
        except CoffreError as error:
            raise CommandError(error.detail or error.what) from error

    def _exporter(self, fichier: Path) -> None:
        brouillon = fichier.with_name(f".{fichier.name}.brouillon")
        with brouillon.open("w", encoding="utf-8") as file:
            nombre = export_erasures(file)
        brouillon.replace(fichier)
        self.stdout.write(f"{nombre} effacements écrits dans {fichier}. Gardez ce fichier à part des sauvegardes de la base.")
