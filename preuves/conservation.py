"""T1: six years of retention day by day on 5,000 people: nothing early, nothing late, holds and notices kept, totals equal, nothing left behind.

`PREUVES_CONSERVATION=500` plays that many people instead. `NUIT=1` plays five seeds. Exits 1 on a violation.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PERSONNES, JOURS = 5000, 2192
GRAINES = range(20261127, 20261127 + (5 if os.environ.get("NUIT") else 1))
DITES = 20


def _play(graine: int, personnes: int, jours: int) -> tuple[list[str], str]:
    """Live one seed on a database of this process; return what went wrong, and the figures."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415  settings first

    django.setup()
    from django.conf import settings  # noqa: PLC0415  settings first
    from django.db import connection  # noqa: PLC0415  settings first

    connection.creation.create_test_db(verbosity=0, serialize=False)
    from tests.conservation.rejeu import Rejeu  # noqa: PLC0415  settings first

    debut = time.monotonic()
    with tempfile.TemporaryDirectory() as dossier:
        settings.COFFRE_CLES, settings.COFFRE_CREE_PREMIERE_CLE = Path(dossier), True
        vu = Rejeu(graine, dossiers=personnes, jours=jours).play()
    figures = (
        f"seed {graine}: {vu.jours} nights, {vu.dossiers} people, {vu.effaces} files erased, {vu.annonces} notices, {vu.reserves} holds, "
        f"{vu.techniques} rows without a file, {vu.lignes} lines of the journal: {len(vu.tot)} early, {len(vu.tard)} late, {len(vu.preavis)} notices wrong, "
        f"{len(vu.restes)} left behind, {len(vu.faits)} totals wrong, {time.monotonic() - debut:.0f} s."
    )
    return vu.fautes, figures


def main() -> None:
    """Play each seed, print, exit 1 where something went wrong."""
    personnes = int(os.environ.get("PREUVES_CONSERVATION", str(PERSONNES)))
    fautes: list[str] = []
    with get_context("spawn").Pool(min(2, len(GRAINES)), maxtasksperchild=1) as pool:
        for des_fautes, figures in pool.starmap(_play, [(graine, personnes, JOURS) for graine in GRAINES], chunksize=1):
            print(figures, flush=True)
            fautes += des_fautes
    garantie("T1 six years day by day: nothing early, nothing late (people)", essais=personnes * len(GRAINES), violations=len(fautes))
    for faute in fautes[:DITES]:
        print(faute, file=sys.stderr)
    if fautes:
        sys.exit(1)


if __name__ == "__main__":
    main()
