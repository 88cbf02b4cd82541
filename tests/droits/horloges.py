"""Clocks of one right from a few facts, for the tests."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from droits_ouverts.delais import calcul
from droits_ouverts.delais.enums import Eloignement, Feries
from droits_ouverts.droits import horloges, horloges_recours
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.enums import Depart, Grade, Sens
from droits_ouverts.droits.horloges import clocks_of
from droits_ouverts.droits.horloges_fichier import load_horloges
from droits_ouverts.droits.horloges_types import Decision, EtatHorloge, FaitsDuDroit, GenreHorloge, Horloge, RegleHorloge, Statut, disorders
from droits_ouverts.foundation.errors import DomainError
from tests.delais.autre import walk

CATALOGUE = load_catalogue()
AUJOURDHUI = date(2026, 11, 27)


def clocks(code: str, statut: Statut, *, on: date = AUJOURDHUI, **faits: Any) -> dict[str, Horloge]:
    """The clocks of a right by their names, which are each used once."""
    found = clocks_of(CATALOGUE[code], FaitsDuDroit(statut=statut, **faits), on=on)
    assert len({horloge.cle for horloge in found}) == len(found)
    return {horloge.cle: horloge for horloge in found}


def kinds(found: dict[str, Horloge]) -> set[GenreHorloge]:
    """The kinds of clocks that run."""
    return {horloge.genre for horloge in found.values()}


APPELS = {GenreHorloge.RECOURS_PREALABLE, GenreHorloge.RECOURS_JURIDICTIONNEL}
COMPTEES = {*APPELS, GenreHorloge.SILENCE_RECOURS, GenreHorloge.PIECES, GenreHorloge.EXECUTION, GenreHorloge.CONTACT, GenreHorloge.SUIVI_VERSEMENT}


def broken_promises(code: str, faits: FaitsDuDroit, on: date) -> list[str]:
    """What the clocks of one right promise whatever the facts, and do not keep."""
    try:
        found = clocks_of(CATALOGUE[code], faits, on=on)
    except DomainError as refus:
        return [f"{code}: {refus}"]
    broken = [f"{code} {horloge.cle}: {broken}" for horloge in found for broken in _broken(horloge, faits, on)]
    if found and faits.statut is Statut.CLOS:
        broken.append(f"{code}: a closed right has clocks")
    if len({horloge.cle for horloge in found}) < len(found):
        broken.append(f"{code}: the same clock twice")
    return broken


def _broken(horloge: Horloge, faits: FaitsDuDroit, on: date) -> Iterator[str]:
    regle, calcul = horloge.regle, horloge.calcul
    if (calcul is not None) != (horloge.etat is EtatHorloge.COURT):
        yield "its state does not say whether it has a day"
    if bool(horloge.manque) != (horloge.etat in {EtatHorloge.SUSPENDUE, EtatHorloge.SANS_DATE}):
        yield "it does not say which fact is missing"
    if horloge.certaine:
        yield from _too_certain(horloge, faits)
    if calcul is None:
        return
    if calcul.prudence_le > calcul.le or (horloge.ouvre_le is not None and horloge.ouvre_le > calcul.le):
        yield "one is told to act after the last day, or before one may"
    if horloge.genre is GenreHorloge.SILENCE and regle.sens is Sens.ACCORD and _unproved(regle, faits):
        yield "a grant is counted from a day that nobody proved"
    if (
        horloge.genre in APPELS
        and calcul.depart > on
        and calcul.depart not in {faits.decision_le, faits.decision_notifiee_le, faits.recours_decision_notifiee_le}
    ):
        yield "a refusal is contested before it is born"
    if horloge.genre in COMPTEES and regle.duree is not None:
        loin = faits.eloignement if horloge.cle.endswith(".juge") else Eloignement.AUCUN
        marche = walk(calcul.depart, regle.duree, regle.decompte, alsace=faits.feries is Feries.ALSACE_MOSELLE, eloignement=loin)
        if marche != calcul.le:
            yield f"it ends on {calcul.le}, and the walk over the calendar on {marche}"


def _unproved(regle: RegleHorloge, faits: FaitsDuDroit) -> bool:
    return (faits.complet_le if regle.depart is Depart.DOSSIER_COMPLET else faits.recue_le) is None


def _too_certain(horloge: Horloge, faits: FaitsDuDroit) -> Iterator[str]:
    regle = horloge.regle
    dite = regle.enonce is None or (regle.enonce.grade is Grade.VERIFIE and not regle.supposee)
    if horloge.cle != "fin" and not dite:
        yield "it is certain of what nobody read"
    if horloge.cle == "fin" and faits.fin_le is None:
        yield "it is certain of an end that is guessed"
    if horloge.calcul is None or horloge.calcul.doutes or disorders(faits):
        yield "it is certain of what is debated"
    # Once filed in time by the earliest reading, what follows is counted from its own days.
    if regle.genre in APPELS and faits.decision in CONTESTEES and faits.decision_notifiee_le is None and faits.recours_depose_le is None:
        yield "it is certain of an appeal whose first day is not known"


PROPRES = 4 * tuple(delai.droit for liste in (load_horloges().pieces, load_horloges().contacts, load_horloges().executions) for delai in liste)
"""Rights that have a clock of their own, drawn more often so that each kind is met."""
CONTESTEES = {Decision.REFUS, Decision.PARTIELLE, Decision.TROP_PERCU}
DATES = tuple(field.name for field in fields(FaitsDuDroit) if field.name.endswith("_le"))


DEMANDE = {"deposee_le", "recue_le", "transmise_le", "pieces_demandees_le", "complet_le"}


def drawn_facts(de: random.Random) -> tuple[str, FaitsDuDroit, date]:
    """A right, facts and a day, drawn: dates follow each other two times out of three."""
    jours = [date(2024, 1, 1) + timedelta(days=de.randrange(1500)) for _ in DATES]
    if de.randrange(3):
        jours.sort()
    # Half of the rights are waiting for an answer: what comes after it is not there yet.
    attend = de.random() < 0.5
    part = de.choice((0.3, 0.6))
    connus = {nom: jour for nom, jour in zip(DATES, jours, strict=True) if de.random() < part and (nom in DEMANDE or not attend)}
    faits = FaitsDuDroit(
        statut=Statut.DEMANDE if attend else de.choice(tuple(Statut)),
        decision=None if attend else de.choice((None, *Decision)),
        voies_indiquees=de.choice((None, True, False)),
        sans_fin=de.random() < 0.1,
        renouvellement_automatique=de.choice((None, True, False)),
        eloignement=de.choice(tuple(Eloignement)),
        feries=de.choice(tuple(Feries)),
        **connus,
    )
    return de.choice((*CATALOGUE, *PROPRES)), faits, date(2024, 6, 1) + timedelta(days=de.randrange(1500))


SABOTAGES: dict[str, tuple[object, str, object]] = {
    "what is supposed is as good as read": (horloges_recours, "Grade", type("Tout", (), {"VERIFIE": Grade.A_VERIFIER})),
    "an appeal is sure whatever is known": (horloges, "appeals", lambda *a, sure, **k: horloges_recours.appeals(*a, sure=True, **k)),
    "a grant runs from the deposit": (horloges, "_start", lambda regle, faits: (faits.deposee_le, True, "deposee_le")),
    "dates out of order change nothing": (horloges, "disorders", lambda faits: ()),
    "distance counts for a first step": (horloges_recours, "last_day", lambda *a, **k: calcul.last_day(*a, **{**k, "eloignement": Eloignement.OUTRE_MER})),
    "a closed right goes on": (horloges, "Statut", type("Aucun", (), {**{un.name: un for un in Statut}, "CLOS": None})),
}
"""Faults planted in the clocks: each must break a promise."""


@contextmanager
def sabotaged(nom: str) -> Iterator[None]:
    """The clocks with one fault, while the block runs."""
    cible, attribut, faux = SABOTAGES[nom]
    with patch.object(cible, attribut, faux):
        yield
