"""The whole matrix of access: every route x method x who asks x what the person is to them, compared with a policy written by hand.

Each answer's body and headers are searched for words that are found nowhere else than in one person. Prints the cells by door, and each gap.
`PREUVES_ACCES=5000` runs a draw of that many cells instead of all.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PROCESSUS = 2
ECARTS_MONTRES = 40


def _part(rang: int, limite: int) -> tuple[Counter[str], list[str], float]:
    """Run one cell in `PROCESSUS`, on a database of this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415  settings first

    django.setup()
    from django.conf import settings  # noqa: PLC0415  settings first
    from django.db import connection  # noqa: PLC0415  settings first
    from django.test.utils import setup_test_environment  # noqa: PLC0415  settings first

    logging.disable(logging.CRITICAL)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, serialize=False)
    settings.MOTEUR = "tests.bilan.faux.moteur"
    from tests.house.acces import cellules, politique  # noqa: PLC0415  settings first
    from tests.house.acces.population import population, stay_signed_in  # noqa: PLC0415  settings first

    if manquantes := cellules.non_declarees():
        return Counter(), [f"routes that the policy does not declare, or that are gone: {sorted(manquantes)}"], 0.0
    monde, routes = population(), cellules.les_routes()
    a_essayer = cellules.tirees(20261127, limite) if limite else list(cellules.cellules())
    compte: Counter[str] = Counter()
    fautes: list[str] = []
    debut = time.monotonic()
    for nombre, cellule in enumerate(a_essayer[rang::PROCESSUS]):
        if not nombre % 1000:
            stay_signed_in(monde)
        chemin = politique.chemins()[cellule.route]
        compte[chemin.objet or chemin.porte] += 1
        if ecart := cellules.essayer(monde, routes, cellule):
            fautes.append(str(ecart))
        if rang == 0 and sum(compte.values()) % 2000 == 0:
            print(f"  {sum(compte.values()) * PROCESSUS}/{len(a_essayer)} cells, {len(fautes)} gaps, {time.monotonic() - debut:.0f} s", flush=True)
    return compte, fautes, time.monotonic() - debut


def main() -> None:
    """Run every cell; exit 1 where one does not answer as the policy says."""
    limite = int(os.environ.get("PREUVES_ACCES", "0"))
    with get_context("spawn").Pool(PROCESSUS) as pool:
        parts = pool.starmap(_part, [(rang, limite) for rang in range(PROCESSUS)])
    compte = sum((part[0] for part in parts), Counter[str]())
    fautes = [faute for part in parts for faute in part[1]]
    for genre, nombre in sorted(compte.items()):
        print(f"  {genre:<12} {nombre:>8} cells")
    total = sum(compte.values())
    garantie("A1 every route, method, actor and object as the policy says", essais=total, violations=len(fautes))
    print(f"{max(part[2] for part in parts):.0f} s in {PROCESSUS} processes.")
    for faute in fautes[:ECARTS_MONTRES]:
        print(faute, file=sys.stderr)
    if fautes or (not limite and total < 100_000):
        sys.exit(1)


if __name__ == "__main__":
    main()
