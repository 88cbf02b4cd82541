"""An anonymous test case: nobody's, reduced to what the right reads, and run for true by OpenFisca's own tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from droits_ouverts.engine import cas

FOYER: dict[str, Any] = {
    "mois": "2026-11",
    "personnes": [
        {"id": "awa", "role": "demandeur", "faits": {"date_naissance": "1990-03-17", "activite": "actif", "salaire_net": 934.56, "nationalite": "francaise"}},
        {"id": "moussa", "role": "enfant", "faits": {"date_naissance": "2018-12-23"}},
    ],
    "menage": {"commune": "69259", "statut_occupation_logement": "locataire_hlm", "loyer": 427},
    "famille": {"droits_recus": ["rsa"]},
}


class TestGeneralised:
    def test_nobody_is_left(self) -> None:
        general = cas.generalised(FOYER)

        assert general is not None
        assert [une["id"] for une in general["personnes"]] == ["personne_1", "personne_2"]
        assert [une["faits"]["date_naissance"] for une in general["personnes"]] == ["1990-11-01", "2019-11-01"]
        assert general["personnes"][0]["faits"]["salaire_net"] == 930
        assert (general["menage"]["commune"], general["menage"]["loyer"]) == ("69123", 430)
        assert "droits_recus" not in general["famille"]

    @pytest.mark.parametrize(
        ("naissance", "attendue"), [("1990-11-01", "1990-11-01"), ("1990-11-02", "1991-11-01"), ("1990-10-31", "1990-11-01"), ("2026-11-20", "2026-11-01")]
    )
    def test_the_age_in_years_stays(self, naissance: str, attendue: str) -> None:
        general = cas.generalised(FOYER | {"personnes": [{"id": "x", "role": "demandeur", "faits": {"date_naissance": naissance}}]})

        assert general is not None
        assert general["personnes"][0]["faits"]["date_naissance"] == attendue

    def test_a_commune_elsewhere_and_what_was_refused_are_gone(self) -> None:
        general = cas.generalised(FOYER | {"menage": {"commune": "38185", "loyer": {"refus": True}}})

        assert general is not None
        assert general["menage"] == {}

    def test_a_large_household_is_refused(self) -> None:
        assert cas.generalised(FOYER | {"personnes": FOYER["personnes"] * 4}) is None


def run(fichier: Path) -> int:
    """What OpenFisca's own runner of tests answers, with our rights beside its own."""
    return subprocess.run([sys.executable, "-m", "droits_ouverts.engine.formules.run_tests", str(fichier)], check=False, capture_output=True).returncode


def test_openfisca_runs_it(tmp_path: Path) -> None:
    texte = cas.case_of(FOYER, "prime_activite", dit=["Décision : 350 euros\npar mois."])

    assert texte is not None
    assert texte.startswith("# Décision : 350 euros par mois.\n")
    (lu,) = yaml.safe_load(texte)
    assert not {"awa", "moussa", "69259", "934.56", "1990-03-17"} & set(texte.replace("'", " ").replace(":", " ").split())
    assert lu["output"]["familles"]["famille"]["prime_activite_montant"] > 0
    fichier = tmp_path / "cas.yaml"
    fichier.write_text(texte, encoding="utf-8")
    assert run(fichier) == 0
    # A wrong amount is seen: the test really runs.
    fichier.write_text(texte.replace(str(lu["output"]["familles"]["famille"]["prime_activite_montant"]), "1.0"), encoding="utf-8")
    assert run(fichier) == 1
