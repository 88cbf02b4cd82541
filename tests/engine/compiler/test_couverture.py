"""What random households reach of the law: every condition met and not met, every amount, or a line of docs/compilateur/couverture.md."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from droits_ouverts.engine.compiler.parity import interpret, outputs_of, unreached
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme.tirage import draw, situations_of
from droits_ouverts.engine.situation import Situation

pytestmark = pytest.mark.xdist_group("openfisca")

COUVERTURE = Path(__file__).parents[3] / "docs" / "compilateur" / "couverture.md"
MOIS = ("2025-06", "2026-10")
FOYERS = 900


@pytest.fixture(scope="module")
def sorties() -> tuple[str, ...]:
    return outputs_of(REGLES.values())


@pytest.fixture(scope="module")
def tires() -> dict[str, list[Situation]]:
    return {mois: situations_of(draw(mois, FOYERS, graine=4), mois) for mois in MOIS}


@pytest.fixture(scope="module")
def resultats(tires: dict[str, list[Situation]], sorties: tuple[str, ...]) -> list[dict[str, np.ndarray]]:
    return [interpret(situations, sorties) for situations in tires.values()]


def listed() -> set[tuple[str, str]]:
    return {(variable, jamais) for variable, jamais in re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", COUVERTURE.read_text(), re.MULTILINE)}


def test_what_is_not_reached_is_what_the_page_lists(resultats: list[dict[str, np.ndarray]]) -> None:
    assert unreached(resultats) == listed()


def test_a_condition_that_nobody_misses_any_more_is_seen(resultats: list[dict[str, np.ndarray]]) -> None:
    gele = [{**r, "lep_condition_majeur": np.ones_like(r["lep_condition_majeur"])} for r in resultats]

    assert unreached(gele) - listed() == {("lep_condition_majeur", "not met")}


def test_a_household_among_a_crowd_is_answered_as_alone(
    tires: dict[str, list[Situation]], resultats: list[dict[str, np.ndarray]], sorties: tuple[str, ...]
) -> None:
    mois = MOIS[1]
    rang = max(range(FOYERS), key=lambda i: len(tires[mois][i].personnes))

    seul = interpret([tires[mois][rang]], sorties)

    for nom, valeurs in seul.items():
        debut = sum(size(situation, nom) for situation in tires[mois][:rang])
        assert np.array_equal(valeurs, resultats[1][nom][debut : debut + len(valeurs)]), nom


def size(situation: Situation, sortie: str) -> int:
    from droits_ouverts.engine.interpreter import system
    from droits_ouverts.engine.questionnaire.types import Entite

    return len(situation.ids(Entite(system().variables[sortie].entity.key)))
