"""Public holidays of France, and which days are worked. Pure: nothing but dates.

Holidays proper to an overseas department (code du travail, art. L. 3422-2) are not counted: without them a limit ends earlier, never too late.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from droits_ouverts.delais.enums import Feries
from droits_ouverts.foundation.durees import UN_JOUR
from droits_ouverts.foundation.langue import gettext_noop as _

_FIXES = (
    ((1, 1), _("jour de l’An")),
    ((5, 1), _("fête du Travail")),
    ((5, 8), _("8\u00a0mai")),
    ((7, 14), _("14\u00a0juillet")),
    ((8, 15), _("Assomption")),
    ((11, 1), _("Toussaint")),
    ((11, 11), _("11\u00a0novembre")),
    ((12, 25), _("Noël")),
)
_MOBILES = ((1, _("lundi de Pâques")), (39, _("Ascension")), (50, _("lundi de Pentecôte")))
"""Days after Easter Sunday. Whit Monday stays a public holiday, worked or not (code du travail, art. L. 3133-1 and L. 3133-7)."""
_VENDREDI_SAINT, _SAINT_ETIENNE = _("Vendredi saint"), _("Saint-Étienne")
SAMEDI = 5


def easter(annee: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar, by the method published in Nature in 1876."""
    siecle, rang = divmod(annee, 100)
    bissextiles, reste = divmod(siecle, 4)
    lune = (19 * (annee % 19) + siecle - bissextiles - (siecle - (siecle + 8) // 25 + 1) // 3 + 15) % 30
    quarts, jours = divmod(rang, 4)
    semaine = (32 + 2 * reste + 2 * quarts - lune - jours) % 7
    ecart = (annee % 19 + 11 * lune + 22 * semaine) // 451
    mois, jour = divmod(lune + semaine - 7 * ecart + 114, 31)
    return date(annee, mois, jour + 1)


@cache
def holidays(annee: int, feries: Feries = Feries.COMMUN) -> dict[date, str]:
    """Return the public holidays of a year, in order, with their names in French (translated where they are shown)."""
    paques = easter(annee)
    # Two may fall on one day (Ascension of 2008): the name of the fixed one is kept.
    jours = {paques + timedelta(days=ecart): nom for ecart, nom in _MOBILES} | {date(annee, *jour): nom for jour, nom in _FIXES}
    if feries is Feries.ALSACE_MOSELLE:
        jours |= {paques - 2 * UN_JOUR: _VENDREDI_SAINT, date(annee, 12, 26): _SAINT_ETIENNE}
    return dict(sorted(jours.items()))


def holiday_name(jour: date, feries: Feries = Feries.COMMUN) -> str | None:
    """Return the French name of the public holiday of this day; None where it is not one."""
    return holidays(jour.year, feries).get(jour)


def is_worked(jour: date, feries: Feries = Feries.COMMUN) -> bool:
    """Whether a limit can end on this day: neither Saturday, nor Sunday, nor public holiday (CPC, art. 642)."""
    return jour.weekday() < SAMEDI and holiday_name(jour, feries) is None


def next_worked(jour: date, feries: Feries = Feries.COMMUN) -> date:
    """Return this day if it is worked, else the first one after it that is."""
    while not is_worked(jour, feries):
        jour += UN_JOUR
    return jour


def last_worked(jour: date, feries: Feries = Feries.COMMUN) -> date:
    """Return this day if it is worked, else the last one before it that is."""
    while not is_worked(jour, feries):
        jour -= UN_JOUR
    return jour
