"""When a file that a person asks to erase is erased, and what may keep it. Pure: no database, no clock."""

from __future__ import annotations

from datetime import date, timedelta

DELAI = timedelta(days=7)
"""How long she may change her mind. RGPD, art. 12, 3 and 17, 1: without undue delay, one month at most. Ours to choose (decision 0023)."""


def erasure_day(today: date) -> date:
    """Return the first day on which a file asked today is erased."""
    return today + DELAI


def may_cancel(a_partir_du: date, on: date) -> bool:
    """Tell whether she may still change her mind."""
    return on < a_partir_du
