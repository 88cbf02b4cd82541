"""A part computed on another machine: its rows go there as bytes, its answer comes back as bytes. Nothing is shared, not even a disk."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pyarrow as pa

from droits_ouverts.engine.programme import versions
from droits_ouverts.engine.programme.masse.calcul import Calcul
from droits_ouverts.engine.programme.masse.parquet import MasseError

GARDES = 4
"""Programmes that a process keeps planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envoi:
    """What a machine receives: the bytes of a programme's file, the rights to compute, the rules of the sender, and the rows of a part."""

    programme: bytes
    codes: tuple[str, ...]
    regles: str
    lignes: bytes


_calculs: dict[tuple[bytes, tuple[str, ...]], Calcul] = {}
_verrou = threading.Lock()


def rules() -> str:
    """Return what tells the rules of this installation from others'."""
    return versions.current()["regles"]


def compute(envoi: Envoi) -> bytes:
    """Return the answer of a part. Raise `FoyersError`, or `MasseError` where this machine doesn't have the sender's rules."""
    if envoi.regles != rules():
        raise MasseError("une machine de la grappe n'a pas la même version de Droits Ouverts. Installez partout la même, puis relancez.")
    with _verrou:
        cle = (envoi.programme, envoi.codes)
        if cle not in _calculs:
            while len(_calculs) >= GARDES:
                del _calculs[next(iter(_calculs))]
            _calculs[cle] = Calcul(envoi.programme, envoi.codes)
        calcul = _calculs[cle]
    return packed(calcul.compute(unpacked(envoi.lignes)))


def packed(table: pa.Table) -> bytes:
    """Return a table as bytes."""
    flux = pa.BufferOutputStream()
    with pa.ipc.new_stream(flux, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd", unify_dictionaries=True)) as ecrit:
        ecrit.write_table(table.unify_dictionaries().combine_chunks())
    return bytes(flux.getvalue())


def unpacked(octets: bytes) -> pa.Table:
    """Return the table of bytes."""
    return pa.ipc.open_stream(octets).read_all()
