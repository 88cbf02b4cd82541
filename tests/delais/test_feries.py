"""Public holidays, computed."""

from __future__ import annotations

from datetime import date

import pytest

from droits_ouverts.delais.enums import Feries
from droits_ouverts.delais.feries import easter, holiday_name, holidays, is_worked, last_worked, next_worked
from tests.delais.autre import day_of_week, easter_sunday


class TestEaster:
    @pytest.mark.parametrize(
        "jour", ["1818-03-22", "1943-04-25", "1981-04-19", "2000-04-23", "2008-03-23", "2024-03-31", "2026-04-05", "2038-04-25", "2049-04-18", "2285-03-22"]
    )
    def test_falls_on_days_that_are_known(self, jour: str) -> None:
        assert easter(int(jour[:4])).isoformat() == jour

    def test_is_the_sunday_after_the_moon_of_the_tables_for_four_centuries(self) -> None:
        assert [annee for annee in range(1900, 2301) if easter(annee) != easter_sunday(annee)] == []


class TestHolidays:
    def test_two_may_fall_on_one_day(self) -> None:
        # Ascension of 2008 was the first of May: one public holiday fewer that year.
        assert len(holidays(2008)) == 10
        assert holiday_name(date(2008, 5, 1)) == "fête du Travail"

    def test_alsace_and_moselle_have_two_more(self) -> None:
        ailleurs, la_bas = holidays(2026), holidays(2026, Feries.ALSACE_MOSELLE)

        assert sorted(la_bas.keys() - ailleurs.keys()) == [date(2026, 4, 3), date(2026, 12, 26)]
        assert is_worked(date(2026, 4, 3))
        assert not is_worked(date(2026, 4, 3), Feries.ALSACE_MOSELLE)

    def test_a_bridge_is_crossed_both_ways(self) -> None:
        # Christmas of 2026 is a Friday.
        assert next_worked(date(2026, 12, 25)) == date(2026, 12, 28)
        assert next_worked(date(2026, 12, 25), Feries.ALSACE_MOSELLE) == date(2026, 12, 28)
        assert last_worked(date(2026, 12, 27)) == date(2026, 12, 24)

    def test_days_of_the_week_are_those_of_the_other_implementation(self) -> None:
        assert all((day_of_week(date(2026, 12, jour)) in {"samedi", "dimanche"}) == (date(2026, 12, jour).weekday() > 4) for jour in range(1, 32))
