"""A check-up answered by a compiled month says, to the cent and to the word, what the interpreter says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from droits_ouverts.engine.courbe import Courbe
from droits_ouverts.engine.courbe_calcul import compute
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.variantes import Loi
from droits_ouverts.engine.serialize import estimation_to_dict
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import read
from tests.engine.conftest import MOIS

PARENT = {
    "personnes": [
        {"id": "a", "role": "demandeur", "faits": {"date_naissance": "1990-01-15", "activite": "actif", "salaire_net": 900}},
        {"id": "b", "role": "enfant", "faits": {"date_naissance": "2020-06-01"}},
    ],
    "menage": {"commune": "69259", "statut_occupation_logement": "locataire_hlm", "loyer": 420},
    "famille": {"droits_recus": ["asf"]},
}
JEUNE = {"personnes": [{"id": "a", "role": "demandeur", "faits": {"date_naissance": "2003-05-15", "activite": "inactif"}}], "menage": {"commune": "69387"}}
MENAGES = {"parent": PARENT, "jeune": JEUNE}


def _situation(menage: dict[str, Any]) -> Situation:
    return read({"format": "droits-ouverts/questionnaire/1", "mois": MOIS, **menage}, MOIS)


def _said(engine: Engine, situation: Situation) -> tuple[str, dict[str, Any]]:
    dit: dict[str, Any] = estimation_to_dict(engine.estimate(situation))
    return dit.pop("moteur"), dit


@cache
def _interpreted(qui: str) -> tuple[str, dict[str, Any]]:
    return _said(Engine(), _situation(MENAGES[qui]))


@cache
def _interpreted_curve() -> Courbe:
    return compute(_situation(PARENT))


class _Faux:
    """A computation that gives another rent allowance."""

    def __init__(self, loi: Loi) -> None:
        self.loi = loi

    def run(self, population: Any) -> dict[str, Any]:
        sorties = dict(self.loi.calculateur.run(population))
        sorties["aides_logement_montant"] = np.asarray(sorties["aides_logement_montant"]) + 1
        return sorties


@pytest.mark.parametrize("qui", MENAGES)
def test_the_programme_answers_as_the_interpreter(loi_du_mois: Loi, qui: str) -> None:
    moteur, dit = _said(Engine(lois=lambda _mois: loi_du_mois), _situation(MENAGES[qui]))
    autre, attendu = _interpreted(qui)
    assert (moteur, autre) == ("programme", "interpreteur")
    assert dit == attendu


def test_a_programme_that_is_wrong_by_a_euro_is_seen(loi_du_mois: Loi) -> None:
    fausse = replace(loi_du_mois, calculateur=_Faux(loi_du_mois))
    assert _said(Engine(lois=lambda _mois: fausse), _situation(PARENT))[1] != _interpreted("parent")[1]


def test_a_household_told_beyond_the_questionnaire_is_interpreted(loi_du_mois: Loi) -> None:
    situation = replace(_situation(JEUNE), historique={("salaire_net", "a"): {"2026-01": 100.0}})
    assert Engine(lois=lambda _mois: loi_du_mois).estimate(situation).moteur == "interpreteur"


def test_a_month_without_programme_is_interpreted() -> None:
    assert Engine(lois=lambda _mois: None).estimate(_situation(JEUNE)).moteur == "interpreteur"


def test_an_answer_out_of_bounds_is_interpreted(loi_du_mois: Loi) -> None:
    situation = _situation({**JEUNE, "personnes": [{"id": "a", "role": "demandeur", "faits": {"date_naissance": "2003-05-15", "salaire_net": 900}}]})
    bornee = loi_du_mois.graph
    entrees = {**bornee.entrees, "salaire_net@0": replace(bornee.entrees["salaire_net@0"], maximum=500.0)}
    graph = replace(bornee, entrees=entrees)
    etroite = replace(loi_du_mois, graph=graph, calculateur=Execution(graph))
    assert Engine(lois=lambda _mois: etroite).estimate(situation).moteur == "interpreteur"


def test_the_curve_of_a_compiled_month_is_the_interpreters(loi_du_mois: Loi, monkeypatch: pytest.MonkeyPatch) -> None:
    attendue = _interpreted_curve()
    monkeypatch.setattr("droits_ouverts.engine.copies_partagees.Copies", None)
    assert compute(_situation(PARENT), loi=loi_du_mois) == attendue


def test_a_curve_that_is_wrong_by_a_euro_is_seen(loi_du_mois: Loi) -> None:
    assert compute(_situation(PARENT), loi=replace(loi_du_mois, calculateur=_Faux(loi_du_mois))) != _interpreted_curve()
