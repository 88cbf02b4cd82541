"""R9: backups of 300 MB restored, on SQLite and on a real PostgreSQL: every count and digest equal, a DROP TABLE undone, who was erased stays erased.

`PREUVES_SAUVEGARDE_MO` changes the size (NUIT: 5000). Prints times; exits 1 on a violation. The last line restores without the erasures: it must be seen.
"""

from __future__ import annotations

import base64
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from _table import garantie

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from droits_ouverts.config.sauvegarde import postgres, services, sqlite  # noqa: E402  the root is named first
from droits_ouverts.config.sauvegarde.cle import key_of, make_key  # noqa: E402  same reason
from droits_ouverts.config.sauvegarde.errors import SauvegardeError  # noqa: E402  same reason
from droits_ouverts.config.sauvegarde.services import Installation  # noqa: E402  same reason
from tests.config.sauvegarde.grappe import Grappe, started  # noqa: E402  same reason

MO = int(os.environ.get("PREUVES_SAUVEGARDE_MO", "5000" if os.environ.get("NUIT") else "300"))
RTO = 600.0
CLE = key_of(bytes(range(32)))
LIGNE = 1500
SCELLER = """
from django.db import transaction
from droits_ouverts.coffre.services import Context, Sujet, seal
with transaction.atomic():
    for n in (1, 2):
        seal(b"x", context=Context(structure=1, kind="essai", id=n, field="f", sujet=Sujet("personne", n)))
"""
EFFACER = """
from droits_ouverts.coffre.services import Sujet, destroy_keys
destroy_keys([Sujet("personne", 1)], structure=1, actor=None, purpose="effacement")
"""
COMPTER = """
from droits_ouverts.coffre.models import CleSujet
print("cles", sorted(CleSujet.objects.filter(genre="personne").values_list("sujet_id", flat=True)))
"""

violations: list[str] = []
verifies = 0


def main() -> None:
    """Prove on each engine; exit 1 on a violation."""
    print(f"{MO} MB on each engine; the key that wraps is of this proof only", flush=True)
    with tempfile.TemporaryDirectory(prefix="do-preuve-") as dossier:
        _sqlite(Path(dossier))
        with started() as grappe:
            _logical(grappe, Path(dossier) / "pg")
            _point_in_time(grappe, Path(dossier) / "grappe")
            _erasures(grappe, Path(dossier) / "cli")
    garantie("R9 backups: restored whole, altered refused, in time", essais=verifies, violations=len(violations))
    for violation in violations:
        print(violation, file=sys.stderr)
    if violations:
        sys.exit(1)


def _check(vrai: object, sinon: str) -> None:
    global verifies  # noqa: PLW0603  a count of this script
    verifies += 1
    if not vrai:
        violations.append(sinon)


def _line(quoi: str, duree: float, detail: str = "") -> None:
    print(f"  {quoi:<58}{duree:8.1f} s  {detail}", flush=True)


@contextmanager
def _timed(quoi: str, *, au_plus: float = RTO) -> Iterator[None]:
    debut = time.monotonic()
    yield
    duree = time.monotonic() - debut
    _line(quoi, duree)
    _check(duree < au_plus, f"{quoi}: {duree:.0f} s, {au_plus:.0f} at most")


