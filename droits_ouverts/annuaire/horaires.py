"""Opening hours in OpenStreetMap's format, the part of it that is common. What is not read is unknown, never closed.

Read: `24/7`, days (`Mo`, `Mo-Fr`, `Sa,Su`), ranges of hours (also past midnight), several rules by `;` (a later one replaces the days it names),
`off`, public holidays (`PH`), school holidays are unknown. Months, weeks, dates, comments, "sunrise" and the like make the answer unknown.
https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from droits_ouverts.annuaire.enums import Ouverture
from droits_ouverts.delais.feries import holiday_name

JOURS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FERIE: Final = 7
_PLAGE = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
_PLAGES = re.compile(rf"{_PLAGE}(?:\s*,\s*{_PLAGE})*")
_UNE = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_QUAND = re.compile(r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:\s*-\s*(?:Mo|Tu|We|Th|Fr|Sa|Su))?\s*,?\s*)*")
_JOUR = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:\s*-\s*(Mo|Tu|We|Th|Fr|Sa|Su))?")
Plage = tuple[int, int]
"""Minutes since midnight, from and to; to may pass 1440."""


@dataclass(frozen=True, slots=True)
class Semaine:
    """Ranges of each day of the week; the eighth is a public holiday (None: as the other days say, which is not known)."""

    jours: tuple[tuple[Plage, ...], ...]
    feries: tuple[Plage, ...] | None


@lru_cache(maxsize=20_000)
def read(texte: str) -> Semaine | None:
    """Return the week that a text tells, None where it is not wholly of the part that is read."""
    propre = " ".join(texte.split())
    if not propre:
        return None
    if propre == "24/7":
        return Semaine(jours=(((0, 1440),),) * 7, feries=((0, 1440),))
    jours: list[tuple[Plage, ...]] = [()] * 7
    feries: tuple[Plage, ...] | None = None
    for regle in propre.rstrip("; ").split(";"):
        lue = _rule(regle.strip())
        if lue is None:
            return None
        quand, plages = lue
        for jour in quand:
            if jour == FERIE:
                feries = plages
            else:
                jours[jour] = plages
    return Semaine(jours=tuple(jours), feries=feries)


def _rule(regle: str) -> tuple[list[int], tuple[Plage, ...]] | None:
    """Return the days of a rule, and its ranges."""
    debut = _QUAND.match(regle)
    quand, reste = regle[: debut.end() if debut else 0].strip(" ,"), regle[debut.end() if debut else 0 :].strip()
    if reste in {"off", "closed"}:
        plages: tuple[Plage, ...] = ()
    elif _PLAGES.fullmatch(reste):
        plages = tuple(_ranges(reste))
        if any(fin > 2880 or de >= 1440 for de, fin in plages):
            return None
    else:
        return None
    jours: list[int] = []
    for premier, dernier in _JOUR.findall(quand):
        if premier == "PH":
            if dernier:
                return None
            jours.append(FERIE)
            continue
        de = JOURS.index(premier)
        a = JOURS.index(dernier) if dernier else de
        jours += [(de + pas) % 7 for pas in range((a - de) % 7 + 1)]
    return (jours or list(range(7)), plages)


def _ranges(reste: str) -> list[Plage]:
    trouvees = []
    for h1, m1, h2, m2 in _UNE.findall(reste):
        de, a = int(h1) * 60 + int(m1), int(h2) * 60 + int(m2)
        if int(m1) > 59 or int(m2) > 59:
            return [(1440, 1441)]
        trouvees.append((de, a if a > de else a + 1440))
    return trouvees


def is_open(texte: str, at: datetime) -> Ouverture:
    """Tell whether hours are open at a local moment. On a public holiday that the hours do not name: unknown."""
    semaine = read(texte)
    if semaine is None:
        return Ouverture.INCONNU
    minute = at.hour * 60 + at.minute
    jour, veille = at.date(), at.date() - timedelta(days=1)
    ranges = _of_day(semaine, jour)
    hier = _of_day(semaine, veille)
    if any(de <= minute < a for de, a in ranges or ()) or any(a > 1440 and minute < a - 1440 for de, a in hier or ()):
        return Ouverture.OUVERT
    return Ouverture.INCONNU if ranges is None else Ouverture.FERME


def _of_day(semaine: Semaine, jour: date) -> tuple[Plage, ...] | None:
    if holiday_name(jour) is not None:
        return semaine.feries
    return semaine.jours[jour.weekday()]


def week(texte: str) -> list[tuple[int, tuple[tuple[str, str], ...]]] | None:
    """Return each day of the week with its ranges in words ("08:30", "12:00"), None where the hours are not read."""
    semaine = read(texte)
    if semaine is None:
        return None
    return [(jour, tuple((_clock(de), _clock(a)) for de, a in plages)) for jour, plages in enumerate(semaine.jours)]


def _clock(minute: int) -> str:
    return "24:00" if minute == 1440 else f"{minute % 1440 // 60:02d}:{minute % 60:02d}"
