"""A cell of the count, and how a small count is said. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PETIT = 5
"""Under it a count is said as "1 à 4": enough to see that it exists, not enough to find of whom it speaks by what one already knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where, which right, which step, what blocks. `genre`: kind of the service that blocks; `site`: code of the site, or nothing; `mois`: "AAAA-MM"."""

    mois: str
    genre: str
    site: str
    droit: str
    etape: str
    blocage: str


def month_of(on: date) -> str:
    """Return the month of a day, the finest moment that is kept."""
    return f"{on:%Y-%m}"


def is_small(nombre: int) -> bool:
    """Tell whether a count is too small to be said exactly."""
    return 0 < nombre < PETIT
