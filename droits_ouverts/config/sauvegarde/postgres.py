"""A PostgreSQL database: dumped from one snapshot, described in the same one, loaded in one transaction."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from droits_ouverts.config.sauvegarde.catalogue import ROLES, SCHEMAS, STRUCTURE, TABLES
from droits_ouverts.config.sauvegarde.chiffre import Sortie
from droits_ouverts.config.sauvegarde.errors import SauvegardeError
from droits_ouverts.config.sauvegarde.manifeste import Etat, Table

Connexion = psycopg.Connection[tuple[Any, ...]]
LU = 1024 * 1024
CONVERSIONS = re.compile(r"::[a-z_ ]+(\(\d+\))?(\[\])?")
PARENTHESES = re.compile(r"[()\s]+")


def connect(base: Mapping[str, Any]) -> Connexion:
    """Connect to the database of this entry of `DATABASES`. Raise `SauvegardeError`."""
    try:
        return psycopg.connect(
            **_parameters(base), options="-c row_security=off -c timezone=UTC -c search_path=pg_catalog -c client_encoding=UTF8", autocommit=True
        )
    except psycopg.Error as error:
        raise SauvegardeError(f"la base {base['NAME']} ne répond pas ({type(error).__name__}). Vérifiez DATABASE_URL et que PostgreSQL marche.") from None


@contextmanager
def snapshot(base: Mapping[str, Any]) -> Iterator[tuple[Connexion, str]]:
    """Hold one instant of the database still, and give its name to those who read the same one."""
    with connect(base) as connexion, connexion.cursor() as curseur:
        curseur.execute("SET idle_in_transaction_session_timeout = 0")
        curseur.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        nom = curseur.execute("SELECT pg_export_snapshot()").fetchone()
        assert nom is not None  # noqa: S101  a function's only row
        yield connexion, str(nom[0])


def state(connexion: Connexion) -> Etat:
    """Describe every table outside the system's schemas."""
    with connexion.cursor() as curseur:
        tables = {f"{schema}.{nom}": _table(curseur, schema, nom, cle) for schema, nom, cle in curseur.execute(TABLES).fetchall()}
        structure = [(genre, objet, nom, _plain(ecrit or "")) for genre, objet, nom, ecrit in curseur.execute(STRUCTURE)]
        return Etat(tables=tables, structure=hashlib.sha256(ascii(structure).encode("ascii")).hexdigest())


def migrations(connexion: Connexion) -> tuple[str, ...]:
    """Return the migrations applied to this database, `app.name`."""
    if connexion.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        return ()
    return tuple(nom for (nom,) in connexion.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1"))


def roles(connexion: Connexion) -> tuple[str, ...]:
    """Return the roles that grants and policies name: a restore needs them."""
    return tuple(nom for (nom,) in connexion.execute(ROLES))


def missing_roles(connexion: Connexion, cites: Iterable[str]) -> list[str]:
    """Return those of `cites` that this cluster doesn't know."""
    connus = {nom for (nom,) in connexion.execute("SELECT rolname::text FROM pg_roles")}
    return sorted(set(cites) - connus)


def is_filled(connexion: Connexion) -> bool:
    """Tell whether the database holds a table of somebody's."""
    return bool(connexion.execute(TABLES).fetchall())


def dump(base: Mapping[str, Any], instant: str, sortie: Sortie) -> None:
    """Write an archive of the snapshot. Raise `SauvegardeError`."""
    _stream_out(["pg_dump", "--format=custom", "--compress=1", "--no-password", f"--snapshot={instant}"], base, sortie)


def basebackup(base: Mapping[str, Any], sortie: Sortie) -> None:
    """Write a tar of the whole cluster, with the WAL it needs to be sound. The account needs REPLICATION. Raise `SauvegardeError`."""
    options = ["--pgdata=-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password"]
    _stream_out(["pg_basebackup", *options], base, sortie)


def load(base: Mapping[str, Any], blocs: Iterable[bytes]) -> None:
    """Load an archive in one transaction: all of it, or nothing. Raise `SauvegardeError`."""
    commande = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-password", f"--dbname={base['NAME']}"]
    with tempfile.TemporaryFile() as erreurs:
        processus = subprocess.Popen([tool(commande[0]), *commande[1:]], env=_environment(base), stdin=subprocess.PIPE, stderr=erreurs)  # noqa: S603  our own command
        assert processus.stdin is not None  # noqa: S101  asked for above
        try:
            with processus.stdin as entree:
                for bloc in blocs:
                    entree.write(bloc)
        except BrokenPipeError:
            pass
        except BaseException:
            # Before it sees the end of its input, which it would take for a whole one.
            processus.kill()
            raise
        if processus.wait():
            raise SauvegardeError(f"pg_restore s'est arrêté, rien n'a été restauré : {_first_line(erreurs)}")


def create_beside(base: Mapping[str, Any], nom: str) -> dict[str, Any]:
    """Create an empty database `nom` in the same cluster; return its entry. Raise `SauvegardeError` if the account may not."""
    try:
        with connect({**base, "NAME": "postgres"}) as connexion:
            connexion.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(nom)))
    except psycopg.Error as error:
        raise SauvegardeError(f"la base {nom} ne peut pas être créée ({type(error).__name__}) : le compte doit avoir CREATEDB.") from None
    return {**base, "NAME": nom}


