"""Passwords: fifty bits, no known word, argon2id, and no rule that makes people write them down."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from droits_ouverts.comptes import rules
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.passwords import first_password

REFUSED = [
    "court",
    "motdepasse2026",
    "MotDePasse2026!",
    "M0td3passe!!2026",
    "azertyuiop12",
    "123456789012",
    "12345678901234567890",
    "aaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabc",
    "lyonlyon2026",
    "droitsouverts69",
    "bienvenue2026!!",
    "qsdfghjklmwxcv",
    "ines.benali@exemple.test",
    "839201745628",
]
TAKEN = ["une phrase de douze mots", "porte bleue et thé vert", "K7#pelican-Vague", "cheval correct batterie agrafe", "é" * 3 + " un café allongé svp"]


@pytest.mark.parametrize("password", REFUSED)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, Compte(email="ines.benali@exemple.test", nom="Inès Benali"))


@pytest.mark.parametrize("password", TAKEN)
def test_a_phrase_is_taken(password: str) -> None:
    validate_password(password, Compte(email="ines.benali@exemple.test", nom="Inès Benali"))


def test_a_long_one_is_taken_and_a_book_is_not() -> None:
    long = "une phrase longue que je connais, " * 4
    validate_password("x7" + long)
    with pytest.raises(ValidationError, match="au plus"):
        validate_password("x7" + long * 20)


def test_the_first_password_that_we_draw_is_taken() -> None:
    for _ in range(50):
        validate_password(first_password())


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    assert rules.is_guessable(text) in {True, False}
    assert rules.theoretical_bits(text) >= 0


def test_bits_are_those_that_the_cnil_counts() -> None:
    assert rules.theoretical_bits("") == 0
    assert rules.theoretical_bits("1" * 12) == pytest.approx(39.86, abs=0.01)
    assert rules.theoretical_bits("a" * 12) == pytest.approx(56.41, abs=0.01)


def test_they_are_kept_by_argon2id_with_64_mib_and_three_passes(settings: Settings) -> None:
    from droits_ouverts.config.settings import base

    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    assert make_password("une phrase de douze mots").startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")


def test_fifty_bits_are_asked() -> None:
    """Twelve digits drawn at random make 39.9 bits, sixteen make 53.2 (CNIL 2022-100)."""
    assert rules.is_guessable("739105826417")
    assert not rules.is_guessable("7391058264170395")
