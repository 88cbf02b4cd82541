"""What a restored database needs before anybody opens it: the migrations of this code, the erasures made since the backup, its journal read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from droits_ouverts.coffre.services import replay_erasures
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.journal.verification import verify


class Command(BaseCommand):
    """`droits-ouverts manage apres_restauration [REGISTRE ...]`."""

    help = "Met à jour une base restaurée, rejoue les effacements faits depuis sa sauvegarde et vérifie son journal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the registers."""
        parser.add_argument("registres", nargs="*", type=Path, help="fichiers du registre des effacements")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 — Django's signature
        """Migrate, replay each register (all of them or a refusal), then say whether the journal holds: one that doesn't was so before the backup."""
        call_command("migrate", "--no-input", verbosity=0)
        revenues = sum(self._replay(chemin) for chemin in options["registres"])
        self.stdout.write(f"{len(options['registres'])} registre(s) rejoué(s) : {revenues} clé(s) de personnes effacées étaient revenues, et sont détruites.")
        bilan = verify()
        if bilan.intact:
            self.stdout.write(f"Le journal tient : {bilan.lignes} lignes, {bilan.chaines} chaînes.")
        else:
            self.stdout.write(
                f"Le journal ne tient pas ({len(bilan.constats)} constats) : droits-ouverts journal verify les dit. N'ouvrez pas avant de les avoir lus."
            )

    @staticmethod
    def _replay(chemin: Path) -> int:
        try:
            with chemin.open(encoding="utf-8") as registre:
                return replay_erasures(registre)
        except OSError as error:
            raise CommandError(f"{chemin} ne se lit pas ({type(error).__name__}).") from error
        except DomainError as error:
            raise CommandError(f"{chemin} : {error.detail or error.what}") from error
