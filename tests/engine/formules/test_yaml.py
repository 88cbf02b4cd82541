"""The tests of our rights, in OpenFisca's own format, all folders in one run of OpenFisca's own runner."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from droits_ouverts.engine.formules.extension import RACINE, folders

LENTES = (
    "cej_allocation",
    "fsl_energie_eau",
    "fsl_maintien",
    "paje_cmg",
    "pass_sport",
    "prime_activite",
    "reversion_regime_general",
    "rsa",
    "rsj_metropole_lyon",
    "tcl_solidaire_gratuit",
    "tcl_solidaire_reduit",
)
"""Rights that read many others: two thirds of the time of the whole. One of their tests in three is run here, all of them in `preuves/formules.py`."""
PART = 1 if os.environ.get("FORMULES") == "toutes" else 3
CODES = [f"{code}/{PART}" if code in LENTES else code for code in folders()]
HALVES = (CODES[::2], CODES[1::2])


def run(codes: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the YAML tests of these rights in a process of their own, as `openfisca test` would."""
    command = [sys.executable, "-m", "droits_ouverts.engine.formules.run_tests", *codes]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=RACINE.parents[2])


@pytest.mark.parametrize("codes", HALVES, ids=["one half", "the other half"])
def test_every_folder_passes_its_openfisca_tests(codes: list[str]) -> None:
    outcome = run(codes)

    assert outcome.returncode == 0, outcome.stdout[-4000:] + outcome.stderr[-2000:]
    counted = re.search(r"(\d+) passed", outcome.stdout)
    assert counted
    assert int(counted.group(1)) >= len(codes)


def test_what_is_sampled_is_a_right() -> None:
    assert set(LENTES) <= set(folders())


def test_every_right_has_its_tests() -> None:
    assert [code for code in folders() if not (RACINE / code / "tests.yaml").exists()] == []


WRONG = """
- name: A ceiling of the law that is not the law's
  period: 2026-11
  input: {age: 30}
  output: {visale_locataire_plafond_salaire_inconnu: 0}
- name: An input that is not what it is
  period: 2026-11
  input: {sejour_regulier: false}
  output: {sejour_regulier: true}
"""


def test_a_wrong_output_turns_the_run_red(tmp_path: Path) -> None:
    target = tmp_path / "tests.yaml"
    target.write_text(WRONG, encoding="utf-8")

    outcome = run([str(target)])

    assert outcome.returncode == 1
    assert "2 failed" in outcome.stdout
