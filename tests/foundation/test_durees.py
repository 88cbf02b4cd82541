"""Durations as the law writes them."""

from __future__ import annotations

import re

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
