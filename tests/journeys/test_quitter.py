"""Leaving at once: by the button, by the keyboard, without JavaScript; nothing of the page is left in the history, and nothing else is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, Open, Visite

NEUTRE = "/source/"
TWICE = "() => { for (const _time of [1, 2]) document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })); }"


def at(visite: Visite, path: str) -> None:
    """Open a page from another one, its neutral address brought home: the browser of the tests has no network."""
    visite.open("/compte/connexion/")
    visite.open(path)
    if visite.javascript:
        visite.page.evaluate("(neutre) => { for (const lien of document.querySelectorAll('a[data-quitter]')) lien.href = neutre; }", NEUTRE)


@pytest.mark.parametrize("path", ["/droits/", "/droits/rsa/", "/urgences/", "/declarer/"])
def test_escape_twice_leaves_and_back_does_not_return(visit: Open, path: str) -> None:
    visite = visit(size=PHONE)
    at(visite, path)
    asked: list[str] = []
    visite.page.on("request", lambda request: asked.append(request.url))

    # Both at once, in the page: on a busy machine two keys of the driver come too far apart.
    with visite.page.expect_navigation():
        visite.page.evaluate(TWICE)

    assert visite.page.url == f"{visite.base}{NEUTRE}"
    assert all(url.startswith(visite.base) for url in asked)
    visite.page.go_back()
    assert visite.page.url.startswith(f"{visite.base}/compte/connexion/")


def test_one_escape_then_another_later_does_not(visit: Open) -> None:
    visite = visit()
    at(visite, "/droits/")

    visite.page.keyboard.press("Escape")
    visite.page.wait_for_timeout(1300)
    visite.page.keyboard.press("Escape")
    visite.page.wait_for_timeout(300)

    assert "/droits/" in visite.page.url


def test_the_button_stays_in_sight_and_the_page_is_clean(visit: Open) -> None:
    visite = visit(size=PHONE)
    at(visite, "/urgences/")

    visite.page.mouse.wheel(0, 3000)
    expect(visite.page.locator(".quitter--fixe a")).to_be_in_viewport()
    visite.check()
    with visite.page.expect_navigation():
        visite.page.locator(".quitter--fixe a").click()

    assert visite.page.url == f"{visite.base}{NEUTRE}"


def test_without_javascript_it_is_a_link(visit: Open) -> None:
    visite = visit(javascript=False)
    at(visite, "/droits/rsa/")
    lien = visite.page.locator(".quitter--fixe a")

    assert lien.get_attribute("href") == "https://meteofrance.com/"
    assert lien.get_attribute("rel") == "noreferrer"
