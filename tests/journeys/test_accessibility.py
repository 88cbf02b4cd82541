"""Every page met by the journeys, looked at again by axe: dark on a phone, light on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.journeys.carnet import Carnet
from tests.journeys.households import AWA, describe_awa
from tests.journeys.pages import DESK, PHONE, Open

MET_AT_LEAST = {
    "/",
    "/compte/connexion/",
    "/bilan/nouveau/",
    "/bilan/*/foyer/",
    "/bilan/*/foyer/ajouter/enfant/",
    "/bilan/*/questions/logement/",
    "/bilan/*/questions/ressources/",
    "/bilan/*/questions/droits_recus/",
    "/bilan/*/resultats/",
    "/bilan/*/fiche/",
}
ELSEWHERE = ("/bilan/", "/compte/mot-de-passe/", "/source/", "/charte/")


@pytest.fixture
def pages_met(visit: Open, carnet: Carnet) -> list[str]:
    """Addresses of the pages met; where this is run alone, a check-up is done to meet them."""
    if not carnet.kinds >= MET_AT_LEAST:
        visite = visit()
        visite.sign_in()
        describe_awa(visite)
        visite.go_through(AWA)
        visite.follow("La fiche à emporter")
        visite.page.wait_for_load_state()
    assert carnet.kinds >= MET_AT_LEAST
    return carnet.addresses


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone, dark", "desk, light"])
def test_every_page_that_the_journeys_met_is_clean(visit: Open, pages_met: list[str], size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.open("/compte/connexion/")
    visite.check()
    visite.sign_in()
    faults = []
    for address in [*pages_met, *(visite.base + path for path in ELSEWHERE)]:
        visite.page.goto(address)
        visite.unfold()
        faults += visite.faults()
    assert not faults, "\n".join(faults)


def test_the_looking_itself_sees_what_is_wrong(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.open("/compte/connexion/")
    assert visite.faults() == []

    visite.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/none.png\"><div class=\"wide\">.</div>')")
    visite.page.evaluate("document.querySelector('.wide').style.minWidth = '2000px'")
    visite.page.evaluate("document.querySelector('main').appendChild(new Image()).src = 'https://ailleurs.exemple.fr/a.png'")
    with pytest.raises(Error, match="TrustedScript"):
        visite.page.evaluate("document.body.appendChild(document.createElement('script')).textContent = '1'")
    visite.page.wait_for_load_state("networkidle")

    assert any("image-alt" in fault for fault in visite.faults())
    assert any("wider than the screen" in fault for fault in visite.faults())
    assert any("Content Security Policy" in plainte for plainte in visite.plaintes)
    assert any("TrustedScript" in plainte for plainte in visite.plaintes)
    visite.plaintes.clear()
