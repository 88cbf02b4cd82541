"""Tell that a team is not back: to be run every five minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from droits_ouverts.reperage.retards import tell_late


class Command(BaseCommand):
    """`droits-ouverts manage tournees_en_retard`."""

    help = "Prévient, une fois, la personne choisie par chaque équipe sortie qui n’est pas rentrée un quart d’heure après l’heure prévue."

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Tell, and say how many."""
        en_retard, partis = tell_late(timezone.now())
        self.stdout.write(f"{en_retard} tournée(s) en retard, {partis} courriel(s) parti(s).")