def drop(base: Mapping[str, Any]) -> None:
    """Remove a database that `create_beside` made."""
    with connect({**base, "NAME": "postgres"}) as connexion:
        connexion.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(base["NAME"])))


def swap(base: Mapping[str, Any], *, neuve: str, ecartee: str) -> None:
    """Give `neuve` the name of the database, which is kept as `ecartee`. Raise `SauvegardeError` while somebody is connected to it."""
    nom = str(base["NAME"])
    renommer = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with connect({**base, "NAME": "postgres"}) as connexion:
            connexion.execute(renommer.format(sql.Identifier(nom), sql.Identifier(ecartee)))
            connexion.execute(renommer.format(sql.Identifier(neuve), sql.Identifier(nom)))
    except psycopg.errors.ObjectInUse:
        raise SauvegardeError(f"la base {nom} sert encore. Arrêtez le service, puis recommencez. Rien n'a été changé.") from None
    except psycopg.Error as error:
        raise SauvegardeError(f"la base {nom} n'a pas pu être remplacée ({type(error).__name__}) : la base restaurée attend sous le nom {neuve}.") from None


def empty(base: Mapping[str, Any]) -> None:
    """Take back what was loaded in a database that was empty."""
    with connect(base) as connexion:
        schemas = connexion.execute(SCHEMAS).fetchall()
        for (nom,) in schemas:
            connexion.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(nom)))
        connexion.execute("CREATE SCHEMA public")


def tool(nom: str) -> str:
    """Return the path of a PostgreSQL program, the newest here. Raise `SauvegardeError` if it is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{nom}"), key=lambda chemin: int(chemin.parts[-3]) if chemin.parts[-3].isdigit() else 0)
    trouve = str(debian[-1]) if debian else shutil.which(nom)
    if not trouve:
        raise SauvegardeError(f"{nom} n'est pas installé sur cette machine. Sur Debian : sudo apt-get install postgresql-client (ou postgresql).")
    return trouve


def _plain(ecrit: str) -> str:
    """Leave out the casts and parentheses that PostgreSQL writes otherwise once a definition went through a dump."""
    return PARENTHESES.sub("", CONVERSIONS.sub("", ecrit))


def _table(curseur: psycopg.Cursor[tuple[Any, ...]], schema: str, nom: str, cle: list[str]) -> Table:
    # Text keys in the order of bytes: that of a language changes with the system.
    ordre = sql.SQL(", ").join(sql.SQL('t.{}::text COLLATE "C"').format(sql.Identifier(colonne)) for colonne in cle) if cle else sql.SQL('t::text COLLATE "C"')
    requete = sql.SQL("COPY (SELECT t.* FROM {} t ORDER BY {}) TO STDOUT").format(sql.Identifier(schema, nom), ordre)
    empreinte, lignes = hashlib.sha256(), 0
    with curseur.copy(requete) as copie:
        for bloc in copie:
            empreinte.update(bloc)
            lignes += bytes(bloc).count(b"\n")
    return Table(lignes=lignes, sha256=empreinte.hexdigest())


def _stream_out(commande: list[str], base: Mapping[str, Any], sortie: Sortie) -> None:
    with tempfile.TemporaryFile() as erreurs:
        processus = subprocess.Popen([tool(commande[0]), *commande[1:]], env=_environment(base), stdout=subprocess.PIPE, stderr=erreurs)  # noqa: S603  our own commands
        assert processus.stdout is not None  # noqa: S101  asked for above
        try:
            with processus.stdout as lu:
                while bloc := lu.read(LU):
                    sortie.write(bloc)
        except BaseException:
            processus.kill()
            processus.wait()
            raise
        if processus.wait():
            raise SauvegardeError(f"{commande[0]} s'est arrêté, aucune sauvegarde n'est gardée : {_first_line(erreurs)}")


def _first_line(erreurs: IO[bytes]) -> str:
    # The following lines may hold the row at fault.
    erreurs.seek(0)
    return erreurs.read(2000).decode("utf-8", "replace").strip().partition("\n")[0] or "sans message"


def _parameters(base: Mapping[str, Any]) -> dict[str, Any]:
    options = base.get("OPTIONS") or {}
    lus = {"dbname": base["NAME"], "user": base.get("USER"), "password": base.get("PASSWORD"), "host": base.get("HOST"), "port": base.get("PORT")}
    lus |= {nom: options[nom] for nom in ("sslmode", "sslrootcert", "sslcert", "sslkey") if nom in options}
    return {nom: valeur for nom, valeur in lus.items() if valeur}


def _environment(base: Mapping[str, Any]) -> dict[str, str]:
    """Where the programs connect: by the environment, since other accounts of the machine read a command line."""
    noms = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    donnes = {noms.get(nom, f"PG{nom.upper()}"): str(valeur) for nom, valeur in _parameters(base).items()}
    return os.environ | {"LC_ALL": "C.UTF-8"} | donnes
