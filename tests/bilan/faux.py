"""A stand-in for the engine, at the contract of its port: it answers at once, from invented results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from droits_ouverts.bilan.ports import EtapeMoteur, EtatMoteur, MoteurEchecError, MoteurIndisponibleError
from tests.bilan.courbes import COURBE
from tests.bilan.estimations import COMPLETE

if TYPE_CHECKING:
    from droits_ouverts.bilan.ports import Json
    from droits_ouverts.engine.courbe import Courbe
    from droits_ouverts.engine.results import Estimation


class FauxMoteur:
    """Answers `COMPLETE` and `COURBE`, or fails as told. `demandes` and `courbes` keep what it was asked."""

    def __init__(self) -> None:
        self.demandes: list[Json] = []
        self.courbes: list[tuple[Json, str]] = []
        self.etape = EtapeMoteur.PRET
        self.echoue = False

    def etat(self) -> EtatMoteur:
        return EtatMoteur(etape=self.etape, attente=0 if self.etape is EtapeMoteur.PRET else 5)

    def is_ready(self) -> bool:
        return self.etape is EtapeMoteur.PRET

    def estimate(self, questionnaire: Json) -> Estimation:
        if self.echoue:
            raise MoteurEchecError
        if not self.is_ready():
            raise MoteurIndisponibleError
        self.demandes.append(questionnaire)
        return COMPLETE

    def courbe(self, questionnaire: Json, personne: str = "") -> Courbe:
        if self.echoue:
            raise MoteurEchecError
        if not self.is_ready():
            raise MoteurIndisponibleError
        self.courbes.append((questionnaire, personne))
        return replace(COURBE, personne=personne or COURBE.personne)

    def calculate(self, body: object) -> tuple[int, Json, str]:
        raise MoteurIndisponibleError

    def trace(self, body: object) -> tuple[int, Json]:
        raise MoteurIndisponibleError

    def spec(self) -> Json:
        raise MoteurIndisponibleError

    def variables(self) -> Json:
        raise MoteurIndisponibleError

    def variable(self, name: str) -> Json | None:
        raise MoteurIndisponibleError

    def parameters(self) -> list[tuple[str, str, object]]:
        raise MoteurIndisponibleError

    def parameter(self, name: str) -> Json | None:
        raise MoteurIndisponibleError

    def entities(self) -> Json:
        raise MoteurIndisponibleError


COURANT = FauxMoteur()


def moteur() -> FauxMoteur:
    """The one that the settings of a test name."""
    return COURANT
