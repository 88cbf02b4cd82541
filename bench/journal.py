"""What the chain costs and how fast it is verified: a line with and without its chain, and lines verified a second.

On the database of `DATABASE_URL`, a file of SQLite's by default. `python bench/journal.py [LINES]` (100,000 by default). Seconds of this process' own work stand
beside those of the clock: a busy machine slows the latter.
"""

# ruff: noqa: PLC0415 - models are imported once Django has its settings
from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
LIGNES, ECRITURES = 100_000, 300


def ready() -> None:
    """Make the journal in a database of its own."""
    sys.path.insert(0, str(RACINE))
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp(prefix='droits-ouverts-bench-')}/base.sqlite3")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", "journal", verbosity=0)


def measured(ask: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the clock and of this process for one call."""
    clock, own = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - clock, time.process_time() - own


def write_one() -> None:
    """Write a line as a verb does."""
    from django.db import transaction

    from droits_ouverts.journal.services import record

    with transaction.atomic():
        record(actor=1, verb="lire_bilan", thing_kind="bilan", thing_id=1, purpose="bilan_des_droits", structure=10_001)


def write_bare() -> None:
    """Write the same row without a head or a hash: what a journal without a chain would do."""
    from django.db import transaction
    from django.utils import timezone

    from droits_ouverts.journal.models import Ligne

    rangs[0] += 1
    with transaction.atomic():
        Ligne.objects.create(
            at=timezone.now(),
            actor_id=1,
            verb="lire_bilan",
            thing_kind="bilan",
            thing_id="1",
            purpose="bilan_des_droits",
            structure_id=10_002,
            rang=rangs[0],
            empreinte="0" * 64,
        )


rangs = [0]


def main() -> None:
    """Measure both in turns, then verify; print milliseconds, their ratio, and lines a second."""
    combien = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else LIGNES
    ready()
    from django.db import connection

    from droits_ouverts.journal.verification import verify
    from tests.journal.lignes import write_lines

    avec, sans = [], []
    for _ in range(ECRITURES):
        avec.append(measured(write_one))
        sans.append(measured(write_bare))
    print(f"{connection.vendor}; medians of {ECRITURES} writings, milliseconds (clock, own work)")
    for nom, mesures in (("a line in its chain", avec), ("the same row without a chain", sans)):
        print(f"  {nom:34}{statistics.median(m[0] for m in mesures) * 1000:8.2f}{statistics.median(m[1] for m in mesures) * 1000:8.2f}")
    print(f"  {'ratio':34}{statistics.median(a[0] for a in avec) / statistics.median(s[0] for s in sans):8.2f}")
    print(f"writing {combien} lines to verify ...", flush=True)
    write_lines(combien, structures=20)
    passes = [measured(verify) for _ in range(3)]
    clock, own = min(p[0] for p in passes), min(p[1] for p in passes)
    total = verify().lignes
    print(f"  {total} lines verified: {total / clock:,.0f} a second by the clock, {total / own:,.0f} a second of this process' work (best of 3)")


if __name__ == "__main__":
    main()
