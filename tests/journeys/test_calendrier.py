"""The calendar of rights and what is said beside the cards: on a phone and on a desk, light and dark, from right to left, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.carnet import Carnet
from tests.journeys.households import AWA, describe_awa
from tests.journeys.pages import DESK, PHONE, Visite
from tests.journeys.service import served

LIMITE = re.compile("À partir de 1.140.€ de salaire par mois, ce droit s’arrêterait")


@pytest.fixture(scope="module")
def adresse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service of its own, whose engine is the stand-in: compiled months and their calendar are always there."""
    with served(tmp_path_factory.mktemp("service-faux"), "tests.journeys.reglages_faux", compiled=False) as address:
        yield address


@pytest.fixture(scope="module")
def bilan(adresse: str, chromium: Browser) -> str:
    """Address of Awa's check-up, estimated."""
    context = chromium.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="fr-FR")
    visite = Visite(context.new_page(), adresse, Carnet())
    visite.sign_in()
    describe_awa(visite)
    visite.go_through(AWA)
    bilan = re.sub(r"/resultats/.*", "", visite.page.url)
    context.close()
    return bilan


def opened(chromium: Browser, adresse: str, size: tuple[int, int], theme: str = "light", *, javascript: bool = True) -> Visite:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,  # type: ignore[arg-type]  # "light" or "dark"
        java_script_enabled=javascript,
        locale="fr-FR",
    )
    visite = Visite(context.new_page(), adresse, Carnet(), javascript=javascript)
    visite.sign_in()
    return visite


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_calendar_is_clean_and_says_whose_birthday(chromium: Browser, adresse: str, bilan: str, size: tuple[int, int], theme: str) -> None:
    visite = opened(chromium, adresse, size, theme)
    visite.page.goto(f"{bilan}/resultats/")
    visite.follow("Le calendrier des droits")

    expect(visite.page.get_by_role("heading", name="juin 2027")).to_be_visible()
    expect(visite.page.get_by_text("Moussa aura 8 ans en mai 2027")).to_be_visible()
    visite.unfold()
    visite.check()
    assert visite.plaintes == []
    visite.page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_each_card_says_where_it_would_turn(chromium: Browser, adresse: str, bilan: str, size: tuple[int, int]) -> None:
    visite = opened(chromium, adresse, size)
    visite.page.goto(f"{bilan}/resultats/")

    expect(visite.right("Prime").get_by_text(LIMITE)).to_be_visible()
    visite.unfold()
    visite.check()
    visite.page.goto(f"{bilan}/eclairage/")
    visite.check()
    assert visite.plaintes == []
    visite.page.context.close()


def test_without_javascript_a_button_is_enough(chromium: Browser, adresse: str, bilan: str) -> None:
    visite = opened(chromium, adresse, PHONE, javascript=False)
    visite.page.goto(f"{bilan}/calendrier/")
    visite.press("Calculer le calendrier")
    expect(visite.page.get_by_role("heading", name="avril 2027")).to_be_visible()

    visite.page.goto(f"{bilan}/resultats/")
    visite.follow("Ce qui ferait changer ces réponses")
    visite.press("Calculer")
    expect(visite.page.get_by_text(LIMITE)).to_be_visible()
    visite.page.context.close()


def test_in_arabic_from_right_to_left(chromium: Browser, adresse: str, bilan: str) -> None:
    visite = opened(chromium, adresse, PHONE)
    visite.page.context.add_cookies([{"name": "do_langue", "value": "ar", "url": adresse}])
    visite.page.goto(f"{bilan}/calendrier/")

    expect(visite.page.locator(".calendrier__mois h2")).to_have_count(2)
    assert visite.page.locator("html").get_attribute("dir") == "rtl"
    visite.unfold()
    visite.check()
    visite.page.context.close()
