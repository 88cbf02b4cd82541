"""A date typed in another language is the one that its writer meant."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import formats, translation


@pytest.mark.parametrize("langue", ["fr", "en", "ar"])
def test_the_day_comes_before_the_month_in_every_language(langue: str) -> None:
    with translation.override(langue):
        assert forms.DateField().clean("03/04/2026") == date(2026, 4, 3)
        assert formats.date_format(date(2026, 4, 3), "SHORT_DATE_FORMAT") == "03/04/2026"


@pytest.mark.parametrize(("langue", "expected"), [("fr", "3 mai 2026"), ("en", "3 May 2026"), ("ar", "3 مايو 2026")])
def test_a_day_in_words(langue: str, expected: str) -> None:
    with translation.override(langue):
        assert formats.date_format(date(2026, 5, 3)) == expected
