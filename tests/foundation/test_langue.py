"""The language in force, and what is written in it: months, numbers, amounts, sentences of the sources."""

from __future__ import annotations

import pytest
from django.utils import translation

from droits_ouverts.foundation import langue
from droits_ouverts.foundation.traduction import CATALOGUE, MOTEUR, QUESTIONNAIRE, UnknownDomainError, is_translated, translated

QUESTION = "Attendez-vous un enfant ?"


class TestTranslated:
    def test_a_text_of_the_sources_is_said_in_each_language(self) -> None:
        assert translated(QUESTION, QUESTIONNAIRE, "fr") == QUESTION
        assert translated(QUESTION, QUESTIONNAIRE, "en") not in {"", QUESTION}
        assert translated(QUESTION, QUESTIONNAIRE, "ar-dz") == translated(QUESTION, QUESTIONNAIRE, "ar") not in {"", QUESTION}

    @pytest.mark.parametrize("code", ["en", "ar", "ps"])
    def test_what_has_no_translation_stays_in_french(self, code: str) -> None:
        assert translated("Une phrase que personne n’a traduite.", CATALOGUE, code) == "Une phrase que personne n’a traduite."
        assert not is_translated("Une phrase que personne n’a traduite.", CATALOGUE, code)

    def test_the_empty_text_is_not_the_header_of_the_catalogue(self) -> None:
        assert translated("", QUESTIONNAIRE, "en") == ""

    def test_french_needs_no_translation(self) -> None:
        assert is_translated("Une phrase que personne n’a traduite.", CATALOGUE, "fr")
        assert is_translated(QUESTION, QUESTIONNAIRE, "ar")

    def test_an_unknown_domain_is_a_mistake(self) -> None:
        with pytest.raises(UnknownDomainError, match="questionaire"):
            translated(QUESTION, "questionaire", "en")


class TestCurrent:
    def test_it_is_the_page_s_language(self) -> None:
        with translation.override("ar"):
            assert langue.current() == "ar"
        with translation.override(None):
            assert langue.current() == "fr"

    def test_what_is_named_wins_over_the_page(self) -> None:
        with translation.override("ar"), langue.speaking("en-gb"):
            assert langue.current() == "en"
            assert langue.gettext("par mois") == "per month"
        assert langue.current() == "fr"


class TestWritten:
    @pytest.mark.parametrize(
        ("code", "mois", "euros", "plage", "nombre"),
        [
            ("fr", "novembre 2026", "1\u202f234\u00a0€", "216 à 1\u202f234\u00a0€", "1\u202f234,50"),
            ("en", "November 2026", "€1,234", "€216 to €1,234", "1,234.50"),
            ("ar", "نوفمبر 2026", "\u20661\u202f234\u00a0€\u2069", "\u2066216\u00a0€\u2069 إلى \u20661\u202f234\u00a0€\u2069", "\u20661\u202f234,50\u2069"),
        ],
    )
    def test_each_language_in_its_way(self, code: str, mois: str, euros: str, plage: str, nombre: str) -> None:
        with langue.speaking(code):
            assert langue.month_name("2026-11") == mois
            assert langue.euros(1234) == euros
            assert langue.euros_between(216, 1234) == plage
            assert langue.number(1234.5, 2) == nombre

    @pytest.mark.parametrize(("code", "expected"), [("fr", "-12\u00a0€"), ("en", "-€12"), ("ar", "\u2066-12\u00a0€\u2069")])
    def test_what_is_lost_keeps_its_sign(self, code: str, expected: str) -> None:
        with langue.speaking(code):
            assert langue.euros(-12) == expected

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("fr", ["0 droit à demander.", "1 droit à demander.", "2 droits à demander."]),
            ("en", ["0 rights to ask for.", "1 right to ask for.", "2 rights to ask for."]),
            ("ar", ["لا حق للطلب (0).", "حق واحد للطلب.", "حقان للطلب."]),
        ],
    )
    def test_numbers_agree(self, code: str, expected: list[str]) -> None:
        with langue.speaking(code):
            said = [langue.ngettext("{nombre} droit à demander.", "{nombre} droits à demander.", n).format(nombre=n) for n in range(3)]
        assert said == expected


def test_an_answer_of_the_engine_is_refused_in_the_language_of_the_screen() -> None:
    assert translated("« {valeur} » n'est pas un nombre entier.", MOTEUR, "en") == "“{valeur}” is not a whole number."
