"""The line of a guarantee, in the one table that `make preuves` prints at its end."""

from __future__ import annotations

import os
from pathlib import Path


def garantie(nom: str, *, essais: int, violations: int, sabotages: tuple[int, int] | None = None) -> None:
    """Print what was tried of a guarantee and what broke it; `sabotages`: how many planted faults were caught, of how many.

    The line is also added to the file that `PREUVES_TABLE` names.
    """
    vus = "-" if sabotages is None else f"{sabotages[0]} of {sabotages[1]}"
    ligne = f"{nom:<84} {essais:>11,} {violations:>10,}  {vus}"
    print(ligne, flush=True)
    if chemin := os.environ.get("PREUVES_TABLE"):
        with Path(chemin).open("a", encoding="utf-8") as table:
            table.write(f"{ligne}\n")
