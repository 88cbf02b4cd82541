"""Agreements to share beside a reference: some sequences here, twenty thousand in `preuves/partage.py`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from droits_ouverts.personnes import rules_partage
from tests.personnes.modele_partage import PartageMachine, decor

TIRAGE = settings(
    max_examples=25,
    stateful_step_count=8,
    deadline=None,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _gens(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PartageMachine, "gens", decor(), raising=False)


def test_what_may_be_read_is_what_she_agreed_to() -> None:
    run_state_machine_as_test(PartageMachine, settings=TIRAGE)  # type: ignore[no-untyped-call]  # hypothesis gives no types here


@pytest.mark.parametrize(
    ("nom", "defaut"),
    [
        ("remaining", lambda termes: termes.portees),
        ("readable", lambda portees, profession: frozenset(portees)),
    ],
    ids=["withdrawals ignored", "secrecy ignored"],
)
def test_a_planted_defect_is_seen(monkeypatch: pytest.MonkeyPatch, nom: str, defaut: object) -> None:
    monkeypatch.setattr(rules_partage, nom, defaut)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(PartageMachine, settings=settings(TIRAGE, max_examples=200))  # type: ignore[no-untyped-call]  # same
