"""What row security costs: one person read and a list of fifty, on a base of 100,000 people, with the wall and without it.

    python bench/lignes.py [--personnes 100000]

With: the role that serves, its context opened in each transaction. Without: the owner, whom nothing holds and who says nothing. One after the other in turn;
medians of the clock, and of processor time, ours and the database's (what others do on the machine does not count in it). A person read must cost less than
1 ms of processor more. On a PostgreSQL made for it, or that of `DATABASE_URL` on this machine.
"""

# ruff: noqa: PLC0415 - Django's settings first
from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))
FOIS, PAR_BLOC, SIENNES, STRUCTURES = 1000, 50, 500, 200
PLUS_MAX_MS = 1.0
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

FOULE = """
INSERT INTO personnes_personne (structure_id, identite_scellee, accord_le, accord_mode, created_at)
SELECT (%(structures)s::bigint[])[1 + n %% cardinality(%(structures)s::bigint[])], 'x', '2026-11-01', 'oral', '2026-11-01'::timestamptz + n * interval '1 second'
FROM generate_series(1, %(combien)s) n
"""
PARTAGES = """
INSERT INTO personnes_partage (personne_id, de_structure_id, vers_structure_id, portees, finalite, debut, fin, accord_mode, explication, langue,
    enregistre_par_id, created_at)
SELECT p.id, p.structure_id, v.id, 'identite', 'accompagnement', '2026-11-01', '2027-02-01', 'oral', false, 'fr', %(compte)s, now()
FROM personnes_personne p, LATERAL (SELECT s.id FROM structures_structure s WHERE s.id <> p.structure_id ORDER BY (s.id * 7919 + p.id) %% 1009 LIMIT 1) v
WHERE p.id %% 20 = 0
"""


def main() -> None:
    """Measure and print; exit 1 where the wall adds a millisecond or more to a person read."""
    parser = argparse.ArgumentParser(description="What row security costs.")
    parser.add_argument("--personnes", type=int, default=100_000)
    options = parser.parse_args()
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        os.execv(RACINE / "scripts" / "postgres.sh", ["postgres.sh", sys.executable, *sys.argv])  # noqa: S606  our own script
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.COFFRE_CLES = Path(tempfile.mkdtemp(prefix="droits-ouverts-lignes-"))
    call_command("migrate", verbosity=0)
    if measured(options.personnes) >= PLUS_MAX_MS:
        sys.exit(1)


def measured(combien: int) -> float:
    """Print what each reading costs, with and without; return what the wall adds to a person read, in milliseconds."""
    from django.conf import settings
    from django.db import connection, transaction

    from droits_ouverts.coffre.trousseau import kept_open
    from droits_ouverts.foundation.lignes.contexte import acting_for
    from droits_ouverts.personnes import selectors
    from droits_ouverts.personnes.models import Personne
    from tests.factories.partages import person_of
    from tests.factories.structures import MembreFactory, StructureFactory
    from tests.role import make_role

    make_role()
    membre = MembreFactory.create()
    autres = [structure.pk for structure in StructureFactory.create_batch(STRUCTURES - 1)]
    with transaction.atomic():
        for rang in range(SIENNES):
            person_of(membre, f"Safi{rang}", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(FOULE, {"structures": autres, "combien": combien - SIENNES})
        cursor.execute(PARTAGES, {"compte": membre.compte_id})
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM personnes_partage WHERE vers_structure_id = %s", [membre.structure_id])
        print(f"{combien} personnes, {STRUCTURES} structures, {cursor.fetchone()[0]} personnes partagées avec la structure qui lit", flush=True)
    pks = list(Personne.objects.of_structures([membre.structure_id]).values_list("pk", flat=True))

    def read(rang: int) -> object:
        with transaction.atomic(), kept_open():
            return selectors.open_identity(selectors.person_for(membre.compte, pks[rang * 7 % SIENNES], on=NOW.date()))

    def many(_: int) -> object:
        with transaction.atomic(), kept_open():
            return selectors.persons_of(membre.compte, on=NOW.date())

    def role(nom: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {nom}")

    (backend,) = connection.connection.execute("SELECT pg_backend_pid()").fetchone()
    compteur = Path(f"/proc/{backend}/schedstat")

    def timed(action: Callable[[int], object], rang: int, *, mur: bool) -> tuple[float, float]:
        with acting_for(membre.compte_id, on=NOW.date()) if mur else nullcontext():
            horloge, ici, la = time.perf_counter(), time.process_time(), int(compteur.read_text().split()[0])
            action(rang)
            return (time.perf_counter() - horloge) * 1e3, (time.process_time() - ici) * 1e3 + (int(compteur.read_text().split()[0]) - la) / 1e6

    plus = 0.0
    for quoi, action, fois in (("une personne lue", read, FOIS), ("une liste de 50", many, FOIS // 5)):
        durees: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
        for bloc in range(0, fois, PAR_BLOC):
            for mur in (True, False):
                role(settings.ROLE_APPLICATION if mur else "NONE")
                durees[mur] += [timed(action, rang, mur=mur) for rang in range(bloc, bloc + PAR_BLOC)]
        for rang, temps in enumerate(("horloge", "processeur")):
            avec, sans = (statistics.median(duree[rang] for duree in durees[mur]) for mur in (True, False))
            print(f"{quoi:<18} {temps:<11}{avec:8.3f} ms avec le mur {sans:8.3f} ms sans   +{avec - sans:.3f} ms   x{avec / sans:.2f}", flush=True)
        plus = avec - sans if action is read else plus
    role("NONE")
    return plus


if __name__ == "__main__":
    main()
