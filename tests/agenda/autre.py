"""The same rules written again, another way: days are walked one by one, changes of clocks are those of the directive, a relay is followed on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

UN = timedelta(days=1)


def is_last_of_month(jour: date) -> bool:
    return (jour + UN).month != jour.month


def days(premier: date, rythme: str, jusqu_au: date) -> list[date]:
    """Walk each day from the first one on, and keep those on which one would meet."""
    trouves, jour = [], premier
    while jour <= max(premier, jusqu_au):
        ecart = (jour - premier).days
        vient = {
            "hebdomadaire": ecart % 7 == 0,
            "quinzaine": ecart % 14 == 0,
            "mensuel": jour.day == premier.day or (is_last_of_month(jour) and premier.day > jour.day),
        }.get(rythme, False)
        if jour == premier or vient:
            trouves.append(jour)
        jour += UN
    return trouves


def last_sunday(annee: int, mois: int) -> date:
    jour = date(annee, mois, 31)
    while jour.isoweekday() != 7:
        jour -= UN
    return jour


def summer(at: datetime) -> bool:
    """Whether summer time runs at an instant: from 1:00 UTC of the last Sunday of March to 1:00 UTC of that of October (directive 2000/84/CE)."""
    debut = datetime.combine(last_sunday(at.year, 3), time(1), UTC)
    return debut <= at < datetime.combine(last_sunday(at.year, 10), time(1), UTC)


def shown(at: datetime) -> datetime:
    """What clocks of Paris show at an instant, without a zone."""
    return (at + timedelta(hours=2 if summer(at) else 1)).replace(tzinfo=None)


def first_instant(jour: date, heure: time) -> datetime | None:
    """The first instant at which clocks show this; None where they never do."""
    voulu = datetime.combine(jour, heure)
    for heures in (2, 1):
        at = (voulu - timedelta(hours=heures)).replace(tzinfo=UTC)
        if shown(at) == voulu:
            return at
    return None


def cover(du_jour: dict[int, int | None], absent: int) -> int | None:
    """Who covers somebody: pass the paper on as long as who holds it is away, at most once a head."""
    papier: int | None = absent
    for _ in range(len(du_jour) + 1):
        if papier is None or papier not in du_jour:
            return papier
        papier = du_jour[papier]
        if papier == absent:
            return None
    return None
