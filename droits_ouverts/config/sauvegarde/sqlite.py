"""A SQLite database: copied while it serves, described, put in the place of another."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from droits_ouverts.config.sauvegarde.errors import SauvegardeError
from droits_ouverts.config.sauvegarde.manifeste import Etat, Table

ATTENTE = 30.0
"""Seconds that a busy database is waited for."""
ANNEXES = ("-wal", "-shm", "-journal")


def copy(source: Path, vers: Path) -> None:
    """Copy the database by SQLite's online backup, in one step: writers go on, and the copy is one instant of it. Raise `SauvegardeError`."""
    if not source.is_file():
        raise SauvegardeError(f"il n'y a pas de base dans {source}. Vérifiez VAR_DIR ou DATABASE_URL.")
    os.close(os.open(vers, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(_connected(source)) as depuis, closing(sqlite3.connect(vers)) as copie:
            depuis.backup(copie, pages=-1)
            # The copy is one file: without this it would ask for a -wal beside it.
            copie.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise SauvegardeError(f"la base {source} ne se copie pas ({error}). Rien n'a été écrit.") from None


def state(chemin: Path) -> Etat:
    """Describe every table. Raise `SauvegardeError` if the file is not a sound database."""
    try:
        with closing(_connected(chemin)) as base:
            _check(base)
            return Etat(tables={nom: _table(base, nom) for nom in _tables(base)}, structure=_structure(base))
    except sqlite3.Error as error:
        raise SauvegardeError(f"{chemin} n'est pas une base saine ({error}).") from None


def migrations(chemin: Path) -> tuple[str, ...]:
    """Return the migrations applied to this database, `app.name`."""
    with closing(_connected(chemin)) as base:
        if "django_migrations" not in _tables(base):
            return ()
        return tuple(nom for (nom,) in base.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1"))


def is_filled(chemin: Path) -> bool:
    """Tell whether something is there that a restore would cover: a file that is not an empty database."""
    if not chemin.exists() or not chemin.stat().st_size:
        return False
    try:
        with closing(_connected(chemin)) as base:
            return bool(_tables(base))
    except sqlite3.Error:
        return True


def put_in_place(neuve: Path, cible: Path, *, ecartee: Path | None) -> None:
    """Rename `neuve` over `cible`; what was there is kept as `ecartee`. Raise `SauvegardeError` if something still has it open."""
    if ecartee is not None:
        _release(cible)
        os.link(cible, ecartee)
    neuve.replace(cible)
    for annexe in ANNEXES:
        cible.with_name(cible.name + annexe).unlink(missing_ok=True)
    sync_folder(cible.parent)


def sync_folder(dossier: Path) -> None:
    """Make new names of this folder durable."""
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


@contextmanager
def aside(chemin: Path) -> Iterator[Path]:
    """Give a name beside `chemin` that nothing has, and leave nothing under it."""
    cote = chemin.with_name(f".{chemin.name}.{os.getpid()}.partiel")
    try:
        yield cote
    finally:
        for nom in (cote, *(cote.with_name(cote.name + annexe) for annexe in ANNEXES)):
            nom.unlink(missing_ok=True)


def _release(cible: Path) -> None:
    """Bring what is still in the -wal into the file; refused by SQLite while another connection is open."""
    try:
        with closing(sqlite3.connect(cible, timeout=2.0)) as base:
            mode = base.execute("PRAGMA journal_mode=DELETE").fetchone()
            base.execute("BEGIN EXCLUSIVE")
            base.rollback()
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            # Broken is why one restores: it is kept aside as it is.
            return
        raise SauvegardeError(f"la base {cible} sert encore. Arrêtez le service, puis recommencez. Rien n'a été changé.") from None
    if mode != ("delete",):
        raise SauvegardeError(f"la base {cible} sert encore. Arrêtez le service, puis recommencez. Rien n'a été changé.")


def _connected(chemin: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"{chemin.resolve().as_uri()}?mode=ro", uri=True, timeout=ATTENTE, isolation_level=None)
    # A text that is not UTF-8 is counted like any other.
    base.text_factory = lambda octets: octets.decode("utf-8", "surrogateescape")
    return base


def _check(base: sqlite3.Connection) -> None:
    trouve = base.execute("PRAGMA integrity_check(1)").fetchone()
    if trouve != ("ok",):
        raise SauvegardeError(f"SQLite trouve la base abîmée : {trouve[0]}.")


def _tables(base: sqlite3.Connection) -> list[str]:
    lues = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' ORDER BY name")
    return [nom for (nom,) in lues]


def _table(base: sqlite3.Connection, nom: str) -> Table:
    colonnes = base.execute(f"PRAGMA table_info({_quoted(nom)})").fetchall()
    cle = [_quoted(colonne[1]) for colonne in sorted(colonnes, key=lambda colonne: int(colonne[5])) if colonne[5]]
    empreinte, lignes = hashlib.sha256(), 0
    lues = base.execute(f"SELECT * FROM {_quoted(nom)} ORDER BY {', '.join(cle) or 'rowid'}")  # noqa: S608  names of the database's own catalogue, quoted
    while lot := lues.fetchmany(2000):
        lignes += len(lot)
        # `ascii` tells types and values apart and doesn't depend on Unicode's version.
        empreinte.update("".join(f"{ligne!a}\n" for ligne in lot).encode("ascii"))
    return Table(lignes=lignes, sha256=empreinte.hexdigest())


def _structure(base: sqlite3.Connection) -> str:
    objets = base.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name").fetchall()
    return hashlib.sha256(ascii(objets).encode("ascii")).hexdigest()


def _quoted(nom: str) -> str:
    return '"' + nom.replace('"', '""') + '"'
