"""How many persons one account may open in a day: an ordinary day of meeting people is far below. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

ALERTE = 60
"""Distinct persons a day beyond which whoever manages the structure is told."""
ARRET = 150
"""Distinct persons a day beyond which no other one opens until the next."""
RECHERCHES = 20
"""Searches a minute beyond which the next one waits."""


class Avis(StrEnum):
    """What to do with an opening."""

    DEJA = "deja"
    OUVRIR = "ouvrir"
    ARRETER = "arreter"


def opening(ouvertes: Collection[str], chose: str) -> Avis:
    """Return what to do with somebody opened on a day when these were: one already counted opens again, whatever their number."""
    if chose in ouvertes:
        return Avis.DEJA
    return Avis.ARRETER if len(ouvertes) >= ARRET else Avis.OUVRIR
