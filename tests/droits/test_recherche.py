"""Search: what people type, with the slips they make, finds the right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.droits import recherche
from droits_ouverts.droits.codes import CODES
from droits_ouverts.droits.enums import Famille
from droits_ouverts.droits.services import all_droits
from droits_ouverts.droits.synonymes import SYNONYMES
from droits_ouverts.droits.web.views import PROPOSES

# What is typed -> the right that must be among the first three.
TYPED = [
    ("RSA", "rsa"),
    ("rsa", "rsa"),
    ("revenu de solidarité active", "rsa"),
    ("revenue de solidarite", "rsa"),
    ("APL", "aides_logement"),
    ("aide au logment", "aides_logement"),
    ("loyer", "aides_logement"),
    ("je veux payer mon loyer", "aides_logement"),
    ("handicap", "aah"),
    ("adulte handicapé", "aah"),
    ("hendicap", "aah"),
    ("mutuelle", "c2s_sans_participation"),
    ("mutuele", "c2s_sans_participation"),
    ("CMU", "c2s_sans_participation"),
    ("C2S", "c2s_sans_participation"),
    ("dentiste", "c2s_sans_participation"),
    ("cantine", "cantine_periscolaire_venissieux"),
    ("cantinne", "cantine_college_metropole"),
    ("chomage", "are"),
    ("chômage", "are"),
    ("prime d'activité", "prime_activite"),
    ("prime d’activite", "prime_activite"),
    ("prime activté", "prime_activite"),
    ("alocation familiale", "allocations_familiales"),
    ("surandettement", "surendettement"),
    ("domicilliation", "domiciliation"),
    ("boite aux lettres", "domiciliation"),
    ("électrisité", "cheque_energie"),
    ("cheque energie", "cheque_energie"),
    ("avocat", "aide_juridictionnelle"),
    ("pension alimentaire", "asf"),
    ("parents isolés", "asf"),
    ("bébé", "paje_allocation_base"),
    ("enceinte", "paje_prime_naissance"),
    ("nounou", "paje_cmg"),
    ("etudient bourse", "bourse_crous"),
    ("minimum vieillesse", "aspa"),
    ("veuve", "reversion_regime_general"),
    ("sans papiers", "ame"),
    ("carte vitale", "puma_affiliation"),
    ("115", "hebergement_siao"),
    ("expulsion", "fsl_maintien"),
    ("métro", "tcl_solidaire_gratuit"),
    ("pass sport", "pass_sport"),
    ("HLM", "logement_social"),
    ("garant", "visale"),
]


class TestWhatPeopleType:
    @pytest.mark.parametrize(("typed", "code"), TYPED)
    def test_finds_the_right_among_the_first(self, typed: str, code: str) -> None:
        found = recherche.search(typed)

        assert code in [droit.code for droit in found.droits[:3]]
        assert not found.proches

    def test_an_acronym_finds_its_right_first(self) -> None:
        for typed, code in (("RSA", "rsa"), ("AAH", "aah"), ("ASPA", "aspa"), ("ASS", "ass"), ("PCH", "pch"), ("DALO", "dalo"), ("LEP", "lep")):
            assert recherche.search(typed).droits[0].code == code

    @pytest.mark.parametrize("droit", all_droits(), ids=lambda droit: droit.code)
    def test_each_right_is_found_first_or_so_by_its_own_name(self, droit: object) -> None:
        assert droit in recherche.search(droit.libelle).droits[:2]  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("housing", "aides_logement"),
            ("rent", "aides_logement"),
            ("baby", "paje_allocation_base"),
            ("food", "ccas_venissieux_aides"),
            ("minimum income", "rsa"),
            ("دخل التضامن", "rsa"),
            ("السكن", "aides_logement"),
        ],
    )
    def test_who_reads_in_another_language_types_her_words(self, typed: str, code: str) -> None:
        assert code in [droit.code for droit in recherche.search(typed).droits[:3]]

    @pytest.mark.parametrize("typed", ["", "   ", "de la", "!!!", "?", "\x00", "🙂"])
    def test_what_says_nothing_finds_nothing(self, typed: str) -> None:
        assert recherche.search(typed).droits == ()

    def test_words_that_no_right_unites_give_what_comes_near(self) -> None:
        found = recherche.search("loyer xylophone")

        assert found.proches
        assert "aides_logement" in [droit.code for droit in found.droits]

    def test_an_unknown_word_finds_nothing(self) -> None:
        assert recherche.search("zzzzzz").droits == ()

    def test_only_the_rights_that_are_kept_are_searched(self) -> None:
        sante = [droit for droit in all_droits() if droit.famille is Famille.SANTE]

        assert {droit.famille for droit in recherche.search("soins", sante).droits} == {Famille.SANTE}
        assert recherche.search("tramway bus", sante).droits == ()

    @given(st.text(max_size=400))
    def test_anything_can_be_typed(self, typed: str) -> None:
        found = recherche.search(typed)

        assert len(set(found.droits)) == len(found.droits)

    @given(st.sampled_from(["surendettement", "domiciliation", "juridictionnelle", "complementaire"]), st.data())
    def test_a_letter_forgotten_in_a_long_word_is_forgiven(self, word: str, data: st.DataObject) -> None:
        place = data.draw(st.integers(1, len(word) - 2))
        whole = {droit.code for droit in recherche.search(word).droits}

        assert whole & {droit.code for droit in recherche.search(word[:place] + word[place + 1 :]).droits}


class TestWords:
    def test_each_right_has_everyday_words_and_no_other_code_has(self) -> None:
        assert set(SYNONYMES) == set(CODES)

    def test_each_word_proposed_finds_several_rights(self) -> None:
        for mot in PROPOSES:
            assert len(recherche.search(mot).droits) > 1, mot
