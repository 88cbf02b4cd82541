"""A formula that branches on data leaves its right to the interpreter, and its right only; nothing of it is frozen in the programme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from droits_ouverts.engine.compiler import build
from droits_ouverts.engine.compiler.appels import Appels
from droits_ouverts.engine.compiler.build import compile_bilan
from droits_ouverts.engine.compiler.parity import outputs_of
from droits_ouverts.engine.compiler.traced import RefusError
from droits_ouverts.engine.compiler.tracing import TracingSimulation
from droits_ouverts.engine.completions import Copie
from droits_ouverts.engine.copies_partagees import copies_of
from droits_ouverts.engine.courbe_calcul import compute
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme.copies import covers
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import Programme, ProgrammeError, from_bytes, to_bytes
from droits_ouverts.engine.programme.variantes import Loi, ready
from droits_ouverts.engine.serialize import courbe_to_dict, estimation_from_dict, estimation_to_dict
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import read
from tests.engine.compiler.plantees import AVANT, BRANCHE, BRANCHE_C, ORDRE, PREMIER, SIMPLE, planted

MOIS = "2026-11"
SALAIRES = ((0.0, 900.0), (500.0, 1500.0))
TOUTES = {regle.code: regle for regle in (AVANT, BRANCHE, BRANCHE_C, ORDRE, PREMIER, SIMPLE)}
BRANCHES = {"plantee_v_ouvre", "plantee_v_double"}


@pytest.fixture(autouse=True)
def plantees() -> Iterator[None]:
    with planted():
        yield


def _regles(*regles: Regle) -> dict[str, Regle]:
    return {regle.code: regle for regle in regles}


def _situation(salaire: float | None) -> Situation:
    faits = {"date_naissance": "1990-01-15", "activite": "actif", "ressources_stables": True, **({} if salaire is None else {"salaire_net": salaire})}
    return read({"format": "droits-ouverts/questionnaire/1", "mois": MOIS, "personnes": [{"id": "a", "role": "demandeur", "faits": faits}]}, MOIS)


def _loi(regles: Mapping[str, Regle]) -> tuple[Programme, Loi]:
    programme = compile_bilan(MOIS, regles=regles)
    # As it is read from its file.
    lu = from_bytes(to_bytes(programme), "essai")
    return lu, ready(lu, Execution(lu, natif=False))


@cache
def _kept(*codes: str) -> tuple[Programme, Loi]:
    return _loi(_regles(*(TOUTES[code] for code in codes)))


def _answers(regles: Mapping[str, Regle], loi: Loi | None) -> list[dict[str, list[Any]]]:
    """Every output, asked in the order of the rules, of households that earn little and of others that earn more."""
    dites = []
    for salaires in SALAIRES:
        copies = copies_of(_situation(None), [Copie({("salaire_net", "a"): salaire}) for salaire in salaires], regles, loi)
        dites.append({nom: copies.members(nom).astype(float).tolist() for nom in outputs_of(regles.values())})
    return dites


def test_the_right_that_branches_is_interpreted_and_the_others_are_compiled() -> None:
    regles = _regles(AVANT, SIMPLE, BRANCHE)
    programme, loi = _kept(*regles)
    assert set(programme.refus) == BRANCHES
    assert set(programme.graph.sorties) == {"plantee_jeune", "plantee_c", "plantee_simple"}
    assert programme.refus["plantee_v_double"] == (
        "plantee_v_double dépend de plantee_v, qui ne peut pas être compilée : one number is taken over all households (any, all, sum, max ...)."
    )
    assert set(loi.regles(regles)) == {"avant", "simple"}
    reponses = _answers(regles, loi)
    assert reponses == _answers(regles, None)
    assert [tour["plantee_v_double"] for tour in reponses] == [[[10.0], [10.0]], [[100.0], [300.0]]]


def test_an_estimate_says_who_answered_and_is_read_back() -> None:
    regles = _regles(SIMPLE, BRANCHE)
    situation = _situation(1500.0)
    programmee, interpretee = Engine(regles, lambda _mois: _kept(*regles)[1]).estimate(situation), Engine(regles).estimate(situation)
    dit, attendu = estimation_to_dict(programmee), estimation_to_dict(interpretee)
    assert (estimation_from_dict(dit), estimation_from_dict(attendu)) == (programmee, interpretee)
    assert (dit.pop("moteur"), attendu.pop("moteur")) == ("programme", "interpreteur")
    assert dit.pop("interpretes") == ("branche",)
    assert dit == attendu


def test_the_curve_is_the_interpreters() -> None:
    regles = _regles(SIMPLE, BRANCHE)
    situation = _situation(900.0)
    assert courbe_to_dict(compute(situation, regles=regles, loi=_kept(*regles)[1])) == courbe_to_dict(compute(situation, regles=regles))


def test_what_depends_on_the_order_after_a_refused_formula_is_left_to_the_interpreter() -> None:
    regles = _regles(BRANCHE, SIMPLE, ORDRE)
    programme, loi = _loi(regles)
    assert set(programme.refus) == {*BRANCHES, "plantee_c"}
    assert programme.refus["plantee_c"].startswith("plantee_c dépend de l'ordre des calculs, et plantee_v, calculée avant,")
    assert programme.construction["rappel"] == ["plantee_v_ouvre", "plantee_v_double", "plantee_c"]
    assert loi.interpreted(regles) == ("branche", "ordre")
    assert _answers(regles, loi) == _answers(regles, None)


def test_sabotaged_where_the_order_is_forgotten_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    regles = _regles(BRANCHE, SIMPLE, ORDRE)
    monkeypatch.setattr(Appels, "order_dependent", lambda _self, refusees: frozenset(refusees))
    programme, loi = _loi(regles)
    assert "plantee_c" in programme.graph.sorties
    assert _answers(regles, loi) != _answers(regles, None)


def test_the_interpreter_is_asked_before_what_changes_the_refused_right() -> None:
    regles = _regles(PREMIER, SIMPLE, BRANCHE_C)
    programme, loi = _loi(regles)
    assert set(programme.refus) == {"plantee_v_c"}
    assert programme.construction["rappel"] == ["plantee_a", "plantee_v_c"]
    attendues = _answers(regles, None)
    assert _answers(regles, loi) == attendues
    assert _answers(regles, replace(loi, rappel=frozenset())) != attendues


def test_sabotaged_where_a_refused_value_is_frozen_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the refusal of a formula was dropped and the witnesses' default went on in its place."""
    vraie = TracingSimulation.calculate

    def figee(self: TracingSimulation, variable_name: str, period: Any) -> Any:
        try:
            return vraie(self, variable_name, period)
        except RefusError:
            if variable_name != "plantee_v":
                raise
            return np.full(self.recorder.tailles["individu"], 5.0, dtype=np.float32)

    monkeypatch.setattr(TracingSimulation, "calculate", figee)
    regles = _regles(SIMPLE, BRANCHE)
    programme, loi = _loi(regles)
    assert set(programme.graph.sorties) >= BRANCHES
    assert _answers(regles, loi) != _answers(regles, None)


def test_a_month_that_lacks_an_output_without_saying_so_answers_for_nothing() -> None:
    regles = _regles(SIMPLE, BRANCHE)
    _, loi = _kept(*regles)
    assert covers(loi, _situation(900.0), regles)
    assert not covers(loi, _situation(900.0), {**regles, "ordre": ORDRE})


def test_nothing_left_is_no_programme() -> None:
    with pytest.raises(ProgrammeError, match="plantee_v"):
        compile_bilan(MOIS, regles=_regles(BRANCHE))


def test_a_formula_that_fails_on_traced_arrays_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def casse(_individu: Any, _period: Any) -> Any:
        raise ZeroDivisionError("rien")

    variable = build.system().variables["plantee_simple"]
    monkeypatch.setattr(variable, "formulas", type(variable.formulas)(dict.fromkeys(variable.formulas, casse)))
    programme = compile_bilan(MOIS, regles=_regles(SIMPLE))
    assert programme.refus == {"plantee_simple": "plantee_simple ne peut pas être compilée : ZeroDivisionError: rien."}
    assert set(programme.graph.sorties) == {"plantee_jeune"}
