"""Who covers whom on a day. Pure: nothing is handed over for good, a relay is read from the absences of that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DUREE_MAX = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relais:
    """Somebody is away from a day to another, both included, and somebody else covers (None: nobody was found)."""

    compte: int
    du: date
    au: date
    par: int | None

    def holds(self, jour: date) -> bool:
        """Tell whether it runs on a day."""
        return self.du <= jour <= self.au


def last_day(au: date, rendue_le: date | None) -> date:
    """Return the last day on which somebody covers: the day before the one of the return, where she came back earlier."""
    return au if rendue_le is None else min(au, rendue_le - timedelta(days=1))


def covering(relais: Iterable[Relais], jour: date) -> dict[int, int | None]:
    """Return who covers each absent account on a day. Whoever covers and is away herself passes it on; None where it comes to nobody, or back."""
    du_jour = {un.compte: un.par for un in relais if un.holds(jour)}
    return {absent: _end(absent, du_jour) for absent in du_jour}


def _end(absent: int, du_jour: dict[int, int | None]) -> int | None:
    vus, qui = {absent}, du_jour[absent]
    while qui is not None and qui in du_jour:
        if qui in vus:
            return None
        vus.add(qui)
        qui = du_jour[qui]
    return qui


def check(du: date, au: date) -> dict[str, str]:
    """Return the code of what is wrong with the days of an absence: "avant", "trop_long". Nothing where all is well."""
    if au < du:
        return {"au": "avant"}
    return {"au": "trop_long"} if au - du > DUREE_MAX else {}


def overlaps(du: date, au: date, autres: Iterable[Relais]) -> bool:
    """Tell whether some day belongs to another absence too."""
    return any(un.du <= au and du <= un.au for un in autres)
