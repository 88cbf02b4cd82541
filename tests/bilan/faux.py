"""A stand-in for the engine, at the contract of its port: it answers at once, from invented results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from droits_ouverts.bilan.ports import EtapeMoteur, EtatMoteur, MoteurEchecError, MoteurIndisponibleError
from droits_ouverts.engine.results import Estimation, GainReel, Intervalle
from tests.bilan.courbes import COURBE
from tests.bilan.eclairages import CALENDRIER, ECLAIRAGE
from tests.bilan.estimations import COMPLETE

if TYPE_CHECKING:
    from droits_ouverts.bilan.ports import Json
    from droits_ouverts.engine.courbe import Courbe
    from droits_ouverts.engine.programme.calendrier import Calendrier
    from droits_ouverts.engine.programme.eclairage import Eclairage


class FauxMoteur:
    """Answers `COMPLETE`, `COURBE`, `ECLAIRAGE` and `CALENDRIER`, or fails as told. `demandes` and the others keep what it was asked.

    `compile` False: no month is compiled.
    """

    def __init__(self) -> None:
        self.demandes: list[Json] = []
        self.courbes: list[tuple[Json, str]] = []
        self.eclairages: list[Json] = []
        self.calendriers: list[Json] = []
        self.gains: list[tuple[Json, str, float]] = []
        self.compile = True
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

    def eclairage(self, questionnaire: Json) -> Eclairage | None:
        self._check()
        self.eclairages.append(questionnaire)
        return ECLAIRAGE if self.compile else None

    def calendrier(self, questionnaire: Json) -> Calendrier | None:
        self._check()
        self.calendriers.append(questionnaire)
        return CALENDRIER if self.compile else None

    def gain_reel(self, questionnaire: Json, droit: str, montant: float) -> GainReel | None:
        self._check()
        self.gains.append((questionnaire, droit, montant))
        if not self.compile:
            return None
        net = Intervalle(min=montant - 100, max=montant - 80)
        return GainReel(droit=droit, mois="2026-11", montant=montant, net=net, reductions={"rsa": Intervalle(min=80.0, max=100.0)})

    def cas(self, questionnaire: Json, droit: str, dit: list[str]) -> str | None:
        self._check()
        return "".join(f"# {ligne}\n" for ligne in dit) + f"- name: {droit}\n" if self.compile else None

    def _check(self) -> None:
        if self.echoue:
            raise MoteurEchecError
        if not self.is_ready():
            raise MoteurIndisponibleError

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
