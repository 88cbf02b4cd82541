"""The demo: `droits-ouverts manage seed_demo` (see `config/demo/`)."""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from droits_ouverts.bilan.ports import moteur
from droits_ouverts.config.demo.annuaire import seed_annuaire
from droits_ouverts.config.demo.corps import COMPTES, SITES, STRUCTURES
from droits_ouverts.config.demo.semer import FAMILLES, seed_avis, seed_corps, seed_familles
from droits_ouverts.config.demo.suivis import seed_suivis
from droits_ouverts.config.demo.types import DEMO_DOMAIN, DEMO_PASSWORD

__all__ = ["COMPTES", "DEMO_DOMAIN", "DEMO_PASSWORD", "FAMILLES", "Command"]


class Command(BaseCommand):
    """Make the demo, or complete it: what is already there is kept."""

    help = "Prépare la démonstration : programme, sites, structures, comptes et familles fictives. Refusée en production."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to wait for the engine, which alone makes the estimate that a professional's opinion stands beside."""
        parser.add_argument(
            "--attendre", type=int, default=0, metavar="SECONDES", help="attend le moteur au plus ce temps, pour l’avis donné sur une estimation"
        )

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Seed, then say which accounts may be used. Raise `CommandError` where the demo is not allowed."""
        if not settings.DEMO_PERMISE:
            raise CommandError("La démonstration est refusée ici : ses comptes ont un mot de passe public. Elle n’existe que sur une machine personnelle.")
        on = timezone.localdate()
        seed_corps(on=on)
        seed_familles(on=on)
        seed_suivis(on=on)
        lieux = seed_annuaire(on=on)
        if _engine_is_ready(options["attendre"]):
            seed_avis(moteur=moteur())
        self.stdout.write(
            f"Démonstration prête : {len(STRUCTURES)} structures, {len(SITES)} sites, {len(COMPTES)} comptes fictifs, {len(FAMILLES)} familles et {lieux} lieux fictifs."
        )


def _engine_is_ready(seconds: int) -> bool:
    """Tell whether the engine answers, after waiting for it; whoever started this command may stop the wait by leaving."""
    parent, deadline = os.getppid(), time.monotonic() + seconds
    while not (ready := moteur().is_ready()) and time.monotonic() < deadline and os.getppid() == parent:
        time.sleep(1)
    return ready
