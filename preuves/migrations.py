"""R10: a change of the tables that is killed anywhere is taken up again, and leaves the tables of one that was not.

On SQLite, then on a PostgreSQL made for it. Every migration of the house is run from nothing in a process killed after a drawn time, again and again until one
ends: tables, triggers, functions, rules of rows, whether they are in force, and who may do what must be those of a run that nobody killed. `PREUVES_MIGRATIONS` says how many runs are killed (30).
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
TUEES = int(os.environ.get("PREUVES_MIGRATIONS", "30"))
GRAINE = 20261127
SCHEMA = """
SELECT format('%s %s %s %s', table_name, column_name, data_type, is_nullable) FROM information_schema.columns WHERE table_schema IN ('public', 'lignes')
UNION ALL SELECT pg_get_constraintdef(oid) || conname FROM pg_constraint
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT format('%s %s %s %s', polrelid::regclass, polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
UNION ALL SELECT format('%s rows %s %s', oid::regclass, relrowsecurity, relforcerowsecurity) FROM pg_class
  WHERE relkind IN ('r', 'p', 'v') AND relnamespace::regnamespace::text IN ('public', 'lignes')
UNION ALL SELECT format('%s %s %s %s', c.oid::regclass, a.grantee::regrole, a.privilege_type, a.is_grantable) FROM pg_class c, aclexplode(c.relacl) a
  WHERE c.relnamespace::regnamespace::text IN ('public', 'lignes')
UNION ALL SELECT format('%s.%s %s %s', t.attrelid::regclass, t.attname, a.grantee::regrole, a.privilege_type) FROM pg_attribute t, aclexplode(t.attacl) a
UNION ALL SELECT format('%s %s %s', p.oid::regprocedure, a.grantee::regrole, a.privilege_type) FROM pg_proc p, aclexplode(p.proacl) a
  WHERE p.pronamespace::regnamespace::text IN ('public', 'lignes')
UNION ALL SELECT format('schema %s %s %s', n.nspname, a.grantee::regrole, a.privilege_type) FROM pg_namespace n, aclexplode(n.nspacl) a
  WHERE n.nspname IN ('public', 'lignes')
UNION ALL SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('public', 'lignes') AND prokind = 'f'
"""


def migrate(url: str, *arguments: str, after: float | None = None) -> bool:
    """Run the migrations in a process of its own, killed after so many seconds; return whether it ended by itself. Raise `RuntimeError` where it fails."""
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.test", "DATABASE_URL": url}
    commande = [sys.executable, "-m", "droits_ouverts.config.manage", "migrate", "--verbosity=0", *arguments]
    with subprocess.Popen(commande, cwd=RACINE, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as processus:
        try:
            _, erreurs = processus.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            processus.send_signal(signal.SIGKILL)
            return False
    if processus.returncode:
        raise RuntimeError(erreurs.decode()[-2000:])
    return True


class Sqlite:
    """A file for each run."""

    def __init__(self, dossier: Path) -> None:
        self.dossier, self.fichier = dossier, dossier / "base.sqlite3"

    @property
    def url(self) -> str:
        """Where the migrations find it."""
        return f"sqlite:///{self.fichier}"

    def empty(self) -> None:
        """Begin again from nothing."""
        for reste in self.dossier.glob("base.sqlite3*"):
            reste.unlink()

    def tables(self) -> str:
        """Return a digest of all that the database is made of."""
        with sqlite3.connect(self.fichier) as base:
            lignes = sorted(str(ligne) for ligne in base.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
        return digest(lignes)


class Postgresql:
    """A database for each run, on the server of `DATABASE_URL`."""

    def __init__(self) -> None:
        self.serveur, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        self.nom = "migrations"

    @property
    def url(self) -> str:
        """Where the migrations find it."""
        return f"{self.serveur}/{self.nom}"

    def empty(self) -> None:
        """Begin again from nothing."""
        self.psql("postgres", f"DROP DATABASE IF EXISTS {self.nom} WITH (FORCE)")
        self.psql("postgres", f"CREATE DATABASE {self.nom}")

    def tables(self) -> str:
        """Return a digest of all that the database is made of."""
        return digest(sorted(self.psql(self.nom, SCHEMA).splitlines()))

    def psql(self, base: str, ordre: str) -> str:
        """Run a statement as the owner and return what it answers."""
        ran = subprocess.run(["psql", f"{self.serveur}/{base}", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", ordre], capture_output=True, text=True, check=True)
        return ran.stdout


def digest(lignes: list[str]) -> str:
    """Return a digest of lines."""
    return hashlib.sha256("\n".join(lignes).encode()).hexdigest()


def killed(base: Sqlite | Postgresql, combien: int, hasard: random.Random) -> tuple[list[str], int]:
    """Build the tables so many times, killed on the way; return what went wrong and how many kills fell before the end."""
    base.empty()
    debut = time.monotonic()
    migrate(base.url)
    duree, attendues = time.monotonic() - debut, base.tables()
    fautes, au_milieu = [], 0
    base.empty()
    for rang in range(combien):
        try:
            if migrate(base.url, after=hasard.uniform(0.3, 1.0) * duree):
                if base.tables() != attendues:
                    fautes.append(f"{type(base).__name__}, run {rang}: other tables")
                base.empty()
            else:
                au_milieu += 1
        except RuntimeError as erreur:
            fautes.append(f"{type(base).__name__}, run {rang}: {erreur}")
            base.empty()
    try:
        migrate(base.url)
        if base.tables() != attendues:
            fautes.append(f"{type(base).__name__}: other tables at the end")
    except RuntimeError as erreur:
        fautes.append(f"{type(base).__name__}, at the end: {erreur}")
    return fautes, au_milieu


def planted(base: Sqlite | Postgresql) -> tuple[int, int]:
    """Change one thing after another of what protects the rows, and return how many the digest sees, and how many there are."""
    ordres = ["DROP TRIGGER bilan_choix_refuse_update"]
    if isinstance(base, Postgresql):
        ordres = [
            "ALTER TABLE bilan_bilan DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE bilan_bilan NO FORCE ROW LEVEL SECURITY",
            "GRANT SELECT ON bilan_bilan TO PUBLIC",
            "GRANT UPDATE (structure_id) ON bilan_bilan TO PUBLIC",
            "GRANT CREATE ON SCHEMA public TO PUBLIC",
            "DROP TRIGGER bilan_choix_refuse_update ON bilan_choix",
        ]
    vus = 0
    for ordre in ordres:
        avant = base.tables()
        if isinstance(base, Sqlite):
            with sqlite3.connect(base.fichier) as ouverte:
                nom = ouverte.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()[0]
                ouverte.execute(f"DROP TRIGGER {nom}")
        else:
            base.psql(base.nom, ordre)
        vu = base.tables() != avant
        vus += vu
        if not vu:
            print(f"not seen: {ordre}", file=sys.stderr)
    return vus, len(ordres)


def main() -> None:
    """Kill, compare, print; exit 1 where the tables are not those of a run that nobody killed."""
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        os.execv(RACINE / "scripts" / "postgres.sh", ["postgres.sh", sys.executable, *sys.argv])  # noqa: S606  our own script
    hasard = random.Random(GRAINE)  # noqa: S311  a draw that can be played again
    dossier = Path(tempfile.mkdtemp(prefix="droits-ouverts-migrations-"))
    bonnes = True
    try:
        for base in (Sqlite(dossier), Postgresql()):
            fautes, au_milieu = killed(base, TUEES, hasard)
            vus, plantes = planted(base)
            nom = f"R10 migrations killed on {type(base).__name__}, {au_milieu} on the way: the same tables"
            garantie(nom, essais=TUEES, violations=len(fautes), sabotages=(vus, plantes))
            for faute in fautes[:5]:
                print(faute, file=sys.stderr)
            bonnes = bonnes and vus == plantes and not fautes and au_milieu >= TUEES // 3
    finally:
        shutil.rmtree(dossier)
    sys.exit(not bonnes)


if __name__ == "__main__":
    main()
