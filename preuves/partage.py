"""Agreements to share beside a reference (A6): random sequences of acts, mistakes and days, and after each what may be read.

`PREUVES_PARTAGE=2000` runs that many sequences instead of twenty thousand.
"""

from __future__ import annotations

import os
import sys
import time
from multiprocessing import get_context
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PROCESSUS, SEQUENCES, PAS = 2, 20_000, 8


def _part(rang: int, nombre: int) -> tuple[int, str, float]:
    """Run a share of the sequences on a database of this process; return how many, the failure, the seconds."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415  settings first

    django.setup()
    from django.db import connection  # noqa: PLC0415  settings first
    from hypothesis import HealthCheck, Phase, seed, settings  # noqa: PLC0415  settings first
    from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415  settings first

    connection.creation.create_test_db(verbosity=0, serialize=False)
    from tests.personnes.modele_partage import PartageMachine, decor  # noqa: PLC0415  settings first

    PartageMachine.gens = decor()
    joues = 0

    class Comptee(PartageMachine):
        def teardown(self) -> None:
            nonlocal joues
            joues += 1
            super().teardown()

    tirage = settings(
        max_examples=nombre,
        stateful_step_count=PAS,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    debut = time.monotonic()
    try:
        run_state_machine_as_test(seed(20261127 + rang)(Comptee), settings=tirage)  # type: ignore[no-untyped-call]  # hypothesis gives no types here
    except AssertionError as faute:
        return joues, f"{faute}\n{getattr(faute, '__notes__', '')}", time.monotonic() - debut
    return joues, "", time.monotonic() - debut


def main() -> None:
    """Play, compare, print; exit 1 where what may be read is not what was agreed to."""
    nombre = int(os.environ.get("PREUVES_PARTAGE", str(SEQUENCES)))
    with get_context("spawn").Pool(PROCESSUS) as pool:
        parts = pool.starmap(_part, [(rang, -(-nombre // PROCESSUS)) for rang in range(PROCESSUS)])
    fautes = [part[1] for part in parts if part[1]]
    joues = sum(part[0] for part in parts)
    garantie(f"A6 sequences of {PAS} acts at most on agreements: what is read is agreed to", essais=joues, violations=len(fautes))
    print(f"{max(part[2] for part in parts):.0f} s in {PROCESSUS} processes.")
    for faute in fautes:
        print(faute, file=sys.stderr)
    if fautes or joues < nombre:
        sys.exit(1)


if __name__ == "__main__":
    main()
