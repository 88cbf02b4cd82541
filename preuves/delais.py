"""L1, L2: time limits against another implementation that walks day by day; clocks keep their promises whatever the facts; planted faults are seen.

Each first day of twenty years, by each length of the law and each way of counting; then limits drawn at random over two centuries; then facts of rights
drawn at random, in order and out of order. Exits 1 on a disagreement, a broken promise, or a fault that is not seen. `PREUVES_DELAIS=2000` draws that
many instead.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing import Pool
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from droits_ouverts.delais.enums import Decompte, Eloignement, Feries  # noqa: E402  the tree first
from droits_ouverts.foundation.durees import Duree  # noqa: E402  the tree first
from tests.delais.autre import SABOTAGES, Cas, disagreements, every_case, sabotaged  # noqa: E402  the tree first
from tests.droits import horloges  # noqa: E402  the tree first

ANNEES = range(2020, 2040)
TIRES = int(os.environ.get("PREUVES_DELAIS", "60000"))
TRANCHE = date(2027, 1, 1), date(2028, 12, 31)
DITES = 20
PROCESSUS = 2


def drawn(graine: int, combien: int) -> Iterator[Cas]:
    """Limits of any length up to three years, from any day of two centuries."""
    de = random.Random(graine)  # noqa: S311  a draw that is to be the same each time
    for _ in range(combien):
        depart = date(1905, 1, 1) + timedelta(days=de.randrange(200 * 365))
        duree = Duree(ans=de.choice((0, 0, 0, 1, 2)), mois=de.randrange(13), semaines=de.choice((0, 0, 6)), jours=de.choice((0, 0, 1, 10, 14, 29, 30, 31)))
        if duree != Duree():
            yield depart, duree, de.choice(tuple(Decompte)), de.choice(tuple(Feries)), de.choice(tuple(Eloignement))


def count(part: tuple[str, int]) -> tuple[int, list[str]]:
    """One part of the work: the cases tried, and what they say."""
    genre, numero = part
    essais = 0

    def one_more() -> None:
        nonlocal essais
        essais += 1

    if genre == "horloges":
        de = random.Random(numero)  # noqa: S311  a draw that is to be the same each time
        essais = TIRES // len(ANNEES)
        return essais, [broken for _ in range(essais) for broken in horloges.broken_promises(*horloges.drawn_facts(de))]
    cas = every_case(date(numero, 1, 1), date(numero, 12, 31)) if genre == "annee" else drawn(numero, TIRES // len(ANNEES))
    fautes = disagreements(cas, one_more)
    return essais, fautes


def gathered(parts: list[tuple[str, int]]) -> tuple[int, list[str]]:
    """All the parts: the cases tried, and what they say."""
    essais, fautes = 0, []
    with Pool(PROCESSUS) as pool:
        for tries, dites in pool.imap_unordered(count, parts):
            essais += tries
            fautes += dites
    return essais, fautes


def seen_in_clocks(nom: str) -> bool:
    """Whether a fault planted in the clocks breaks a promise."""
    de = random.Random(1)  # noqa: S311  a draw that is to be the same each time
    with horloges.sabotaged(nom):
        return any(horloges.broken_promises(*horloges.drawn_facts(de)) for _ in range(5000))


def main() -> None:
    """Compare, plant, print; exit 1 where something went wrong."""
    debut = time.monotonic()
    parts = [(genre, annee) for annee in ANNEES for genre in ("annee", "tirage")]
    essais, fautes = gathered(parts)
    vus = 0
    for nom in SABOTAGES:
        with sabotaged(nom):
            trouves = len(disagreements(every_case(*TRANCHE, pas=3)))
        vus += trouves > 0
        print(f"{nom}: {trouves} limits wrong", flush=True)
    print(f"{essais} limits in {time.monotonic() - debut:.0f} s", flush=True)
    garantie(
        "L1 a time limit ends on the day that a walk over the calendar finds (limits)", essais=essais, violations=len(fautes), sabotages=(vus, len(SABOTAGES))
    )
    tires, rompues = gathered([("horloges", annee) for annee in ANNEES])
    vues = sum(seen_in_clocks(nom) for nom in horloges.SABOTAGES)
    garantie(
        "L2 a clock keeps its promises whatever the facts (rights drawn)", essais=tires, violations=len(rompues), sabotages=(vues, len(horloges.SABOTAGES))
    )
    fautes += rompues
    for faute in fautes[:DITES]:
        print(faute, file=sys.stderr)
    if fautes or vus < len(SABOTAGES) or vues < len(horloges.SABOTAGES):
        sys.exit(1)


if __name__ == "__main__":
    main()
