"""Faults of the catalogue. Free of Django: the command line and the engine's doors say them too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Probleme:
    """One fault: the file, the place of the key in it ("recours[0].delai"), what is wrong and the mend, in French."""

    fichier: str
    cle: str
    constat: str
    remede: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.fichier}, {self.cle} : {self.constat} {self.remede}"


class CatalogueError(Exception):
    """The catalogue cannot be used; `problemes` says all that is to be mended."""

    def __init__(self, problemes: Iterable[Probleme]) -> None:
        self.problemes = tuple(sorted(problemes))
        super().__init__("Le catalogue des droits est à corriger.\n" + "\n".join(f"- {probleme}" for probleme in self.problemes))
