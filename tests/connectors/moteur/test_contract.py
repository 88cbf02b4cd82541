"""The same questions to the engine in this process and to the engine behind its socket: one contract, two implementations."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from droits_ouverts.bilan.ports import EtapeMoteur, Moteur, MoteurIndisponibleError, MoteurTropLongError
from droits_ouverts.connectors.moteur.client import MoteurClient
from droits_ouverts.connectors.moteur.in_process import MENAGE_D_ESSAI, PERSONNES_MAX, MoteurLocal, warmed
from droits_ouverts.engine.courbe import Courbe
from droits_ouverts.engine.results import Estimation
from droits_ouverts.engine.situation import SituationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUESTIONNAIRE = {**MENAGE_D_ESSAI, "mois": "2026-11"}
START_MAX = 120
"""Seconds: OpenFisca is read from a cold disk, on a machine that may be doing other things."""


def launch(path: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "droits_ouverts.connectors.moteur.serveur", "--socket", str(path), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": os.getcwd()})  # noqa: PTH109


def wait_ready(client: MoteurClient) -> list[EtapeMoteur]:
    seen: list[EtapeMoteur] = []
    limit = time.monotonic() + START_MAX
    while time.monotonic() < limit:
        etape = client.etat().etape
        if etape not in seen:
            seen.append(etape)
        if etape is EtapeMoteur.PRET:
            return seen
        time.sleep(0.05)
    pytest.fail(f"the worker wasn't ready after {START_MAX} s; it went through {seen}")


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, subprocess.Popen[str], list[EtapeMoteur]]]:
    # A folder too deep for the address of a socket: the worker and its client must cope.
    path = tmp_path_factory.mktemp("moteur").joinpath("d" * 60, "e" * 60, "moteur.sock")
    path.parent.mkdir(parents=True)
    # What a killed worker leaves behind.
    path.touch()
    process = launch(path)
    seen = wait_ready(MoteurClient(path))
    yield path, process, seen
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(params=["in_process", "socket"])
def moteur(request: pytest.FixtureRequest) -> Moteur:
    if request.param == "in_process":
        return warmed()
    return MoteurClient(request.getfixturevalue("worker")[0])


class TestBothEngines:
    def test_fulfil_the_protocol(self, moteur: Moteur) -> None:
        assert isinstance(moteur, Moteur)

    def test_say_that_they_are_ready(self, moteur: Moteur) -> None:
        state = moteur.etat()

        assert moteur.is_ready()
        assert state.etape is EtapeMoteur.PRET
        assert state.attente == 0
        assert state.versions["openfisca-france"] == "176.1.8"

    def test_estimate_a_household(self, moteur: Moteur) -> None:
        estimation = moteur.estimate(QUESTIONNAIRE)

        assert isinstance(estimation, Estimation)
        assert estimation.mois == "2026-11"
        assert estimation == warmed().estimate(QUESTIONNAIRE)

    def test_refuse_a_household_that_cannot_be_read(self, moteur: Moteur) -> None:
        document: dict[str, Any] = {**QUESTIONNAIRE, "menage": {"loyer": -300}}

        with pytest.raises(SituationError) as caught:
            moteur.estimate(document)

        assert [(error.chemin, error.valeur) for error in caught.value.errors] == [("menage.loyer", -300)]
        assert "-300" in caught.value.errors[0].message

    @pytest.mark.parametrize("document", [None, [], "awa", 3, {}])
    def test_refuse_what_is_no_household(self, moteur: Moteur, document: Any) -> None:
        with pytest.raises(SituationError):
            moteur.estimate(document)

    def test_draw_a_curve(self, moteur: Moteur) -> None:
        courbe = moteur.courbe(QUESTIONNAIRE)

        assert isinstance(courbe, Courbe)
        assert (courbe.mois, courbe.personne, courbe.salaire_actuel) == ("2026-11", "essai", 900.0)
        assert courbe == warmed().courbe(QUESTIONNAIRE, "essai")

    @pytest.mark.parametrize("personne", ["enfant", "nobody", "3"])
    def test_refuse_a_curve_of_somebody_who_has_none(self, moteur: Moteur, personne: str) -> None:
        with pytest.raises(SituationError):
            moteur.courbe(QUESTIONNAIRE, personne)

    @pytest.mark.parametrize("document", [None, [], {}])
    def test_refuse_a_curve_of_no_household(self, moteur: Moteur, document: Any) -> None:
        with pytest.raises(SituationError):
            moteur.courbe(document)

    def test_calculate(self, moteur: Moteur) -> None:
        body = {"individus": {"a": {"date_naissance": {"ETERNITY": "2000-01-01"}, "age": {"2026-11": None}}}}

        assert moteur.calculate(body) == (
            200,
            {"individus": {"a": {"date_naissance": {"ETERNITY": "2000-01-01"}, "age": {"2026-11": 26}}}},
            "openfisca",
        )

    def test_calculate_refuses_as_openfisca(self, moteur: Moteur) -> None:
        status, error, _ = moteur.calculate({"individus": {"a": {"lune": {"2026-11": 1}}}})

        assert status == 404
        assert "lune" in error["individus"]["a"]  # type: ignore[index,operator]  # plain JSON

    def test_calculate_refuses_a_crowd(self, moteur: Moteur) -> None:
        status, error, _ = moteur.calculate({"individus": {"a": {}}, "axes": [[{"count": PERSONNES_MAX + 1, "name": "age", "min": 0, "max": 9}]]})

        assert status == 413
        assert str(PERSONNES_MAX) in str(error["error"])

    def test_trace(self, moteur: Moteur) -> None:
        status, answer = moteur.trace({"individus": {"a": {"age": {"2026-11": None}}}})

        assert status == 200
        assert answer["requestedCalculations"] == ["age<2026-11>"]

    def test_describe_variables_parameters_and_entities(self, moteur: Moteur) -> None:
        assert moteur.variables()["rsa"]
        assert moteur.variable("age")["definitionPeriod"] == "MONTH"  # type: ignore[index]  # it exists
        assert moteur.variable("lune") is None
        assert ("marche_travail.salaire_minimum.smic.smic_b_horaire", "marche_travail/salaire_minimum/smic/smic_b_horaire") in [
            row[:2] for row in moteur.parameters()
        ]
        assert "values" in moteur.parameter("marche_travail/salaire_minimum/smic/smic_b_horaire")  # type: ignore[operator]  # it exists
        assert moteur.parameter("lune") is None
        assert set(moteur.entities()) == {"individu", "famille", "foyer_fiscal", "menage"}

    def test_give_the_openapi_document(self, moteur: Moteur) -> None:
        spec = moteur.spec()

        assert str(spec["openapi"]).startswith("3")
        assert "/calculate" in spec["paths"]  # type: ignore[operator]  # plain JSON


class TestTheWorkerProcess:
    def test_told_its_state_while_it_warmed(self, worker: tuple[Path, subprocess.Popen[str], list[EtapeMoteur]]) -> None:
        seen = worker[2]

        assert EtapeMoteur.CHARGEMENT in seen or EtapeMoteur.CHAUFFE in seen
        assert seen[-1] is EtapeMoteur.PRET

    def test_stops_what_is_too_long_and_answers_the_next(self, worker: tuple[Path, subprocess.Popen[str], list[EtapeMoteur]]) -> None:
        with pytest.raises(MoteurTropLongError):
            MoteurClient(worker[0], delai=0.05).estimate(QUESTIONNAIRE)

        assert MoteurClient(worker[0]).estimate(QUESTIONNAIRE).mois == "2026-11"

    def test_killed_and_started_again(self, tmp_path: Path) -> None:
        path = tmp_path / "moteur.sock"
        first = launch(path)
        limit = time.monotonic() + START_MAX
        while MoteurClient(path).etat().etape is EtapeMoteur.ABSENT and time.monotonic() < limit:
            time.sleep(0.05)
        first.kill()
        first.communicate(timeout=20)

        second = launch(path)

        try:
            assert wait_ready(MoteurClient(path))[-1] is EtapeMoteur.PRET
            # Its state is told a moment before its log: terminated at once, it would not have said it. A calculation is served after.
            assert MoteurClient(path).calculate({"individus": {"a": {"age": {"2026-11": None}}}})[0] == 200
        finally:
            second.terminate()
            _, log = second.communicate(timeout=20)
        assert "prêt en" in log
        assert second.returncode == 0
        assert not path.exists()


class TestBeforeWarming:
    @pytest.fixture
    def cold(self) -> MoteurLocal:
        return MoteurLocal()

    def test_is_absent(self, cold: MoteurLocal) -> None:
        assert cold.etat().etape is EtapeMoteur.ABSENT
        assert not cold.is_ready()

    @pytest.mark.parametrize("verb", ["estimate", "calculate", "trace"])
    def test_answers_nothing(self, cold: MoteurLocal, verb: str) -> None:
        with pytest.raises(MoteurIndisponibleError):
            getattr(cold, verb)(QUESTIONNAIRE)
