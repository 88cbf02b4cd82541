"""Row security on PostgreSQL: a million readings and twenty thousand writings beside an oracle (A2), then every injected statement of the corpus (A4).

`PREUVES_LIGNES=100000` compares that many readings instead, and a fiftieth of it of writings. On a PostgreSQL made for it, or that of `DATABASE_URL`.
"""

# ruff: noqa: PLC0415 - Django's settings first
from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
LECTURES, PAR_ECRITURE = 1_000_000, 50
GRAINE = 20261127


def on_postgresql() -> None:
    """Begin again inside a PostgreSQL made for it, unless there is one already."""
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        os.execv(RACINE / "scripts" / "postgres.sh", ["postgres.sh", sys.executable, *sys.argv])  # noqa: S606  our own script


def compared(lectures: int, ecritures: int) -> list[str]:
    """Compare in one world after another, each undone; print how many cells and return those that differ."""
    from django.db import connection, transaction

    from tests.foundation.lignes import cellules
    from tests.foundation.lignes.monde import drawn, load

    lues, ecrites, ecarts, mondes = cellules.Compte(), cellules.Compte(), list[str](), 0
    debut, duree = time.monotonic(), {"lectures": 0.0, "ecritures": 0.0}
    while lues.cellules < lectures or ecrites.cellules < ecritures:
        monde = drawn(GRAINE + mondes, structures=6, comptes=24, personnes=90)
        mondes += 1
        with transaction.atomic(), connection.cursor() as cursor:
            load(cursor, monde)
            for quoi, total, une in (
                ("lectures", lues, cellules.read(monde, cellules.readers(monde))),
                ("ecritures", ecrites, cellules.write(monde, min(1000, ecritures - ecrites.cellules), random.Random(GRAINE + mondes))),  # noqa: S311  drawn again alike
            ):
                total.cellules += une.cellules
                total.ouvertes += une.ouvertes
                ecarts += une.ecarts
                duree[quoi] = time.monotonic() - debut
            transaction.set_rollback(True)
        if ecarts:
            break
    print(f"{lues.ouvertes} readings open, {ecrites.ouvertes} writings let through, in {mondes} worlds; {time.monotonic() - debut:.0f} s.", flush=True)
    garantie("A2 rows read and written under the role that serves, as the oracle says", essais=lues.cellules + ecrites.cellules, violations=len(ecarts))
    return ecarts


def injected() -> list[str]:
    """Inject the whole corpus; print how many and return what leaked."""
    from tests.foundation.lignes.session import attacked, decor

    debut, lui = time.monotonic(), decor()
    combien = attacked(lui)
    garantie("A4 injected statements widen nothing", essais=combien, violations=len(lui.fuites))
    print(f"{time.monotonic() - debut:.0f} s.", flush=True)
    return lui.fuites


def main() -> None:
    """Compare, inject, print; exit 1 for one cell that differs or one leak."""
    on_postgresql()
    sys.path.insert(0, str(RACINE))
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    import django

    django.setup()
    from django.db import connection

    from tests.role import make_role

    lectures = int(os.environ.get("PREUVES_LIGNES", str(LECTURES)))
    nom = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False, autoclobber=True)
    try:
        make_role()
        fautes = compared(lectures, lectures // PAR_ECRITURE) + injected()
    finally:
        connection.creation.destroy_test_db(nom, verbosity=0)
    for faute in fautes[:50]:
        print(faute, file=sys.stderr)
    if fautes:
        sys.exit(1)


if __name__ == "__main__":
    main()
