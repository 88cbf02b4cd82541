"""`droits-ouverts manage verifier_liens`: the nightly watch over the addresses that the catalogue cites."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from droits_ouverts.droits.liens import Visite
from droits_ouverts.droits.ports import visiteur
from droits_ouverts.droits.tasks import check_links


class Command(BaseCommand):
    """Visit every address of the catalogue and keep what it answers."""

    help = "Visite les adresses citées par le catalogue des droits et note celles qui ne répondent plus."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how the round is bounded."""
        parser.add_argument("--limite", type=_positive, help="nombre d’adresses visitées au plus")
        parser.add_argument("--minutes", type=_positive, help="durée de la tournée au plus")
        parser.add_argument("--tout", action="store_true", help="revoir aussi les adresses déjà visitées aujourd’hui")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Make the round, say how it goes. Raise `CommandError` where nothing at all answered: nothing was concluded."""
        minutes = options["minutes"]
        quiet = options["verbosity"] == 0
        tournee = check_links(
            visit=visiteur(),
            now=timezone.now,
            limit=options["limite"],
            seconds=None if minutes is None else minutes * 60.0,
            again=options["tout"],
            tell=_silent if quiet else self._tell,
        )
        if tournee.sans_reseau:
            raise CommandError("Aucune adresse ne répond : le réseau de cette machine est sans doute coupé. Rien n’a été noté. Relancez plus tard.")
        self.stdout.write(
            f"{tournee.vus} adresses visitées : {tournee.bons} répondent, {tournee.muets} refusent les visites automatiques, "
            f"{tournee.en_echec} en échec. Liens morts en tout : {tournee.morts}. Restent à voir : {tournee.reste}."
        )

    def _tell(self, done: int, total: int, visite: Visite) -> None:
        answer = str(visite.statut) if visite.statut is not None else visite.cause
        self.stdout.write(f"{done}/{total} {answer} {visite.url}")


def _silent(_done: int, _total: int, _visite: Visite) -> None:
    """Say nothing."""


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
