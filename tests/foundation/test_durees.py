"""Durations as the law writes them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from droits_ouverts.foundation.durees import Duree


class TestParse:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("P2M", "2\u00a0mois"),
            ("P15D", "15\u00a0jours"),
            ("P1D", "1\u00a0jour"),
            ("P6W", "6\u00a0semaines"),
            ("P1Y", "1\u00a0an"),
            ("P2Y", "2\u00a0ans"),
            ("P1Y6M", "1\u00a0an et 6\u00a0mois"),
            ("P1M10D", "1\u00a0mois et 10\u00a0jours"),
        ],
    )
    def test_reads_and_says_it_again(self, text: str, words: str) -> None:
        duree = Duree.parse(text)

        assert duree.iso == text
        assert str(duree) == words

    @pytest.mark.parametrize("text", ["", "P", "P0M", "2 mois", "PT48H", "P2M ", "P-2M", "p2m", "P1D2M", "P1.5M"])
    def test_refuses_the_rest(self, text: str) -> None:
        with pytest.raises(ValueError, match=rf"^{re.escape(text)}$"):
            Duree.parse(text)


class TestDays:
    @pytest.mark.parametrize(
        ("iso", "jour", "fin"),
        [
            ("P2Y", date(2024, 2, 29), date(2026, 2, 28)),
            ("P2Y", date(2022, 2, 28), date(2024, 2, 28)),
            ("P3M", date(2026, 11, 30), date(2027, 2, 28)),
            ("P1M", date(2026, 12, 31), date(2027, 1, 31)),
            ("P90D", date(2026, 1, 1), date(2026, 4, 1)),
            ("P1Y6M2W1D", date(2024, 8, 31), date(2026, 3, 15)),
        ],
    )
    def test_end_on_the_same_day_of_the_month_or_on_its_last(self, iso: str, jour: date, fin: date) -> None:
        assert Duree.parse(iso).after(jour) == fin

    @pytest.mark.parametrize("iso", ["P2Y", "P3M", "P18M", "P90D", "P1M3D"])
    def test_over_since_is_the_last_day_that_is_over(self, iso: str) -> None:
        duree = Duree.parse(iso)
        for n in range(1500):
            jour = date(2024, 1, 1) + timedelta(days=n)
            debut = duree.over_since(jour)

            assert duree.after(debut) <= jour < duree.after(debut + timedelta(days=1))

    def test_before_stops_at_the_last_day_of_a_shorter_month(self) -> None:
        assert Duree.parse("P1M").before(date(2026, 3, 31)) == date(2026, 2, 28)
