"""Names that were kept before the search forgave typos: `droits-ouverts manage personnes_index`."""

from __future__ import annotations

from contextlib import suppress

from django.core.management.base import BaseCommand
from django.db import transaction

from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.personnes.services import index_identity


class Command(BaseCommand):
    """Make each person be found by her name. May be run again, and while the service runs; nothing of a name is printed."""

    help = "Refait l’index de recherche des noms, personne par personne. Peut être relancé à tout moment."

    def handle(self, *args: object, **options: object) -> None:
        """Index everybody, each in her own transaction."""
        faites = 0
        for personne in Personne.objects.order_by("pk").iterator(chunk_size=500):
            with suppress(ErasedError), transaction.atomic():
                index_identity(personne, open_identity(personne))
                faites += 1
        self.stdout.write(f"{faites} personnes se trouvent par leur nom.")
