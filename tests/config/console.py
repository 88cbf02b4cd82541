"""Run the console in this process: what it prints, what it returns."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from droits_ouverts.config.cli import main

EXEMPLES = Path(__file__).resolve().parents[2] / "exemples"


@dataclass(frozen=True, slots=True)
class Resultat:
    code: int
    sortie: bytes
    erreur: str

    @property
    def texte(self) -> str:
        return self.sortie.decode()


class _Flux(io.TextIOWrapper):
    pass


def run(*arguments: str, entree: bytes = b"") -> Resultat:
    """Run `droits-ouverts` with these arguments and this standard input."""
    anciens: tuple[Any, ...] = (sys.stdin, sys.stdout, sys.stderr)
    sortie, erreur = io.BytesIO(), io.BytesIO()
    sys.stdin = _Flux(io.BytesIO(entree), encoding="utf-8")
    sys.stdout = _Flux(sortie, encoding="utf-8")
    sys.stderr = _Flux(erreur, encoding="utf-8")
    try:
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return Resultat(code, sortie.getvalue(), erreur.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = anciens
