"""The journal under attack: 10,000 tamperings that the verification must see (J1), chains computed again whole (J3), purges (J5).

Triggers are taken away first, as whoever holds the database can. A chain computed again whole, its head included, is seen by a signed head kept elsewhere
and by nothing else. After a purge the rest is verified. Exit code 1 for one that is not seen, or one false alarm.
`python preuves/journal.py [TAMPERINGS] [REWRITINGS]` (10,000 and 400 by default).
"""

# ruff: noqa: PLC0415 - models are imported once Django has its settings
from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
LIGNES = 60
ALTERATIONS, REECRITURES, PURGES = 10_000, 400, 20
NOW = datetime(2027, 11, 27, tzinfo=UTC)


def ready() -> None:
    """Make a database of its own, in memory, with the journal only."""
    sys.path.insert(0, str(RACINE))
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.COFFRE_CLES = Path(tempfile.mkdtemp(prefix="droits-ouverts-preuve-"))
    call_command("migrate", "journal", verbosity=0)


def tampered(combien: int, alea: random.Random) -> dict[str, tuple[int, int]]:
    """Tamper by each gesture in turn; return for each how many were done and how many were seen."""
    from droits_ouverts.journal.verification import verify
    from tests.journal.alterations import GESTES, undone

    noms = sorted(GESTES)
    faits = dict.fromkeys(noms, 0)
    vus = dict.fromkeys(noms, 0)
    rang = 0
    while sum(faits.values()) < combien:
        nom = noms[rang % len(noms)]
        rang += 1
        with undone():
            if GESTES[nom](alea):
                faits[nom] += 1
                vus[nom] += not verify().intact
    return {nom: (faits[nom], vus[nom]) for nom in noms}


def rewritten(combien: int, alea: random.Random) -> tuple[int, int, int]:
    """Compute chains again from a line drawn at random; return how many, how many a head kept elsewhere sees, how many are seen without it."""
    from droits_ouverts.journal import tetes
    from droits_ouverts.journal.verification import verify
    from tests.journal.alterations import rewrite, undone

    gardees = tetes.read(tetes.compose(now=NOW).encode(), source="tete.txt").ancres
    vus = sans = 0
    for _ in range(combien):
        ancre = alea.choice(gardees)
        with undone():
            rewrite(ancre.chaine or None, alea.randint(1, ancre.rang), alea)
            sans += not verify().intact
            vus += not verify(gardees).intact
    return combien, vus, sans


def purged(combien: int, alea: random.Random) -> tuple[int, int]:
    """Purge at days drawn at random; return how many times, and how many left a journal that is verified."""
    from django.utils import timezone

    from droits_ouverts.journal.purge import purge
    from droits_ouverts.journal.verification import verify
    from tests.journal.alterations import undone
    from tests.journal.lignes import DEBUT

    tenus = 0
    for _ in range(combien):
        with undone():
            purge(before=timezone.localdate(DEBUT + timedelta(minutes=7 * alea.randint(0, LIGNES))) + timedelta(days=alea.randint(0, 1)), now=NOW)
            tenus += verify().intact
    return combien, tenus


def line(quoi: str, essais: int, manques: int) -> bool:
    """Print one line of the table; tell whether nothing lacked."""
    garantie(quoi, essais=essais, violations=manques)
    return manques == 0


def main() -> None:
    """Tamper, rewrite, purge, print; exit 1 where something is not seen."""
    nombres = [int(argument) for argument in sys.argv[1:3] if argument.isdigit()]
    alterations, reecritures = (*nombres, *(ALTERATIONS, REECRITURES)[len(nombres) :])
    ready()
    from droits_ouverts.journal.verification import verify
    from tests.journal.alterations import without_triggers
    from tests.journal.lignes import write_lines

    debut, alea = time.monotonic(), random.Random(2026)  # noqa: S311  a draw of gestures, not a secret
    write_lines(LIGNES)
    sain: Callable[[], bool] = lambda: verify().intact  # noqa: E731  asked at each step
    tient = line("an untouched journal holds", 1, 0 if sain() else 1)
    with without_triggers():
        for nom, (faits, vus) in tampered(alterations, alea).items():
            tient &= line(f"J1 {nom}: seen", faits, faits - vus)
        combien, vus, sans = rewritten(reecritures, alea)
        tient &= line("J3 a whole chain computed again: seen by a head kept elsewhere", combien, combien - vus)
        print(f"  {'   (the same, without a head: seen)':58}{combien:>9}{sans:>12}  expected: 0 seen")
    combien, tenus = purged(PURGES, alea)
    tient &= line("J5 purged: the rest is verified", combien, combien - tenus)
    tient &= line("the journal is as it was", 1, 0 if sain() else 1)
    print(f"  {time.monotonic() - debut:.0f} s")
    if not tient:
        sys.exit(1)


if __name__ == "__main__":
    main()
