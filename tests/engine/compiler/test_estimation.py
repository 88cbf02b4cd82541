"""A check-up answered by a compiled month says, to the cent and to the word, what the interpreter says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from droits_ouverts.engine.compiler.build import compile_bilan
from droits_ouverts.engine.courbe_calcul import compute
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.variantes import Loi, ready
from droits_ouverts.engine.serialize import estimation_to_dict
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import read

MOIS = "2026-11"
PARENT = {
    "personnes": [
        {"id": "a", "role": "demandeur", "faits": {"date_naissance": "1990-01-15", "activite": "actif", "salaire_net": 900}},
        {"id": "b", "role": "enfant", "faits": {"date_naissance": "2020-06-01"}},
    ],
    "menage": {"commune": "69259", "statut_occupation_logement": "locataire_hlm", "loyer": 420},
    "famille": {"droits_recus": ["asf"]},
}
JEUNE = {"personnes": [{"id": "a", "role": "demandeur", "faits": {"date_naissance": "2003-05-15", "activite": "inactif"}}], "menage": {"commune": "69387"}}


def _situation(menage: dict[str, Any]) -> Situation:
    return read({"format": "droits-ouverts/questionnaire/1", "mois": MOIS, **menage}, MOIS)


@cache
def _loi() -> Loi:
    programme = compile_bilan(MOIS)
    assert not programme.refus
    return ready(programme, Execution(programme))


def _said(engine: Engine, situation: Situation) -> tuple[str, dict[str, Any]]:
    dit: dict[str, Any] = estimation_to_dict(engine.estimate(situation))
    return dit.pop("moteur"), dit


@pytest.mark.parametrize("menage", [PARENT, JEUNE], ids=["parent", "jeune"])
def test_the_programme_answers_as_the_interpreter(menage: dict[str, Any]) -> None:
    situation = _situation(menage)
    qui, dit = _said(Engine(lois=lambda _mois: _loi()), situation)
    autre, attendu = _said(Engine(), situation)
    assert (qui, autre) == ("programme", "interpreteur")
    assert dit == attendu


class _Faux:
    """A computation that gives another rent allowance."""

    def run(self, population: Any) -> dict[str, Any]:
        sorties = dict(_loi().calculateur.run(population))
        sorties["aides_logement_montant"] = np.asarray(sorties["aides_logement_montant"]) + 1
        return sorties


def test_a_programme_that_is_wrong_by_a_euro_is_seen() -> None:
    situation = _situation(PARENT)
    fausse = replace(_loi(), calculateur=_Faux())
    assert _said(Engine(lois=lambda _mois: fausse), situation)[1] != _said(Engine(), situation)[1]


def test_a_household_told_beyond_the_questionnaire_is_interpreted() -> None:
    situation = replace(_situation(JEUNE), historique={("salaire_net", "a"): {"2026-01": 100.0}})
    assert Engine(lois=lambda _mois: _loi()).estimate(situation).moteur == "interpreteur"


def test_a_month_without_programme_is_interpreted() -> None:
    assert Engine(lois=lambda _mois: None).estimate(_situation(JEUNE)).moteur == "interpreteur"


def test_an_answer_out_of_bounds_is_interpreted() -> None:
    situation = _situation({**JEUNE, "personnes": [{"id": "a", "role": "demandeur", "faits": {"date_naissance": "2003-05-15", "salaire_net": 900}}]})
    bornee = _loi().graph
    entrees = {**bornee.entrees, "salaire_net@0": replace(bornee.entrees["salaire_net@0"], maximum=500.0)}
    graph = replace(bornee, entrees=entrees)
    assert Engine(lois=lambda _mois: replace(_loi(), graph=graph, calculateur=Execution(graph))).estimate(situation).moteur == "interpreteur"


def test_the_curve_of_a_compiled_month_is_the_interpreters(monkeypatch: pytest.MonkeyPatch) -> None:
    situation = _situation(PARENT)
    attendue = compute(situation)
    monkeypatch.setattr("droits_ouverts.engine.copies_partagees.Copies", None)
    assert compute(situation, loi=_loi()) == attendue


def test_a_curve_that_is_wrong_by_a_euro_is_seen() -> None:
    situation = _situation(PARENT)
    assert compute(situation, loi=replace(_loi(), calculateur=_Faux())) != compute(situation)
