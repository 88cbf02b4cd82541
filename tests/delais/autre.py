"""The same law written again, otherwise: no arithmetic of months, a walk from one day to the next with a finger on the calendar.

It shares nothing with the product but the names of the modes. Slow on purpose: what it says can be followed on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from unittest.mock import patch

from droits_ouverts.delais import calcul, feries
from droits_ouverts.delais.enums import Decompte, Eloignement, Feries
from droits_ouverts.foundation.durees import Duree

DEMAIN = timedelta(days=1)
DIMANCHE = "dimanche"
SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", DIMANCHE)
LUNDI_CONNU = date(2026, 11, 2)
"""A Monday, on the calendar of the wall: every other day of the week is counted from it."""


def day_of_week(jour: date) -> str:
    return SEMAINE[(jour - LUNDI_CONNU).days % 7]


def paschal_moon(annee: int) -> date:
    """The full moon of the Church's tables: epact of the year, new moon of March, thirteen days on."""
    nombre_or, siecle = annee % 19 + 1, annee // 100 + 1
    epacte = (11 * nombre_or + 20 + ((8 * siecle + 5) // 25 - 5) - (3 * siecle // 4 - 12)) % 30
    lune = date(annee, 3, 1) + timedelta(days=(30 - epacte) % 30) + timedelta(days=13)
    if lune < date(annee, 3, 21):
        courte = epacte == 24 or (epacte == 25 and nombre_or > 11)
        lune += timedelta(days=29 if courte else 30)
    return lune


def easter_sunday(annee: int) -> date:
    """The first Sunday after the paschal moon."""
    jour = paschal_moon(annee) + DEMAIN
    while day_of_week(jour) != DIMANCHE:
        jour += DEMAIN
    return jour


@cache
def days_off(annee: int, alsace: bool) -> frozenset[date]:
    paques = easter_sunday(annee)
    off = {date(annee, int(texte[3:]), int(texte[:2])) for texte in ["01/01", "01/05", "08/05", "14/07", "15/08", "01/11", "11/11", "25/12"]}
    jour, sautes = paques, 0
    while sautes < 50:
        jour, sautes = jour + DEMAIN, sautes + 1
        if sautes in {1, 39, 50}:
            off.add(jour)
    if alsace:
        off |= {paques - DEMAIN - DEMAIN, date(annee, 12, 26)}
    return frozenset(off)


def is_shut(jour: date, alsace: bool) -> bool:
    return day_of_week(jour) in {"samedi", DIMANCHE} or jour in days_off(jour.year, alsace)


def walk(depart: date, duree: Duree, mode: Decompte, *, alsace: bool = False, eloignement: Eloignement = Eloignement.AUCUN) -> date:
    """Walk to the last day: month after month, then day after day, then the day that a délai franc does not count, then past what is shut."""
    jour = depart
    mois = duree.ans * 12 + duree.mois + ("aucun", "outre_mer", "etranger").index(eloignement.value)
    tournes = 0
    while mois and not (tournes == mois and (jour.day == depart.day or (jour + DEMAIN).month != jour.month)):
        if (jour + DEMAIN).month != jour.month:
            tournes += 1
        jour += DEMAIN
    for _ in range(duree.semaines * 7 + duree.jours + (mode is Decompte.FRANC)):
        jour += DEMAIN
    while mode is not Decompte.BRUT and is_shut(jour, alsace):
        jour += DEMAIN
    return jour


def disagreement(depart: date, duree: Duree, mode: Decompte, *, jours: Feries = Feries.COMMUN, eloignement: Eloignement = Eloignement.AUCUN) -> str:
    """What the product and the walk say differently of one limit; "" where they agree and the prudent day keeps its promise."""
    dit = calcul.last_day(depart, duree, mode, feries=jours, eloignement=eloignement)
    alsace = jours is Feries.ALSACE_MOSELLE
    marche = walk(depart, duree, mode, alsace=alsace, eloignement=eloignement)
    cas = f"{depart} + {duree.iso} {mode} {jours} {eloignement}"
    if dit.le != marche:
        return f"{cas}: {dit.le}, and the walk {marche}"
    if dit.prudence_le > dit.le or is_shut(dit.prudence_le, alsace):
        return f"{cas}: one is told to aim at {dit.prudence_le} for {dit.le}"
    if mode is Decompte.BRUT and eloignement is Eloignement.AUCUN and calcul.birth(depart, duree).le != marche:
        return f"{cas}: silence is born on {calcul.birth(depart, duree).le}, and the walk says {marche}"
    return ""


def _rolls_over(self: Duree, jour: date) -> date:
    """A month end that overflows into the next month, as naive arithmetic does."""
    rang = jour.year * 12 + jour.month - 1 + self.ans * 12 + self.mois
    return date(rang // 12, rang % 12 + 1, 1) + timedelta(days=jour.day - 1 + self.jours + 7 * self.semaines)


def _thirty_days(self: Duree, jour: date) -> date:
    return jour + timedelta(days=365 * self.ans + 30 * self.mois + 7 * self.semaines + self.jours)


_juste = Duree.after
_reel = calcul.next_worked


def _first_day_counts(self: Duree, jour: date) -> date:
    return _juste(self, jour - DEMAIN)


def _days_first(depart: date, duree: Duree) -> tuple[date, list[object], bool]:
    le = Duree(ans=duree.ans, mois=duree.mois).after(Duree(semaines=duree.semaines, jours=duree.jours).after(depart))
    return le, [], False


SABOTAGES: dict[str, tuple[object, str, object]] = {
    "nothing is carried over": (calcul, "next_worked", lambda jour, feries: jour),
    "carried over one day at most": (calcul, "next_worked", lambda jour, feries: jour if feries_worked(jour, feries) else jour + DEMAIN),
    "a Saturday is worked": (feries, "SAMEDI", 6),
    "public holidays are worked": (feries, "holiday_name", lambda jour, feries=None: None),
    "Easter is a week late": (feries, "easter", lambda annee: easter_sunday(annee) + timedelta(days=7)),
    "Alsace has no holiday of its own": (calcul, "next_worked", lambda jour, jours: _reel(jour)),
    "the first day counts": (Duree, "after", _first_day_counts),
    "a missing day rolls into the next month": (Duree, "after", _rolls_over),
    "a month is thirty days": (Duree, "after", _thirty_days),
    "days come before months": (calcul, "_end", _days_first),
    "a délai franc counts its last day": (calcul, "UN_JOUR", timedelta()),
    "the prudent day is a shut one": (calcul, "last_worked", lambda jour, feries: jour),
    "distance adds nothing": (calcul, "replace", lambda duree, **_: duree),
}
"""Faults planted in the computation: each must make it disagree with the walk."""


def feries_worked(jour: date, jours: Feries) -> bool:
    return feries.is_worked(jour, jours)


@contextmanager
def sabotaged(nom: str) -> Iterator[None]:
    """The computation with one fault, while the block runs."""
    cible, attribut, faux = SABOTAGES[nom]
    feries.holidays.cache_clear()
    try:
        with patch.object(cible, attribut, faux):
            yield
    finally:
        feries.holidays.cache_clear()


DUREES = tuple(Duree.parse(iso) for iso in ("P15D", "P30D", "P1M", "P2M", "P3M", "P4M", "P6M", "P6W", "P1Y", "P1M10D", "P2M14D", "P10D"))
"""The lengths of the law's limits that the catalogue and the worked examples know."""
Cas = tuple[date, Duree, Decompte, Feries, Eloignement]


def every_case(premier: date, dernier: date, *, pas: int = 1) -> Iterator[Cas]:
    """Each first day between two, by each length and each mode, at home and from afar, with both lists of holidays in turn."""
    jour, rang = premier, 0
    while jour <= dernier:
        for duree in DUREES:
            for mode in Decompte:
                rang += 1
                yield jour, duree, mode, tuple(Feries)[rang % 2], tuple(Eloignement)[rang % 7 % 3]
        jour += pas * DEMAIN


def disagreements(cas: Iterator[Cas], report: Callable[[], None] = lambda: None) -> list[str]:
    """What each case says, where it says something."""
    found = []
    for depart, duree, mode, jours, eloignement in cas:
        if faute := disagreement(depart, duree, mode, jours=jours, eloignement=eloignement):
            found.append(faute)
        report()
    return found
