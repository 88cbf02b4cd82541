"""The background door: compute one estimate. A page never waits for it; a fragment of the page does, beside."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar

from droits_ouverts import __version__
from droits_ouverts.bilan import selectors, services
from droits_ouverts.bilan.models import Estimation
from droits_ouverts.bilan.ports import MoteurEchecError, MoteurIndisponibleError
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.situation import SituationError

if TYPE_CHECKING:
    from droits_ouverts.bilan.ports import Json, Moteur
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.engine.courbe import Courbe
    from droits_ouverts.engine.programme.calendrier import Calendrier
    from droits_ouverts.engine.programme.eclairage import Eclairage

EN_MEME_TEMPS = 2
"""Estimates that one web process lets its threads wait for; the others stay free for pages."""

_places = threading.BoundedSemaphore(EN_MEME_TEMPS)

T = TypeVar("T")


@cache
def versions_of_rules() -> dict[str, str]:
    """Versions under which an estimate would be computed now, read from the installed packages (OpenFisca is not imported).

    `regles` is a digest of what the house knows of its rules: a rule added or checked again asks for a new estimate. `catalogue` is one of what it
    knows besides (papers, addresses, delays): noted, and never the reason of a new estimate (`selectors.NOTEES`).
    """
    return {
        "droits_ouverts": __version__,
        "regles": _digest(sorted(REGLES.items())),
        "catalogue": _digest(sorted(load_catalogue().items())),
        "openfisca_core": version("openfisca-core"),
        "openfisca_france": version("openfisca-france"),
    }


def _digest(valeur: object) -> str:
    return hashlib.sha256(repr(valeur).encode()).hexdigest()[:12]


def run_calendar(*, questionnaire: Json, moteur: Moteur) -> Calendrier | None:
    """Ask the engine for a calendar of rights, under the same limit as a curve; None where the month is not compiled. Nothing is stored."""
    return _asked(lambda: moteur.calendrier(questionnaire))


def run_light(*, questionnaire: Json, moteur: Moteur) -> Eclairage | None:
    """Ask the engine where answers turn and why conditions fail, under the same limit; None where the month is not compiled. Nothing is stored."""
    return _asked(lambda: moteur.eclairage(questionnaire))


def _asked(ask: Callable[[], T]) -> T:
    if not _places.acquire(blocking=False):
        raise MoteurIndisponibleError(retry_after=3)
    try:
        return ask()
    finally:
        _places.release()


def run_curve(*, questionnaire: Json, personne: str, moteur: Moteur) -> Courbe:
    """Ask the engine for a curve, at most as many at once as estimates. Nothing is stored. Raise `MoteurIndisponibleError`, `SituationError`."""
    return _asked(lambda: moteur.courbe(questionnaire, personne))


def run_estimate(*, estimation: Estimation, actor: Compte, moteur: Moteur, clock: Callable[[], datetime]) -> bool:
    """Compute and store an estimate, unless another request is at it or no place is free. Return True where it is now settled.

    A warming or absent engine gives the row back, to be tried again; a failure of the engine is noted as such.
    """
    if not _places.acquire(blocking=False):
        return False
    try:
        if not services.take_estimate(estimation_id=estimation.pk, now=clock()):
            return False
        questionnaire = selectors.open_situation(estimation)
        try:
            resultat = moteur.estimate(questionnaire)
        except (MoteurEchecError, SituationError):
            services.fail_estimate(estimation_id=estimation.pk, actor=actor, now=clock())
            return True
        except MoteurIndisponibleError:
            services.release_estimate(estimation_id=estimation.pk)
            return False
        services.store_estimate(estimation_id=estimation.pk, actor=actor, resultat=resultat, now=clock())
        return True
    finally:
        _places.release()
