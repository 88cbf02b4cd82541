"""`programme test`: what it prints and its exit codes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest

from droits_ouverts.config.console import essais

if TYPE_CHECKING:
    from pathlib import Path

BON = "- {name: dix-huit ans, period: 2026-11, input: {age: 18}, output: {majeur: true}}\n"
FAUX = "- {name: dix-sept ans, period: 2026-11, input: {age: 17}, output: {majeur: true}}\n"
REFORME = "- {name: une réforme, period: 2026-11, input: {age: 17}, output: {majeur: true}, reforms: [a.b]}\n"


def options(*arguments: str | Path) -> argparse.Namespace:
    analyseur = argparse.ArgumentParser()
    essais.declare(analyseur.add_subparsers(), lambda _test: None)
    return analyseur.parse_args(["test", *(str(argument) for argument in arguments)])


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("CALCULS_DIR", raising=False)
    return tmp_path / "var"


def test_all_passed(tmp_path: Path, var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tests.yaml").write_text(BON + REFORME, encoding="utf-8")

    code = essais.run(options(tmp_path / "tests.yaml"))

    sortie = capsys.readouterr().out
    assert code == 0
    assert "tests.yaml : 1 réussi, 0 échec, 1 non couvert" in sortie
    assert "1 il applique une réforme" in sortie
    assert "Total, 2 essais : 1 réussi, 0 échec, 1 non couvert" in sortie
    assert list((var / "programmes" / "essais").glob("*.programme"))


def test_a_failure_is_told_and_whether_openfisca_fails_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tests.yaml").write_text(BON + FAUX, encoding="utf-8")

    code = essais.run(options(tmp_path / "tests.yaml", "--contre"))

    sortie = capsys.readouterr().out
    assert code == 1
    assert "échec n° 2 « dix-sept ans » [OpenFisca y échoue aussi]" in sortie
    assert "Total, 2 essais : 1 réussi, 1 échec, 0 non couvert" in sortie


def test_a_folder_is_read_without_the_parameters_of_the_law(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "droit" / "parametres").mkdir(parents=True)
    (tmp_path / "droit" / "tests.yaml").write_text(BON, encoding="utf-8")
    (tmp_path / "droit" / "parametres" / "montant.yaml").write_text("values: {}\n", encoding="utf-8")

    assert essais.run(options(tmp_path / "droit")) == 0
    assert "Total, 1 essai : 1 réussi" in capsys.readouterr().out


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert essais.run(options(tmp_path / "absent.yaml")) == 2
    assert "n'existe pas. Vérifiez son nom" in capsys.readouterr().err
