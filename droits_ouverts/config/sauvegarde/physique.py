"""PostgreSQL to the minute: segments of WAL sealed as they come, and a cluster brought back to any later instant."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from droits_ouverts.config.sauvegarde.errors import SauvegardeError
from droits_ouverts.config.sauvegarde.postgres import tool

SEGMENT = re.compile(r"[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history")
DEPART = re.compile(rb"\(file ([0-9A-F]{24})\)")
PREMIERE_LIGNE = 200


def waiting(depot: Path) -> list[Path]:
    """Return the segments that PostgreSQL put in the depot, oldest first; one that is still being copied has another name."""
    if not depot.is_dir():
        raise SauvegardeError(f"il n'y a pas de dossier {depot}. C'est celui où archive_command dépose les journaux de PostgreSQL.")
    return sorted(chemin for chemin in depot.iterdir() if SEGMENT.fullmatch(chemin.name))


def unpack(blocs: Iterable[bytes], vers: Path) -> None:
    """Write the cluster of a base backup into the new folder `vers`, and check each file against the backup's own manifest. Raise `SauvegardeError`."""
    vers.mkdir(mode=0o700, parents=True)
    processus = subprocess.Popen(["/bin/tar", "--extract", "--directory", str(vers)], stdin=subprocess.PIPE)  # noqa: S603  our own command
    assert processus.stdin is not None  # noqa: S101  asked for above
    with processus.stdin as entree:
        for bloc in blocs:
            entree.write(bloc)
    if processus.wait():
        raise SauvegardeError(f"la grappe n'a pas pu être écrite dans {vers}. Vérifiez la place qui reste.")
    verifie = subprocess.run([tool("pg_verifybackup"), "--quiet", str(vers)], capture_output=True, text=True, check=False)  # noqa: S603  our own command
    if verifie.returncode:
        raise SauvegardeError(f"la grappe écrite dans {vers} n'est pas celle qui a été sauvegardée : {verifie.stderr.strip().partition(chr(10))[0]}")


def first_segment(grappe: Path) -> str:
    """Return the name of the first segment that the cluster needs."""
    trouve = DEPART.search((grappe / "backup_label").read_bytes()[:PREMIERE_LIGNE])
    if trouve is None:
        raise SauvegardeError(f"{grappe} n'est pas une sauvegarde de base : backup_label ne dit pas d'où repartir.")
    return trouve[1].decode("ascii")


def is_needed(segment: str, depart: str) -> bool:
    """Tell whether a segment is at or after the first one needed; the story of timelines always is."""
    return not SEGMENT.fullmatch(segment) or len(segment) != len(depart) or segment[8:] >= depart[8:]


def prepare(grappe: Path, *, journaux: Path, jusqu_a: datetime | None) -> None:
    """Write what PostgreSQL reads at its start: where the segments are, and where to stop. It archives nothing until told to."""
    chemin = str(journaux.resolve()).replace("'", "''")
    reglages = [f'restore_command = \'cp "{chemin}/%f" "%p"\'', "recovery_target_action = 'promote'", "archive_mode = off"]
    if jusqu_a is not None:
        reglages += [f"recovery_target_time = '{jusqu_a.isoformat()}'", "recovery_target_inclusive = on"]
    with (grappe / "postgresql.auto.conf").open("a", encoding="utf-8") as fichier:
        fichier.write("\n".join(["", *reglages, ""]))
    os.close(os.open(grappe / "recovery.signal", os.O_WRONLY | os.O_CREAT, 0o600))
