"""What the engine says from compiled months: none, then a little law; and the way over the socket."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from droits_ouverts.bilan.ports import MoteurIndisponibleError
from droits_ouverts.connectors.moteur import lois
from droits_ouverts.connectors.moteur.client import MoteurClient
from droits_ouverts.connectors.moteur.in_process import MoteurLocal, warmed
from droits_ouverts.connectors.moteur.serveur import WITH_ARGUMENT, Job, Serveur
from tests.bilan.eclairages import CALENDRIER, ECLAIRAGE
from tests.connectors.moteur.test_contract import QUESTIONNAIRE
from tests.engine.programme import petite_loi

if TYPE_CHECKING:
    from droits_ouverts.engine.programme.variantes import Loi

ECHOS = {"eclairage": ECLAIRAGE, "calendrier": CALENDRIER}


class Echo:
    """Answers the invented ones, or nothing."""

    def __init__(self, *, compile_: bool) -> None:
        self.compile = compile_

    def eclairage(self, _questionnaire: object) -> object:
        return ECLAIRAGE if self.compile else None

    def calendrier(self, _questionnaire: object) -> object:
        return CALENDRIER if self.compile else None


class TestNoCompiledMonth:
    @pytest.mark.parametrize("verb", ["eclairage", "calendrier"])
    def test_nothing_is_answered_and_nothing_fails(self, verb: str) -> None:
        assert getattr(warmed(), verb)(QUESTIONNAIRE) is None

    @pytest.mark.parametrize("verb", ["eclairage", "calendrier"])
    def test_a_cold_engine_does_not_answer(self, verb: str) -> None:
        with pytest.raises(MoteurIndisponibleError):
            getattr(MoteurLocal(), verb)(QUESTIONNAIRE)


class TestOverTheSocket:
    @pytest.mark.parametrize("compile_", [True, False])
    @pytest.mark.parametrize("verb", sorted(ECHOS))
    def test_what_leaves_arrives(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str, compile_: bool) -> None:
        serveur = Serveur(tmp_path / "s", mois="2026-11", moteur=cast("Any", Echo(compile_=compile_)))
        sortie = json.loads(json.dumps(serveur._compute(Job(verb=verb, argument={}, deadline=time.monotonic() + 5))))
        client = MoteurClient(tmp_path / "s")
        monkeypatch.setattr(client, "_ask", lambda _verb, _argument: sortie)

        assert getattr(client, verb)({}) == (ECHOS[verb] if compile_ else None)
        assert verb in WITH_ARGUMENT


class TestALittleLaw:
    @pytest.fixture(autouse=True)
    def petites_regles(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lois, "REGLES", petite_loi.REGLES)

    def loi(self, mois: str) -> Loi | None:
        return petite_loi.loi(mois) if mois <= "2027-12" else None

    def test_where_answers_turn(self) -> None:
        dit = lois.explained(petite_loi.situation(salaire=None), self.loi, petite_loi.pack)

        assert dit is not None
        assert any(b.code == "prime" and not b.ouvre and b.valeur.min <= petite_loi.FIN_PRIME <= b.valeur.max for b in dit.bascules)
        assert dit.completions > 1, "her wage was not said, and matters"

    def test_what_is_to_come(self) -> None:
        dit = lois.foreseen(petite_loi.situation(), self.loi, petite_loi.pack)

        assert dit is not None
        assert dit.jusqu_a == "2027-12"
        assert ("2027-06", "enfant") in [(e.mois, e.code) for e in dit.evenements]
