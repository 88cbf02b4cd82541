"""No sequence of moves, corrections, two actors and erasures breaks the counts; and each planted fault does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from droits_ouverts.suivi import gestes, recepteurs, rules, services
from droits_ouverts.suivi.gestes import Chemin
from droits_ouverts.suivi.rules import Pas, Position
from tests.factories.structures import MembreFactory
from tests.suivi.machine import Monde, undone

pytestmark = pytest.mark.django_db


def lived(graine: int, combien: int) -> Monde:
    membre = MembreFactory.create()
    monde = Monde((membre, MembreFactory.create(structure=membre.structure)), Random(graine))  # noqa: S311  a life that can be lived again, not a secret
    for _ in range(combien):
        monde.act()
    return monde


class TestCounts:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(graine=st.integers(0, 10**9))
    def test_no_sequence_breaks_them(self, graine: int) -> None:
        with undone():
            monde = lived(graine, 40)

            assert monde.gaps() == []

    def test_a_life_meets_every_gesture(self) -> None:
        with undone():
            monde = lived(1, 150)

            assert set(monde.gestes) == {"ouvrir", "bouger", "corriger", "regarder", "effacer"}
            assert monde.gaps() == []


def _last_wins(moves: Sequence[Pas]) -> Position:
    """Corrections are forgotten."""
    return VRAIE([replace(pas, annule=None) for pas in moves if pas.annule is None])


def _opened_again(moves: Sequence[Pas]) -> Position:
    """What was there before counts as opened."""
    lue = VRAIE(moves)
    return replace(lue, ouvert_le=lue.ouvert_le or lue.verse_le)


def _stale(self: Chemin, now: Any) -> None:
    """What a correction takes back stays in the columns."""
    avant = self.droit.verse_le
    REPEAT(self, now)
    self.droit.verse_le = self.droit.verse_le or avant
    self.droit.save(update_fields=["verse_le"])


VRAIE, REPEAT = rules.position, Chemin._repeat

SABOTAGES: dict[str, tuple[Any, str, Any]] = {
    "corrections forgotten": (gestes.rules, "position", _last_wins),
    "what was there before is opened": (gestes.rules, "position", _opened_again),
    "columns that keep what was taken back": (Chemin, "_repeat", _stale),
    "two people at once": (services, "_check_unmoved", lambda chemin, rang_vu, *, voulu: None),
    "facts lost with an erased person": (recepteurs.suivis_effaces, "send", lambda **_reste: []),
}


class TestSabotage:
    @pytest.mark.parametrize("nom", list(SABOTAGES))
    def test_eachis_seen(self, monkeypatch: pytest.MonkeyPatch, nom: str) -> None:
        objet, attribut, faux = SABOTAGES[nom]
        monkeypatch.setattr(objet, attribut, faux)

        assert any(is_seen(graine) for graine in range(8))


def is_seen(graine: int) -> bool:
    """Tell whether a life shows the fault: counts that differ, an answer that the model does not expect, or the database that refuses."""
    with undone():
        try:
            return lived(graine, 80).gaps() != []
        except (AssertionError, DatabaseError):
            return True
