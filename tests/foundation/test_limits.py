"""Who is counted: the reader's address, which a proxy of ours adds last, and never what the reader claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import RequestFactory

from droits_ouverts.foundation.limits import address_of

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper


def test_without_a_proxy_the_header_is_ignored() -> None:
    assert address_of(RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9"}, REMOTE_ADDR="198.51.100.1")) == "198.51.100.1"


def test_behind_a_proxy_the_last_address_counts(settings: SettingsWrapper) -> None:
    settings.ADRESSE_DONNEE_PAR_LE_MANDATAIRE = True

    request = RequestFactory().get("/", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"}, REMOTE_ADDR="127.0.0.1")

    assert address_of(request) == "203.0.113.9"


def test_behind_a_proxy_that_says_nothing_its_own_counts(settings: SettingsWrapper) -> None:
    settings.ADRESSE_DONNEE_PAR_LE_MANDATAIRE = True

    assert address_of(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"
