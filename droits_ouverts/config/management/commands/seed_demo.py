"""The demo: `droits-ouverts manage seed_demo` (see `config/demo/`)."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from droits_ouverts.config.demo.corps import COMPTES, SITES, STRUCTURES
from droits_ouverts.config.demo.semer import FAMILLES, seed_corps, seed_familles
from droits_ouverts.config.demo.types import DEMO_DOMAIN, DEMO_PASSWORD

__all__ = ["COMPTES", "DEMO_DOMAIN", "DEMO_PASSWORD", "FAMILLES", "Command"]


class Command(BaseCommand):
    """Make the demo, or complete it: what is already there is kept."""

    help = "Prépare la démonstration : programme, sites, structures, comptes et familles fictives. Refusée en production."

    def handle(self, *args: object, **options: object) -> None:
        """Seed, then say which accounts may be used. Raise `CommandError` where the demo is not allowed."""
        if not settings.DEMO_PERMISE:
            raise CommandError("La démonstration est refusée ici : ses comptes ont un mot de passe public. Elle n’existe que sur une machine personnelle.")
        on = timezone.localdate()
        seed_corps(on=on)
        seed_familles(on=on)
        self.stdout.write(
            f"Démonstration prête : {len(STRUCTURES)} structures, {len(SITES)} sites, {len(COMPTES)} comptes fictifs, {len(FAMILLES)} familles fictives."
        )
