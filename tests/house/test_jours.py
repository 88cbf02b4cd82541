"""A day in words is written in one place: the first of a month is ordinal in French, in pages as in what Python writes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from droits_ouverts.foundation.jours import date_format
from tests.house.repo import ROOT, files

DE_DJANGO = re.compile(
    r"from django\.utils\.formats import[^\n]*\bdate_format\b|\bformats\.date_format\(|from django\.utils\.dateformat|from django\.utils import[^\n]*\bdateformat\b"
)
ICI = ROOT / "droits_ouverts" / "foundation" / "jours.py"


def by_django(texte: str) -> list[str]:
    """Where a source writes a day with Django's own function."""
    return DE_DJANGO.findall(texte)


@pytest.mark.parametrize(
    ("jour", "dit"), [(date(2026, 1, 1), "1er janvier 2026"), (date(2026, 8, 11), "11 août 2026"), (date(2026, 12, 31), "31 décembre 2026")]
)
def test_the_first_of_a_month_is_ordinal(jour: date, dit: str) -> None:
    with translation.override("fr"):
        assert date_format(jour, "j F Y") == Template('{{ j|date:"j F Y" }}').render(Context({"j": jour})) == dit
        assert Template('{{ j|date:"l j F" }}').render(Context({"j": date(2026, 2, 1)})) == "dimanche 1er février"
        assert Template('{{ j|date:"j F Y, H:i" }}').render(Context({"j": datetime(2026, 3, 1, 10, 5, tzinfo=UTC)})) == "1er mars 2026, 11:05"


def test_only_in_french_and_only_a_day_in_words() -> None:
    with translation.override("en"):
        assert date_format(date(2026, 1, 1), "j F Y") == "1 January 2026"
    with translation.override("fr"):
        assert Template('{{ j|date:"Y-m-d" }}|{{ rien|date:"j F Y" }}').render(Context({"j": date(2026, 1, 1), "rien": None})) == "2026-01-01|"


def test_nothing_of_ours_writes_a_day_with_django_s_own_function() -> None:
    assert {str(path) for path in files(".py") if path != ICI and "tests" not in path.parts and by_django(path.read_text(encoding="utf-8"))} == set()


def test_it_would_be_seen() -> None:
    assert by_django("from django.utils.formats import date_format, time_format")
    assert by_django("texte = formats.date_format(jour)")
    assert not by_django("from droits_ouverts.foundation.jours import date_format")