def _rows() -> Iterator[tuple[int, int, str]]:
    tirage = random.Random(2026)  # noqa: S311  a draw, the same each time, of what looks sealed
    return ((n, 1 + n % 40, base64.b64encode(tirage.randbytes(LIGNE)).decode()) for n in range(MO * 1_000_000 // (LIGNE * 4 // 3)))


def _sqlite(dossier: Path) -> None:
    source, rendue = dossier / "db.sqlite3", dossier / "rendue.sqlite3"
    with closing(sqlite3.connect(source)) as base, base:
        base.executescript("PRAGMA journal_mode=WAL; CREATE TABLE personne (id INTEGER PRIMARY KEY, structure INT, scelle TEXT); CREATE TABLE ecrits (n INT)")
        base.executemany("INSERT INTO personne VALUES (?, ?, ?)", _rows())
    stop, attentes = threading.Event(), []
    ecrivain = threading.Thread(target=_keep_writing, args=(source, stop, attentes))
    ecrivain.start()
    entree = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(source)}
    with _timed(f"SQLite, {source.stat().st_size / 1e6:.0f} MB: sealed and read again, served meanwhile"):
        fichier, tete = services.back_up(Installation(base=entree, versions={}), dossier / "s", CLE, now=datetime.now(UTC))
    stop.set()
    ecrivain.join()
    _line("  longest wait of a writer meanwhile", max(attentes), f"{len(attentes)} transactions")
    with _timed("SQLite: restored, every table compared"):
        services.restore(fichier, CLE, vers=entree | {"NAME": str(rendue)}, connues=(), remplacer=False, apprets=_nothing, now=datetime.now(UTC))
    _check(tete.etat == sqlite.state(rendue), "SQLite: the restored database is another one")
    _refused_when_altered(fichier, entree | {"NAME": str(dossier / "jamais.sqlite3")})
    source.unlink()
    rendue.unlink()


def _keep_writing(source: Path, stop: threading.Event, attentes: list[float]) -> None:
    with closing(sqlite3.connect(source, timeout=60, isolation_level=None)) as base:
        n = 0
        while not stop.is_set():
            debut = time.monotonic()
            base.execute("INSERT INTO ecrits VALUES (?)", (n,))
            attentes.append(time.monotonic() - debut)
            n += 1
            time.sleep(0.005)


def _refused_when_altered(fichier: Path, vers: dict[str, Any]) -> None:
    tirage, refus, essais = random.Random(5), 0, 20  # noqa: S311  a draw of places
    taille = fichier.stat().st_size
    for essai in range(essais):
        place = tirage.randrange(taille)
        with fichier.open("r+b") as ouvert:
            ouvert.seek(place)
            avant = ouvert.read(1)
            ouvert.seek(place)
            ouvert.write(bytes([avant[0] ^ 1 << essai % 8]))
        try:
            services.verified(fichier, CLE)
        except SauvegardeError:
            refus += 1
        with fichier.open("r+b") as ouvert:
            ouvert.seek(place)
            ouvert.write(avant)
    _line("altered by one bit", 0, f"{refus}/{essais} refused")
    _check(refus == essais, f"{essais - refus} altered files were taken")
    _check(not Path(vers["NAME"]).exists(), "an altered file was restored")


def _logical(grappe: Grappe, dossier: Path) -> None:
    _fill(grappe, "source")
    grappe.query("CREATE DATABASE rendue")
    taille = grappe.query("SELECT pg_database_size('source')")[0][0] / 1e6
    with _timed(f"PostgreSQL, {taille:.0f} MB: dumped from one snapshot, sealed"):
        fichier, tete = services.back_up(Installation(base=grappe.base("source"), versions={}), dossier, CLE, now=datetime.now(UTC))
    with _timed("PostgreSQL: restored in one transaction, every table compared"):
        services.restore(fichier, CLE, vers=grappe.base("rendue"), connues=(), remplacer=False, apprets=_nothing, now=datetime.now(UTC))
    with postgres.connect(grappe.base("rendue")) as connexion:
        _check(tete.etat == postgres.state(connexion), "PostgreSQL: the restored database is another one")
    grappe.query("DROP DATABASE rendue")


def _fill(grappe: Grappe, nom: str) -> None:
    import psycopg  # noqa: PLC0415  only here

    grappe.query(f"CREATE DATABASE {nom}")
    with psycopg.connect(host=str(grappe.dossier), port=5432, user="postgres", dbname=nom) as connexion:
        connexion.execute("CREATE TABLE personne (id bigint PRIMARY KEY, structure int, scelle text)")
        with connexion.cursor().copy("COPY personne FROM STDIN") as copie:
            for ligne in _rows():
                copie.write_row(ligne)


def _point_in_time(grappe: Grappe, dossier: Path) -> None:
    with _timed("PostgreSQL: the whole cluster, sealed and read again"):
        fichier, _ = services.back_up(Installation(base=grappe.base(), versions={}), dossier, CLE, now=datetime.now(UTC), grappe=True)
    grappe.query("INSERT INTO personne SELECT 10000000 + n, 1, 'depuis' FROM generate_series(1, 20003) n", "source")
    attendu = grappe.query("SELECT count(*), sum(id), md5(string_agg(md5(scelle), '' ORDER BY id)) FROM personne", "source")
    ((instant,),) = grappe.query("SELECT clock_timestamp()")
    grappe.query("DROP TABLE personne", "source")
    with _timed("  segments of WAL archived and sealed", au_plus=60.0):
        grappe.archived()
        nombre = services.seal_segments(grappe.depot, dossier, CLE, now=datetime.now(UTC))
    rendue = Grappe(grappe.dossier / "r")
    rendue.dossier.mkdir()
    with _timed(f"  cluster and {nombre} segments written, each file verified"):
        services.restore_cluster(fichier, CLE, vers=rendue.data, journaux=None, jusqu_a=instant)
        grappe.given(rendue.dossier)
    try:
        with _timed("  started, brought to the instant before the DROP TABLE"):
            rendue.start()
        lu = rendue.query("SELECT count(*), sum(id), md5(string_agg(md5(scelle), '' ORDER BY id)) FROM personne", "source")
    finally:
        rendue.stop()
    _line("  rows before the DROP TABLE, and after the restore", 0, f"{attendu[0][0]} / {lu[0][0]}")
    _check(lu == attendu, "the table that was dropped did not come back as it was")


def _erasures(grappe: Grappe, dossier: Path) -> None:
    """The product itself, by its console, on PostgreSQL: migrations, keys, journal, register."""
    grappe.query("CREATE DATABASE produit")
    dossier.mkdir()
    make_key(dossier / "s.cle")
    env = os.environ | {"PYTHONPATH": str(ROOT), "PGUSER": "postgres", "VAR_DIR": str(dossier / "var"), "SAUVEGARDE_CLE": str(dossier / "s.cle")}
    env |= {"DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.dev", "DATABASE_URL": f"postgres:///{grappe.dossier}/produit"}

    def console(*commande: str) -> str:
        fait = subprocess.run([sys.executable, "-m", "droits_ouverts.config.cli", *commande], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        _check(fait.returncode == 0, f"{commande}: {fait.stderr.strip()[-300:]}")
        return fait.stdout

    python: Callable[[str], str] = lambda code: console("manage", "shell", "--no-imports", "-c", code)  # noqa: E731  one name for three calls
    console("manage", "migrate", "--verbosity", "0")
    python(SCELLER)
    with _timed("the product on PostgreSQL, by the console: backed up"):
        console("sauvegarde", str(dossier / "s"))
    python(EFFACER)
    console("sauvegarde", str(dossier / "s"), "--effacements")
    (fichier,) = (dossier / "s").glob("*.sauvegarde")
    with _timed("  restored in its place, erasures replayed before it opens"):
        console("restauration", str(fichier), "--vers", "installation", "--remplacer")
    avec = python(COMPTER).strip()
    grappe.query("CREATE DATABASE oublieuse")
    console("restauration", str(fichier), "--vers", f"postgres:///{grappe.dossier}/oublieuse", "--sans-effacements")
    env["DATABASE_URL"] = f"postgres:///{grappe.dossier}/produit"
    _line("  keys of persons 1 (erased since) and 2 after the restore", 0, avec)
    _check(avec == "cles ['2']", f"who was erased came back: {avec}")
    lu = grappe.query("SELECT count(*) FROM coffre_clesujet WHERE genre = 'personne'", "oublieuse")
    _line("  sabotage: the same without the erasures", 0, f"{lu[0][0]} keys, seen")
    _check(lu == [(2,)], "the sabotage was not seen: without the erasures she should have come back")


def _nothing(nom: str) -> None:
    """Bring nothing up to date: these databases have no erasures."""


if __name__ == "__main__":
    main()
