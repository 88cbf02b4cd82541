"""Every page that a person reads has its way out, to the address that the settings give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
PAGES = ["droits:liste", "droits:urgences", "droits:declarer"]


def way_out(address: str) -> tuple[str, bool]:
    page = BeautifulSoup(Client().get(address).content, "html.parser")
    link = page.select_one(".quitter--fixe a[data-quitter]")
    assert link
    return str(link["href"]), page.select_one("script[src*='droits/quitter.js']") is not None


class TestWayOut:
    @pytest.mark.parametrize("address", [*map(reverse, PAGES), "/droits/rsa/"])
    def test_is_on_each_page(self, address: str, settings: SettingsWrapper) -> None:
        settings.SORTIE_NEUTRE = "https://exemple.test/meteo"

        assert way_out(address) == ("https://exemple.test/meteo", True)

    def test_is_not_on_the_pages_of_professionals(self) -> None:
        assert b"data-quitter" not in Client().get("/compte/connexion/").content
