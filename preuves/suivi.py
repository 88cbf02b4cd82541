"""The ledger at length: 10,000 lives of rights, moved and corrected by two professionals, persons erased; the counts of rows, moves and model agree.

Then each planted fault, which must be seen, and each statement that would rewrite a move, which the database must refuse.
`PREUVES_SUIVI=500` lives that many instead.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from random import Random

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PROCESSUS, VIES, GESTES = 2, 10_000, 14


def _prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415  settings first

    django.setup()
    from django.db import connection  # noqa: PLC0415  settings first
    from django.test.utils import setup_test_environment  # noqa: PLC0415  settings first

    logging.disable(logging.CRITICAL)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, serialize=False)


def _lives(rang: int, combien: int) -> tuple[int, int, list[str]]:
    """Live a share of the lives in one process, on a database of its own; return lives, gestures and gaps."""
    _prepare()
    from tests.factories.structures import MembreFactory  # noqa: PLC0415  settings first
    from tests.suivi.machine import Monde, undone  # noqa: PLC0415  settings first

    vies = gestes = 0
    fautes: list[str] = []
    for graine in range(rang, combien, PROCESSUS):
        with undone():
            membre = MembreFactory.create()
            monde = Monde((membre, MembreFactory.create(structure=membre.structure)), Random(graine))  # noqa: S311  a life that can be lived again, not a secret
            try:
                for _ in range(GESTES + graine % 20):
                    monde.act()
                fautes += [f"life {graine}: {gap}" for gap in monde.gaps()]
            except Exception as error:  # noqa: BLE001  whatever stops a life is a fault of the ledger, told with its seed
                fautes.append(f"life {graine}: {type(error).__name__} {error}")
            vies += 1
            gestes += sum(monde.gestes.values())
    return vies, gestes, fautes


def _faults() -> tuple[int, int, int, int]:
    """Return how many planted faults are seen, of how many, and how many rewritings are refused, of how many."""
    _prepare()
    import pytest  # noqa: PLC0415  settings first

    from tests.factories.partages import person_of  # noqa: PLC0415  settings first
    from tests.factories.structures import MembreFactory  # noqa: PLC0415  settings first
    from tests.factories.suivis import followed  # noqa: PLC0415  settings first
    from tests.suivi.machine import undone  # noqa: PLC0415  settings first
    from tests.suivi.test_machine import SABOTAGES, is_seen  # noqa: PLC0415  settings first
    from tests.suivi.test_triggers import attempts, refused  # noqa: PLC0415  settings first

    vus = 0
    for objet, attribut, faux in SABOTAGES.values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(objet, attribut, faux)
            vus += any(is_seen(graine) for graine in range(8))
    with undone():
        membre = MembreFactory.create()
        suivi = followed(membre, person_of(membre), "choisi", "depose", "en_instruction", "accorde")
        essais = attempts(suivi)
        tenus = sum(refused(sql, params) for sql, params in essais.values())
    return vus, len(SABOTAGES), tenus, len(essais)


def main() -> None:
    """Live every life; exit 1 where a count differs, a fault is not seen or a rewriting passes."""
    debut, combien = time.monotonic(), int(os.environ.get("PREUVES_SUIVI", VIES))
    with get_context("spawn").Pool(PROCESSUS) as pool:
        parts = pool.starmap(_lives, [(rang, combien) for rang in range(PROCESSUS)])
    with get_context("spawn").Pool(1) as pool:
        vus, plantes, tenus, essais = pool.apply(_faults)
    vies, gestes = sum(part[0] for part in parts), sum(part[1] for part in parts)
    fautes = [faute for part in parts for faute in part[2]]
    print(f"  {vies:,} lives, {gestes:,} gestures, {time.monotonic() - debut:.0f} s in {PROCESSUS} processes")
    garantie("S1 no sequence of moves, corrections, two actors and erasures breaks the counts", essais=vies, violations=len(fautes), sabotages=(vus, plantes))
    garantie("S2 no statement rewrites the ledger", essais=essais, violations=essais - tenus)
    for faute in fautes[:40]:
        print(faute, file=sys.stderr)
    if fautes or vus < plantes or tenus < essais:
        sys.exit(1)


if __name__ == "__main__":
    main()
