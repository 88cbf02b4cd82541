"""A slice of the proof `preuves/essais.py`: our own tests of some rights, and one file of OpenFisca-France's where it was fetched, all of it compiled for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from droits_ouverts.engine.compiler import essais
from droits_ouverts.engine.compiler.build import compile_calcul
from droits_ouverts.engine.compiler.calculs import DepotCalculs
from droits_ouverts.engine.compiler.essais import Issue
from droits_ouverts.engine.interpreter import system

RACINE = Path(__file__).resolve().parents[3]
FORMULES = RACINE / "droits_ouverts" / "engine" / "formules"


@pytest.mark.parametrize("code", ["lep", "allocations_familiales", "daho"])
def test_our_own_tests_pass_compiled(code: str, tmp_path: Path) -> None:
    resultats = essais.run([FORMULES / code / "tests.yaml"], system=system(), depot=DepotCalculs(tmp_path), fabrique=compile_calcul)

    assert [(resultat.raison, resultat.essai.nom) for resultat in resultats if resultat.issue is not Issue.REUSSI] == []


@pytest.mark.parametrize("fichier", ["formulas/gratification_stage.yaml", "formulas/pass_culture.yaml"])
def test_openfiscas_tests_pass_compiled(fichier: str, tmp_path: Path) -> None:
    trouves = sorted((RACINE / "var" / "essais").glob(f"openfisca-france-*/tests/{fichier}"))
    if not trouves:
        pytest.skip("sh scripts/essais_openfisca.sh brings OpenFisca-France's own tests")

    resultats = essais.run(trouves[-1:], system=system(), depot=DepotCalculs(tmp_path), fabrique=compile_calcul)

    assert [(resultat.raison, resultat.essai.nom) for resultat in resultats if resultat.issue is not Issue.REUSSI] == []
