"""The day from which a limit runs, by the way a decision reached somebody, or a request reached an office. Pure.

A decision handed over runs from that very day, a Sunday too: the first day never counts, so that nobody loses by it.
"""

from __future__ import annotations

from datetime import date, timedelta

from droits_ouverts.delais import articles
from droits_ouverts.delais.calcul import birth
from droits_ouverts.delais.enums import GenreEtape
from droits_ouverts.delais.errors import DatesInDisorderError
from droits_ouverts.delais.types import DernierJour, Etape, PointDeDepart
from droits_ouverts.foundation.durees import Duree

GARDE = timedelta(days=15)
"""How long the post keeps a registered letter, and how long one has to open an electronic notification."""


def registered_letter(*, presentee_le: date, retiree_le: date | None = None) -> PointDeDepart:
    """Return the start for a registered letter: the day it was collected if within 15 days, else the day the postman first brought it.

    Collected after those days counts as not collected: the letter was to go back, and the earlier day is the prudent one.
    Raise `DatesInDisorderError` where it was collected before it came.
    """
    if retiree_le is None or retiree_le > presentee_le + GARDE:
        return _start(GenreEtape.RECOMMANDE_NON_RETIRE, presentee_le, presentee_le, articles.RECOMMANDE)
    _ordered(presentee_le, retiree_le)
    return _start(GenreEtape.RECOMMANDE_RETIRE, presentee_le, retiree_le, articles.RECOMMANDE)


def electronic(*, disponible_le: date, lu_le: date | None = None) -> PointDeDepart:
    """Return the start for an electronic notification that was agreed to: its first reading within 15 days, else the day it was put there.

    Raise `DatesInDisorderError` where it was read before it was there.
    """
    if lu_le is None or lu_le > disponible_le + GARDE:
        return _start(GenreEtape.EN_LIGNE_NON_LU, disponible_le, disponible_le, articles.EN_LIGNE)
    _ordered(disponible_le, lu_le)
    return _start(GenreEtape.EN_LIGNE_LU, disponible_le, lu_le, articles.EN_LIGNE)


def is_posted_in_time(*, poste_le: date, dernier_jour: DernierJour) -> bool:
    """Whether what was posted on a day is in time: the postmark counts, whenever it arrives.

    CRPA, art. L. 112-1; for an appeal to the court, CE, 13/05/2024, n° 466541; for an optional appeal, CE, 30/06/2025, n° 494573.
    """
    return poste_le <= dernier_jour.le


def implied_decision(
    *,
    apres: Duree,
    accord: bool,
    recue_le: date,
    transmise_le: date | None = None,
    pieces_demandees_le: date | None = None,
    complet_le: date | None = None,
) -> DernierJour | None:
    """Return the day on which silence becomes a grant (`accord`) or a refusal; None while it does not run, papers having been asked and not given.

    Counted from reception, never from posting. A grant waits for the whole file and for the right office; a refusal runs from the first office, whatever
    it is, and the time taken to give the papers asked for is left out (CRPA, art. L. 114-2, L. 114-3 and L. 114-5).
    Raise `DatesInDisorderError` where what comes after is dated before.
    """
    _ordered(recue_le, transmise_le)
    _ordered(recue_le, pieces_demandees_le, complet_le)
    if pieces_demandees_le is not None and complet_le is None:
        return None
    if accord:
        depart = max(jour for jour in (recue_le, transmise_le, complet_le) if jour is not None)
        return birth(depart, apres)
    if pieces_demandees_le is None or complet_le is None:
        return birth(recue_le, apres)
    neutres = Duree(jours=(complet_le - pieces_demandees_le).days)
    if not neutres.jours:
        return birth(recue_le, apres)
    point = PointDeDepart(
        le=recue_le, etapes=(Etape(genre=GenreEtape.PIECES, avant=pieces_demandees_le, le=complet_le, duree=neutres, article=articles.PIECES),)
    )
    return birth(point, Duree(ans=apres.ans, mois=apres.mois, semaines=apres.semaines, jours=apres.jours + neutres.jours))


def _start(genre: GenreEtape, avant: date, le: date, article: str) -> PointDeDepart:
    return PointDeDepart(le=le, etapes=(Etape(genre=genre, avant=avant, le=le, article=article),))


def _ordered(*jours: date | None) -> None:
    connus = [jour for jour in jours if jour is not None]
    if connus != sorted(connus):
        raise DatesInDisorderError
