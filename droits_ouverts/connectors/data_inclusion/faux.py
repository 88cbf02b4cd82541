"""A stand-in of data·inclusion, for tests, development and demo: the same pages, from records in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from droits_ouverts.annuaire.ports import Page, PannePagesError


class FauxPages:
    """Gives pages of `taille` records; `panne` is the (kind, page) that does not come."""

    def __init__(self, enregistrements: Mapping[str, Sequence[dict[str, Any]]], *, taille: int = 2, panne: tuple[str, int] | None = None) -> None:
        self._enregistrements, self._taille, self._panne = enregistrements, taille, panne

    def __call__(self, genre: str, page: int) -> Page:
        """Return one page. Raise `PannePagesError`."""
        if (genre, page) == self._panne or genre not in self._enregistrements:
            raise PannePagesError("panne")
        tous = self._enregistrements[genre]
        debut = (page - 1) * self._taille
        return Page(enregistrements=list(tous[debut : debut + self._taille]), pages=-(-len(tous) // self._taille))
