"""The last day of a French time limit. Pure: dates and lengths in, a day and its reasoning out.

The first day never counts (CPC, art. 641, al. 1). Months and years come first, then weeks and days (al. 3); they end on the day of the same number, or on
the last day of the month where that number is missing (al. 2).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from droits_ouverts.delais import articles
from droits_ouverts.delais.enums import Decompte, Doute, Eloignement, Feries, GenreEtape
from droits_ouverts.delais.errors import DayOutOfReachError
from droits_ouverts.delais.feries import last_worked, next_worked
from droits_ouverts.delais.types import DernierJour, Etape, PointDeDepart
from droits_ouverts.foundation.durees import UN_JOUR, Duree

PREMIERE_ANNEE, DERNIERE_ANNEE = 1900, 2200
MOIS_MAX, JOURS_MAX = 1200, 36525
"""A hundred years: whatever is longer is a mistake of typing."""


def last_day(
    depart: date | PointDeDepart,
    duree: Duree,
    mode: Decompte,
    *,
    feries: Feries = Feries.COMMUN,
    eloignement: Eloignement = Eloignement.AUCUN,
    doutes: frozenset[Doute] = frozenset(),
) -> DernierJour:
    """Return the last day of a limit that runs from `depart`.

    `doutes` says what the caller knows to be debated of this limit; the one of the end of a month is found here. Raise `DayOutOfReachError` for a first
    day outside 1900-2200, or more than a hundred years.
    """
    point = depart if isinstance(depart, PointDeDepart) else PointDeDepart(le=depart)
    comptee = replace(duree, mois=duree.mois + eloignement.mois)
    etapes = [*point.etapes, Etape(genre=GenreEtape.DEPART, le=point.le, article=articles.DEPART)]
    if eloignement.mois:
        etapes.append(Etape(genre=GenreEtape.DISTANCE, le=point.le, duree=Duree(mois=eloignement.mois), article=articles.DISTANCE))
    fin, suite, manque = _end(point.le, comptee)
    etapes += suite
    if mode is Decompte.FRANC and manque:
        doutes |= {Doute.FIN_DE_MOIS}
    le = fin
    if mode is Decompte.FRANC:
        le = fin + UN_JOUR
        etapes.append(Etape(genre=GenreEtape.FRANC, avant=fin, le=le, article=articles.FRANC))
    if mode is not Decompte.BRUT:
        report = next_worked(le, feries)
        if report != le:
            etapes.append(Etape(genre=GenreEtape.REPORT, avant=le, le=report, article=articles.REPORT, feries=feries))
        le = report
    prudence_le, conseils = _prudence(fin, le, mode, doutes, feries)
    return DernierJour(
        depart=point.le,
        duree=comptee,
        decompte=mode,
        le=le,
        prudence_le=prudence_le,
        etapes=(*etapes, *conseils),
        doutes=doutes,
    )


def birth(depart: date | PointDeDepart, duree: Duree, *, article: str = articles.SILENCE) -> DernierJour:
    """Return the day on which silence becomes a decision: never carried over, since nothing has to be done on that day."""
    point = depart if isinstance(depart, PointDeDepart) else PointDeDepart(le=depart)
    fin, suite, _ = _end(point.le, duree)
    etapes = (*point.etapes, Etape(genre=GenreEtape.DEPART, le=point.le, article=articles.DEPART), *suite)
    nee = Etape(genre=GenreEtape.NAISSANCE, le=fin, article=article)
    return DernierJour(depart=point.le, duree=duree, decompte=Decompte.BRUT, le=fin, prudence_le=fin, etapes=(*etapes, nee))


def before_end(
    fin_le: date, *, avant: Duree | None = None, viser: Duree | None = None, ouvre_le: date | None = None, feries: Feries = Feries.COMMUN
) -> DernierJour:
    """Return the last day to act before something ends.

    `avant` is how long before the end the law shuts the door (None: at the end itself), `viser` how long before it one should aim (None: as late as the
    last worked day), `ouvre_le` the first day on which one may (None: any). A term of its own: no carry-over.
    """
    _check(fin_le, avant or viser or Duree(jours=1))
    le = fin_le if avant is None else avant.before(fin_le)
    etapes = [Etape(genre=GenreEtape.FIN, le=fin_le)]
    if avant is not None:
        etapes.append(Etape(genre=GenreEtape.AVANT_FIN, avant=fin_le, le=le, duree=avant))
    prudence_le = min(le, viser.before(fin_le)) if viser is not None else le
    ouvert = last_worked(prudence_le, feries)
    if ouvre_le is not None and ouvert < ouvre_le <= le:
        ouvert = min(next_worked(ouvre_le, feries), le)
    if viser is not None:
        etapes.append(Etape(genre=GenreEtape.VISER, avant=fin_le, le=ouvert, duree=viser))
    elif ouvert != le:
        etapes.append(Etape(genre=GenreEtape.PRUDENCE_FERME, avant=le, le=ouvert, feries=feries))
    return DernierJour(depart=fin_le, duree=avant, decompte=Decompte.BRUT, le=le, prudence_le=ouvert, etapes=tuple(etapes))


def declaration_day(depart: date, duree: Duree, *, feries: Feries = Feries.COMMUN) -> DernierJour:
    """Return when the next declaration is due, whose exact day each office sets: the first worked day of its month is the one to aim at."""
    dit = last_day(depart, duree, Decompte.BRUT, feries=feries)
    debut = next_worked(dit.le.replace(day=1), feries)
    vise = debut if debut <= dit.le else last_worked(dit.le, feries)
    etapes = tuple(etape for etape in dit.etapes if etape.genre is not GenreEtape.PRUDENCE_FERME)
    return replace(dit, prudence_le=vise, etapes=(*etapes, Etape(genre=GenreEtape.PRUDENCE_DEBUT_DE_MOIS, avant=dit.le, le=vise)))


def _end(depart: date, duree: Duree) -> tuple[date, list[Etape], bool]:
    """Return the day of the same number, the steps to it, and whether that number is missing in its month."""
    _check(depart, duree)
    mois, jours = Duree(ans=duree.ans, mois=duree.mois), Duree(semaines=duree.semaines, jours=duree.jours)
    etapes, le, manque = [], depart, False
    if mois != Duree():
        le = mois.after(depart)
        manque = le.day != depart.day
        genre = GenreEtape.QUANTIEME if manque else GenreEtape.DUREE
        etapes.append(Etape(genre=genre, avant=depart, le=le, duree=mois, article=articles.DUREE))
    if jours != Duree():
        avant, le = le, jours.after(le)
        etapes.append(Etape(genre=GenreEtape.DUREE, avant=avant, le=le, duree=jours, article=articles.DUREE))
    return le, etapes, manque


def _prudence(fin: date, le: date, mode: Decompte, doutes: frozenset[Doute], feries: Feries) -> tuple[date, list[Etape]]:
    """Return the day to aim at, and the steps that say why."""
    ouvert = last_worked(fin, feries)
    if Doute.FIN_DE_MOIS in doutes:
        return ouvert, [Etape(genre=GenreEtape.PRUDENCE_FIN_DE_MOIS, avant=le, le=ouvert)]
    if Doute.REPORT in doutes and ouvert != le:
        return ouvert, [Etape(genre=GenreEtape.PRUDENCE_REPORT, avant=le, le=ouvert)]
    if mode is Decompte.BRUT and ouvert != fin:
        return ouvert, [Etape(genre=GenreEtape.PRUDENCE_FERME, avant=fin, le=ouvert, feries=feries)]
    if Doute.JOUR_DE_PLUS in doutes:
        return le, [Etape(genre=GenreEtape.PRUDENCE_JOUR_DE_PLUS, le=le)]
    return le, []


def _check(depart: date, duree: Duree) -> None:
    if not PREMIERE_ANNEE <= depart.year <= DERNIERE_ANNEE or duree.ans * 12 + duree.mois > MOIS_MAX or duree.semaines * 7 + duree.jours > JOURS_MAX:
        raise DayOutOfReachError
