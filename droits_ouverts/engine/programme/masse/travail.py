"""The work under way for one output: a folder beside it, a manifest of what is computed, a file for each part done.

Whatever stops the work leaves whole parts only. The same command takes them up; a manifest that differs starts again. The output appears at once,
when every part is there.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from droits_ouverts.engine.programme.masse.parquet import MasseError, Source

FORMAT = 1
COMPRESSION = "zstd"
MENAGES = 50_000
"""Households of a row group of the output, at least."""


class Travail:
    """The folder of the output `sortie`, held by this process alone while it is open. Raise `MasseError` where another process holds it."""

    def __init__(self, sortie: Path) -> None:
        """Name the folder; nothing is written yet."""
        self.sortie = sortie
        self.dossier = sortie.with_name(f".{sortie.name}.travail")
        self._verrou: int | None = None

    def __enter__(self) -> Self:
        with told_writing(self.sortie):
            self.dossier.mkdir(exist_ok=True)
            self._verrou = os.open(self.dossier / "verrou", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._verrou)
            raise MasseError(f"« {self.sortie.name} » est déjà en cours de calcul par une autre commande. Attendez-la, ou changez de nom.") from None
        return self

    def __exit__(self, genre: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None) -> None:
        if self._verrou is not None:
            os.close(self._verrou)

    def begin(self, manifeste: Mapping[str, object]) -> bool:
        """Take up the work that this manifest describes, or begin it after removing any other; tell whether it is taken up."""
        texte = json.dumps({"format": FORMAT, **manifeste}, sort_keys=True, indent=1)
        chemin = self.dossier / "manifeste.json"
        with told_writing(self.sortie):
            with contextlib.suppress(FileNotFoundError, UnicodeDecodeError):
                if chemin.read_text(encoding="utf-8") == texte:
                    self._sweep("*.part")
                    return True
            chemin.unlink(missing_ok=True)
            self._sweep("*.parquet", "*.part")
            with aside(chemin) as ecrit:
                ecrit.write_text(texte, encoding="utf-8")
        return False

    def recut(self, source: Source) -> Path:
        """Return the source cut again in small row groups, written once."""
        chemin = self.dossier / "population.parquet"
        if not chemin.exists():
            with told_writing(self.sortie), aside(chemin) as ecrit:
                source.recut(ecrit)
        return chemin

    def path(self, rang: int) -> Path:
        """Return where the answer of a part is, or will be."""
        return self.dossier / f"reponse-{rang:06d}.parquet"

    def done(self, rang: int) -> bool:
        """Tell whether a part is done."""
        return self.path(rang).exists()

    def join(self, rangs: Sequence[int], schema: pa.Schema, metadonnees: Mapping[str, str]) -> int:
        """Write the output from its parts and return how many amounts the law gave no number for; then remove the folder."""
        sans_nombre = 0
        with (
            told_writing(self.sortie),
            aside(self.sortie) as chemin,
            pq.ParquetWriter(chemin, schema.with_metadata(metadonnees), compression=COMPRESSION) as ecrit,
        ):
            lot: list[pa.Table] = []
            for rang in rangs:
                lot.append(pq.read_table(self.path(rang)))
                if rang == rangs[-1] or sum(table.num_rows for table in lot) >= MENAGES:
                    table = pa.concat_tables(lot).replace_schema_metadata(metadonnees)
                    sans_nombre += sum(colonne.null_count for colonne in table.columns)
                    ecrit.write_table(table, row_group_size=table.num_rows)
                    lot.clear()
        shutil.rmtree(self.dossier, ignore_errors=True)
        return sans_nombre

    def _sweep(self, *motifs: str) -> None:
        for motif in motifs:
            # What is written aside begins with a dot.
            for chemin in [*self.dossier.glob(motif), *self.dossier.glob(f".{motif}")]:
                chemin.unlink(missing_ok=True)


def keep(chemin: Path, table: pa.Table) -> None:
    """Write the answer of a part, whole or not at all. Raise `MasseError` where there is no room."""
    with told_writing(chemin), aside(chemin) as ecrit:
        pq.write_table(table, ecrit, compression=COMPRESSION)


@contextlib.contextmanager
def aside(chemin: Path) -> Iterator[Path]:
    """Give a name to write under, then put what was written in its place at once; nothing stays of what fails."""
    cote = chemin.with_name(f".{chemin.name}.{secrets.token_hex(4)}.part")
    try:
        yield cote
        with cote.open("rb") as flux:
            os.fsync(flux.fileno())
        cote.replace(chemin)
    finally:
        cote.unlink(missing_ok=True)


@contextlib.contextmanager
def told_writing(chemin: Path) -> Iterator[None]:
    """Raise `MasseError` where the disk refuses."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raison = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise MasseError(f"« {chemin} » ne peut pas être écrit ({raison}). Vérifiez le dossier, la place et les droits d'accès.") from error
