"""A population to try with: random households, written part after part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from droits_ouverts.engine.programme.masse.parquet import to_table
from droits_ouverts.engine.programme.masse.travail import COMPRESSION, aside, told_writing
from droits_ouverts.engine.programme.tirage import draw

LOT = 5000
"""Households of a row group."""


def write_example(sortie: Path, mois: str, menages: int, graine: int = 0, progres: Callable[[int, int], object] | None = None) -> None:
    """Write that many random households of a month; the same month, number and seed give the same file. Raise `MasseError` where it can't be written."""
    with told_writing(sortie), aside(sortie) as chemin:
        ecrit: pq.ParquetWriter | None = None
        try:
            for debut in range(0, menages, LOT):
                colonnes = draw(mois, min(LOT, menages - debut), graine * 1_000_003 + debut // LOT)
                colonnes["menage"] = colonnes["menage"] + debut
                table = to_table(dict(colonnes), mois)
                ecrit = ecrit or pq.ParquetWriter(chemin, table.schema, compression=COMPRESSION)
                ecrit.write_table(table)
                if progres:
                    progres(min(menages, debut + LOT), menages)
        finally:
            if ecrit is not None:
                ecrit.close()
