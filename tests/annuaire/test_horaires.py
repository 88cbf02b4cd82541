"""Opening hours: what is read, what stays unknown, days that are holidays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.annuaire.enums import Ouverture
from droits_ouverts.annuaire.horaires import is_open, read, week
from droits_ouverts.delais import feries

LUNDI = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001  hours are local


@pytest.mark.parametrize(
    ("texte", "heures", "dit"),
    [
        ("Mo-Fr 08:30-12:00,13:30-17:00", 0, Ouverture.OUVERT),
        ("Mo-Fr 08:30-12:00,13:30-17:00", 3, Ouverture.FERME),
        ("Mo-Fr 08:30-12:00, 13:30-17:00", 5, Ouverture.OUVERT),
        ("Tu,Th 09:00-12:00", 0, Ouverture.FERME),
        ("Tu,Th 09:00-12:00", 24, Ouverture.OUVERT),
        ("Fr-Mo 09:00-12:00", 0, Ouverture.OUVERT),
        ("09:00-12:00", 0, Ouverture.OUVERT),
        ("24/7", 15, Ouverture.OUVERT),
        ("Mo-Fr 09:00-18:00; Mo off", 0, Ouverture.FERME),
        ("Mo 22:00-02:00", 15, Ouverture.OUVERT),
        ("Mo 22:00-02:00", 17, Ouverture.FERME),
        ("Su 22:00-02:00", -9, Ouverture.OUVERT),
        ("Mo-Fr 9:00-12:00;", 0, Ouverture.OUVERT),
        ("", 0, Ouverture.INCONNU),
        ("sur rendez-vous", 0, Ouverture.INCONNU),
        ("Jan-Mar Mo 09:00-12:00", 0, Ouverture.INCONNU),
        ('Mo 09:00-12:00 "sur rendez-vous"', 0, Ouverture.INCONNU),
        ("Mo 09:00+", 0, Ouverture.INCONNU),
        ("Mo 25:00-27:99", 0, Ouverture.INCONNU),
        ("week 1-10 Mo 09:00-12:00", 0, Ouverture.INCONNU),
    ],
)
def test_is_open(texte: str, heures: int, dit: Ouverture) -> None:
    assert is_open(texte, LUNDI + timedelta(hours=heures)) is dit


def test_public_holidays_are_unknown_unless_the_hours_name_them() -> None:
    noel = datetime(2026, 12, 25, 10, 0)  # noqa: DTZ001  hours are local

    assert is_open("Mo-Su 09:00-18:00", noel) is Ouverture.INCONNU
    assert is_open("Mo-Su 09:00-18:00; PH off", noel) is Ouverture.FERME
    assert is_open("Mo-Su 09:00-18:00; PH 10:00-12:00", noel) is Ouverture.OUVERT


def test_the_holidays_are_those_of_time_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_open("Mo-Su 09:00-18:00", datetime(2026, 4, 6, 10, 0)) is Ouverture.INCONNU  # noqa: DTZ001  hours are local; Easter Monday
    monkeypatch.setattr(feries, "_MOBILES", ())
    feries.holidays.cache_clear()
    try:
        assert is_open("Mo-Su 09:00-18:00", datetime(2026, 4, 6, 10, 0)) is Ouverture.OUVERT  # noqa: DTZ001  same reason
    finally:
        monkeypatch.undo()
        feries.holidays.cache_clear()


def test_the_week_in_words() -> None:
    assert week("Mo 08:30-12:00; Tu 22:00-02:00") == [(0, (("08:30", "12:00"),)), (1, (("22:00", "02:00"),)), *((jour, ()) for jour in range(2, 7))]
    assert week("n'importe quoi") is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_unknown(texte: str) -> None:
    assert (is_open(texte, LUNDI) is Ouverture.INCONNU) or read(texte) is not None
