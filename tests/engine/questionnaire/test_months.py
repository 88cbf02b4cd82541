"""Months as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.engine.questionnaire import months

ANY_MONTH = st.builds(lambda year, number: f"{year}-{number:02d}", st.integers(2020, 2030), st.integers(1, 12))


@given(ANY_MONTH, st.integers(-40, 40))
def test_shifting_there_and_back_is_nothing(mois: str, decalage: int) -> None:
    assert months.shift(months.shift(mois, decalage), -decalage) == mois


def test_the_window_is_the_reference_months_and_now() -> None:
    assert months.window("2026-02") == ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize("texte", ["2026-13", "2026-00", "1850-01", "9999-99", "2026", "novembre", "", "2026-1", "2026-11-01"])
def test_an_impossible_month_is_refused_with_what_was_written(texte: str) -> None:
    with pytest.raises(months.MonthError) as refused:
        months.parse(texte)

    assert texte in str(refused.value)


@pytest.mark.parametrize(("naissance", "age"), [(date(2004, 11, 1), 22), (date(2004, 11, 2), 21), (date(2026, 11, 1), 0), (date(1926, 12, 31), 99)])
def test_age_is_reached_on_the_first_day_of_the_month(naissance: date, age: int) -> None:
    assert months.age_in(naissance, "2026-11") == age


def test_a_month_is_named_in_full() -> None:
    assert months.name_of("2026-08") == "août 2026"
