"""Clocks of one right from a few facts, for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.horloges import clocks_of
from droits_ouverts.droits.horloges_types import FaitsDuDroit, GenreHorloge, Horloge, Statut

CATALOGUE = load_catalogue()
AUJOURDHUI = date(2026, 11, 27)


def clocks(code: str, statut: Statut, *, on: date = AUJOURDHUI, **faits: Any) -> dict[str, Horloge]:
    """The clocks of a right by their names, which are each used once."""
    found = clocks_of(CATALOGUE[code], FaitsDuDroit(statut=statut, **faits), on=on)
    assert len({horloge.cle for horloge in found}) == len(found)
    return {horloge.cle: horloge for horloge in found}


def kinds(found: dict[str, Horloge]) -> set[GenreHorloge]:
    """The kinds of clocks that run."""
    return {horloge.genre for horloge in found.values()}
