"""A PostgreSQL cluster of a test's own, in its folder, reached by its Unix socket: started, archived, stopped, and another one from a restore."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from droits_ouverts.config.sauvegarde.postgres import tool

ATTENTE = 60.0
# The server refuses to run as root: the system's account of PostgreSQL runs it there.
COMPTE: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}


class Grappe:
    """A cluster in `dossier/NAME`, with `dossier/depot` where its segments of WAL come."""

    def __init__(self, dossier: Path, nom: str = "data") -> None:
        self.dossier, self.data, self.depot = dossier, dossier / nom, dossier / "depot"

    def base(self, nom: str = "postgres") -> dict[str, Any]:
        """The entry of `DATABASES` for one of its databases."""
        return {"ENGINE": "django.db.backends.postgresql", "NAME": nom, "USER": "postgres", "PASSWORD": "", "HOST": str(self.dossier), "PORT": "5432"}

    def create(self) -> None:
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        archive = f"test ! -f {self.depot}/%f && cp %p {self.depot}/.%f && mv {self.depot}/.%f {self.depot}/%f"
        with (self.data / "postgresql.conf").open("a") as reglages:
            reglages.write(
                f"listen_addresses = ''\nfsync = off\nshared_buffers = 16MB\nmax_wal_size = 128MB\narchive_mode = on\narchive_command = '{archive}'\n"
            )

    def start(self) -> None:
        """Start it and wait until it answers and has left recovery. Raise `CalledProcessError` if it stops instead."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", str(int(ATTENTE)), "-l", str(self.dossier / "log"), "-o", f"-k {self.dossier} -p 5432", "start")
        limite = time.monotonic() + ATTENTE
        while self.query("SELECT pg_is_in_recovery()") == [(True,)]:
            assert time.monotonic() < limite, self.log()
            time.sleep(0.05)

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def query(self, ordre: str, base: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(host=str(self.dossier), port=5432, user="postgres", dbname=base, autocommit=True) as connexion:
            lu = connexion.execute(ordre)  # type: ignore[call-overload]  # orders written in the tests
            return list(lu.fetchall()) if lu.description else []

    def archived(self) -> None:
        """Close the current segment and wait until it is in the depot."""
        ((segment,),) = self.query("SELECT pg_walfile_name(pg_switch_wal())")
        limite = time.monotonic() + ATTENTE
        while not (self.depot / segment).exists():
            assert time.monotonic() < limite, self.log()
            time.sleep(0.05)

    def given(self, *chemins: Path) -> None:
        """Give folders to the account that runs the server."""
        if COMPTE:
            for chemin in chemins:
                subprocess.run(["chown", "-R", "postgres:postgres", str(chemin)], check=True)

    def log(self) -> str:
        return (self.dossier / "log").read_text(errors="replace")

    def _run(self, nom: str, *arguments: str) -> None:
        subprocess.run([tool(nom), *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", **COMPTE)


@contextlib.contextmanager
def started() -> Iterator[Grappe]:
    """Give a cluster that runs. Its folder is short: the address of a Unix socket has 107 bytes at most."""
    dossier = Path(tempfile.mkdtemp(prefix="do-pg-", dir="/tmp"))
    grappe = Grappe(dossier)
    grappe.depot.mkdir()
    grappe.given(dossier)
    try:
        grappe.create()
        grappe.start()
        yield grappe
    finally:
        grappe.stop()
        shutil.rmtree(dossier, ignore_errors=True)
