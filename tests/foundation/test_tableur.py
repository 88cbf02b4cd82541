"""Cells never become formulas: whatever is typed, in whatever place, with whatever is put before it."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from droits_ouverts.foundation import tableur
from droits_ouverts.foundation.tableur import cell, csv_headers, neutral, write_csv
from tests.foundation.formules import FORMULES
from tests.house.repo import PACKAGE, files, shown

COMPUTES = set("=+-@|%")


def computed(text: str) -> bool:
    """An independent judge: what a spreadsheet could take for a formula, once it took off what shows nothing."""
    bare = unicodedata.normalize("NFKC", text)
    bare = "".join(letter for letter in bare if not (letter.isspace() or unicodedata.category(letter) in {"Cf", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"}))
    return bare[:1] in COMPUTES


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


class TestEveryFormula:
    def test_is_kept_a_text(self) -> None:
        rows = read(write_csv(["mots", "fin"], [[text, "x"] for text in FORMULES]))[1:]

        assert len(FORMULES) > 2000
        assert [text for text, row in zip(FORMULES, rows, strict=True) if computed(row[0]) or row[1] != "x"] == []

    def test_in_a_header_too(self) -> None:
        assert read(write_csv(["=1+1"], []))[0] == ["'=1+1"]

    @given(text=st.text(max_size=40))
    @example(text="=1")
    @example(text="\ufeff＝1")
    @example(text='"\r\n=1')
    @settings(max_examples=400, deadline=None, database=None)
    def test_nor_is_any_text(self, text: str) -> None:
        rows = read(write_csv(["a", "b"], [[text, "fin"]]))

        assert len(rows) == 2
        assert not computed(rows[1][0])
        assert rows[1][1] == "fin"

    @given(text=st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1, max_size=30))
    @settings(max_examples=200, deadline=None, database=None)
    def test_words_are_left_as_they_are(self, text: str) -> None:
        assert neutral(text) == text


class TestValues:
    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (None, ""),
            (-3, "-3"),
            (Decimal("-12.50"), "-12,50"),
            (Decimal("1E+3"), "1000"),
            (date(2026, 11, 27), "2026-11-27"),
            ("D’été\r\nà deux", "D’été\nà deux"),
            ("-3", "'-3"),
        ],
    )
    def test_are_written_as_they_are_read_in_french(self, value: tableur.Cellule, written: str) -> None:
        assert cell(value) == written

    def test_a_row_too_short_is_a_mistake(self) -> None:
        with pytest.raises(ValueError, match="1 cells under 2 headers"):
            write_csv(["a", "b"], [["x"]])

    def test_the_file_is_to_be_kept(self) -> None:
        assert csv_headers("ecarts-2026")["Content-Disposition"] == 'attachment; filename="ecarts-2026.csv"'
        with pytest.raises(ValueError, match="x"):
            csv_headers('x"; filename="y')


class TestTheRulesBite:
    def test_without_the_mark(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tableur, "neutral", lambda text: text)
        rows = read(write_csv(["a"], [[text] for text in FORMULES]))[1:]

        assert any(computed(row[0]) for row in rows if row)

    def test_where_only_narrow_signs_are_known(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tableur, "neutral", lambda text: "'" + text if text[:1] in COMPUTES else text)

        assert computed(read(write_csv(["a"], [["＝1+1"]]))[1][0])


def test_no_room_writes_tables_by_itself() -> None:
    """`csv.writer` is called here alone."""
    writers = [
        shown(path) for path in files(".py", under=PACKAGE) if "csv.writer" in (source := path.read_text(encoding="utf-8")) or "csv.DictWriter" in source
    ]

    assert writers == ["droits_ouverts/foundation/tableur.py"]
