"""Who came to appointments, in numbers of a team. Pure. Nothing under five is said, and nothing lets it be found by subtraction: no sum is given beside a hidden number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

PETIT = 5
MOIS_LUS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Venues:
    """Appointments of a structure in one way of meeting: held, missed without a word, missed with a word. None: a number too small to be said."""

    structure: str
    mode: str
    tenus: int | None
    absences: int | None
    excuses: int | None

    @property
    def nombres(self) -> tuple[int | None, int | None, int | None]:
        """The three numbers."""
        return self.tenus, self.absences, self.excuses

    @property
    def total(self) -> int | None:
        """How many in all; not said beside a number that is not."""
        connus = [un for un in self.nombres if un is not None]
        return sum(connus) if len(connus) == len(self.nombres) else None

    @property
    def part(self) -> Decimal | None:
        """How many of a hundred were missed without a word, to the nearest; None where a number is not said."""
        if not self.total or self.absences is None:
            return None
        return (Decimal(100) * self.absences / self.total).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def said(structure: str, mode: str, *, tenus: int, absences: int, excuses: int) -> Venues | None:
    """Return a line as it may be said: without its numbers from one to four; None where there are fewer than five appointments in all."""
    if tenus + absences + excuses < PETIT:
        return None
    return Venues(structure=structure, mode=mode, tenus=_large(tenus), absences=_large(absences), excuses=_large(excuses))


def _large(nombre: int) -> int | None:
    return None if 0 < nombre < PETIT else nombre


def period_of(on: date) -> tuple[date, date]:
    """Return the first and the last day that are counted: twelve whole months, the last one over. Two readings of a month say the same: their difference tells nobody."""
    fin = on.replace(day=1) - timedelta(days=1)
    mois = fin.year * 12 + fin.month - MOIS_LUS
    return date(mois // 12, mois % 12 + 1, 1), fin
