"""K1: canaries in every field of `PREUVES_PERSONNES` people, through the real services, then looked for in every byte left behind.

The SQLite file, its WAL and all that the service wrote beside; then, on a PostgreSQL started for the occasion, a dump (plain and compressed) and the
data folder: tables, indexes, journal of transactions, log. Logs, mails, error pages, cache and sessions: tests/coffre/test_canaris.py. A canary planted in a column that is
not sealed must be found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from _coffre import RACINE, Resultat, ready, told

PERSONNES = int(os.environ.get("PREUVES_PERSONNES", "1000"))
PERSONNES_POSTGRESQL = min(PERSONNES, 200)
PAR_LOT = 50
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def main() -> None:
    """Populate, look, plant; print a line a database, exit 1 where a canary was found or the planted one was not."""
    dossier = Path(tempfile.mkdtemp(prefix="droits-ouverts-canaris-"))
    try:
        if "--postgresql" in sys.argv:
            ready(os.environ["DATABASE_URL"], dossier)
            told([canaries_in_postgresql(dossier)])
            return
        ready(f"sqlite:///{dossier / 'base.sqlite3'}", dossier)
        told(canaries_in_sqlite(dossier))
        subprocess.run(["sh", "scripts/postgres.sh", sys.executable, "preuves/canaris.py", "--postgresql"], cwd=RACINE, check=True)
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


def populate(combien: int) -> None:
    """Write people down through the real services, fifty a transaction: a disk that is busy with others would be what takes the time."""
    from django.db import transaction  # noqa: PLC0415  once Django is set up

    from tests.coffre.canaris import person_with_canaries  # noqa: PLC0415  once Django is set up
    from tests.factories.structures import MembreFactory  # noqa: PLC0415  once Django is set up

    membre = MembreFactory.create()
    for debut in range(0, combien, PAR_LOT):
        with transaction.atomic():
            for rang in range(debut, min(debut + PAR_LOT, combien)):
                person_with_canaries(membre, rang, NOW)


def planted(dossier: Path) -> bool:
    """Tell whether a first name written in a column that is not sealed is found."""
    from django.db import connection  # noqa: PLC0415  once Django is set up

    from tests.coffre.canaris import MOT, hits_of  # noqa: PLC0415  once Django is set up

    with connection.cursor() as cursor:
        cursor.execute("UPDATE structures_structure SET nom = %s", [f"{MOT}planté"])
    return bool(hits_of((path.name, path.read_bytes()) for path in files_of(dossier)))


def files_of(dossier: Path) -> list[Path]:
    """Return every file under a folder, the keys apart."""
    return [path for path in sorted(dossier.rglob("*")) if path.is_file() and "cles" not in path.parts]


def canaries_in_sqlite(dossier: Path) -> Iterator[Resultat]:
    """Look for canaries in the file of the database, its WAL, and all that the service wrote beside."""
    from django.conf import settings  # noqa: PLC0415  once Django is set up

    from tests.coffre.canaris import hits_of  # noqa: PLC0415  once Django is set up

    populate(PERSONNES)
    fichiers = [*files_of(dossier), *files_of(Path(settings.VAR_DIR))]
    trouves = hits_of((path.name, path.read_bytes()) for path in fichiers)
    print("\n".join(trouves[:20]), end="")
    octets = sum(path.stat().st_size for path in fichiers)
    yield f"K1 canaris de {PERSONNES} personnes ; SQLite, WAL, fichiers ({octets / 2**20:.0f} Mio)", PERSONNES, len(trouves), planted(dossier)


def canaries_in_postgresql(dossier: Path) -> Resultat:
    """Look for canaries in a dump, plain and compressed, and in the data folder: tables, indexes, journal of transactions, log."""
    from django.db import connection  # noqa: PLC0415  once Django is set up

    from tests.coffre.canaris import hits_of  # noqa: PLC0415  once Django is set up

    populate(PERSONNES_POSTGRESQL)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        donnees = Path(cursor.fetchone()[0])
    for forme in ("plain", "custom"):
        subprocess.run(["pg_dump", f"--format={forme}", f"--file={dossier / forme}", os.environ["DATABASE_URL"]], check=True)
    fichiers = [*files_of(dossier), *files_of(donnees.parent)]
    trouves = hits_of((str(path), path.read_bytes()) for path in fichiers)
    print("\n".join(trouves[:20]), end="")
    octets = sum(path.stat().st_size for path in fichiers)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE structures_structure SET nom = 'Zqxvkwjmb planté'")
        cursor.execute("CHECKPOINT")
    vu = bool(hits_of((str(path), path.read_bytes()) for path in files_of(donnees / "base")))
    return f"K1 canaris de {PERSONNES_POSTGRESQL} personnes ; PostgreSQL, dump, dossier, WAL ({octets / 2**20:.0f} Mio)", PERSONNES_POSTGRESQL, len(trouves), vu


if __name__ == "__main__":
    main()
