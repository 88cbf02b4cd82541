"""What sealing costs: a person read with and without it, a list of fifty, a writing; and a rotation by key.

    python bench/coffre.py [--personnes 2000]

Prints medians of processor time and what sealing adds. A person read must cost less than 1 ms more (p50). On SQLite, or on the database of `DATABASE_URL`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

FOIS = 500
LISTE = 50
PLUS_MAX_MS = 1.0
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def main() -> None:
    """Measure and print; exit 1 where sealing adds a millisecond or more to a person read."""
    parser = argparse.ArgumentParser(description="What sealing costs.")
    parser.add_argument("--personnes", type=int, default=2000)
    options = parser.parse_args()
    dossier = Path(tempfile.mkdtemp(prefix="droits-ouverts-coffre-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{dossier / 'base.sqlite3'}")
    import django  # noqa: PLC0415  after the settings are named
    from django.conf import settings  # noqa: PLC0415  once Django is set up

    if "sqlite" in os.environ["DATABASE_URL"]:
        from droits_ouverts.config.settings.base import SQLITE_OPTIONS  # noqa: PLC0415  once Django is set up

        settings.DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  once Django is set up

    call_command("migrate", verbosity=0)
    plus = people(options.personnes)
    rotation(options.personnes)
    if plus >= PLUS_MAX_MS:
        sys.exit(1)


def median(action: Callable[[int], object], fois: int) -> float:
    """Return the median milliseconds of processor of an action, given its rank: what others do on the machine does not count."""
    durees = []
    for rang in range(fois):
        debut = time.process_time()
        action(rang)
        durees.append((time.process_time() - debut) * 1000)
    return statistics.median(durees)


def people(combien: int) -> float:
    """Print what a person, a list and a writing cost, sealed and not; return what sealing adds to a person read, in milliseconds."""
    from django.db import transaction  # noqa: PLC0415  once Django is set up

    from droits_ouverts.coffre.trousseau import kept_open  # noqa: PLC0415  once Django is set up
    from droits_ouverts.personnes import selectors, services  # noqa: PLC0415  once Django is set up
    from droits_ouverts.personnes.enums import ModeAccord  # noqa: PLC0415  once Django is set up
    from droits_ouverts.personnes.models import Personne  # noqa: PLC0415  once Django is set up
    from droits_ouverts.personnes.rules import Identite  # noqa: PLC0415  once Django is set up
    from tests.factories.structures import MembreFactory  # noqa: PLC0415  once Django is set up

    membre = MembreFactory.create()

    def write(rang: int) -> None:
        services.create_person(
            actor=membre.compte,
            structure_id=membre.structure_id,
            identite=Identite(prenom=f"Safi{rang}", nom="Exemple"),
            accord_mode=ModeAccord.ORAL,
            accord_le=NOW.date(),
            now=NOW,
        )

    def read(rang: int) -> object:
        with kept_open():
            return selectors.open_identity(selectors.person_for(membre.compte, pks[rang * 7 % combien], on=NOW.date()))

    def many(_: int) -> object:
        with kept_open():
            return selectors.persons_of(membre.compte, on=NOW.date())

    with transaction.atomic():
        scellee = median(write, combien)
    pks = list(Personne.objects.of_structures([membre.structure_id]).values_list("pk", flat=True))
    lue, liste = median(read, FOIS), median(many, FOIS // 10)
    with clear():
        with transaction.atomic():
            en_clair = median(write, combien)
        pks = list(Personne.objects.of_structures([membre.structure_id]).order_by("-pk").values_list("pk", flat=True))[:combien]
        lue_sans, liste_sans = median(read, FOIS), median(many, FOIS // 10)
    for quoi, avec, sans in (
        ("une personne lue", lue, lue_sans),
        (f"une liste de {LISTE}", liste, liste_sans),
        ("une personne écrite", scellee, en_clair),
    ):
        print(f"{quoi:<22} {avec:8.3f} ms scellée {sans:8.3f} ms en clair   +{avec - sans:.3f} ms   x{avec / sans:.2f}", flush=True)
    return lue - lue_sans


def clear() -> Any:  # noqa: ANN401  a block that patches
    """Seal nothing until the end of the block: what the rest costs."""
    from contextlib import ExitStack  # noqa: PLC0415  here only

    from droits_ouverts.personnes import selectors, services  # noqa: PLC0415  once Django is set up

    pile = ExitStack()
    pile.enter_context(mock.patch.object(services, "seal", lambda payload, **_: payload.decode()))
    pile.enter_context(mock.patch.object(selectors, "open_sealed", lambda token, **_: token.encode()))
    pile.enter_context(mock.patch.object(selectors, "prepare"))
    return pile


def rotation(combien: int) -> None:
    """Print how many keys are wrapped again in a second."""
    from droits_ouverts.coffre.rotation import rotate  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.services import keyring  # noqa: PLC0415  once Django is set up

    keyring().add()
    debut = time.process_time()
    faites = [avancement.faites for avancement in rotate()][-1]
    print(f"rotation               {faites / (time.process_time() - debut):8.0f} clés par seconde ({combien} personnes)", flush=True)


if __name__ == "__main__":
    main()
