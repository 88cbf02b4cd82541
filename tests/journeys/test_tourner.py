"""Turning the screen: in Arabic on a phone, with and without JavaScript, then the device given back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, Open, Visite
from tests.journeys.test_depart import begin


def ready(visite: Visite) -> str:
    """A check-up with one person; return its address."""
    visite.sign_in()
    begin(visite)
    visite.follow("Passer")
    visite.page.get_by_label("prénom").fill("Zahra")
    visite.page.get_by_label("Année").fill("1990")
    visite.press("Enregistrer")
    return re.sub(r"foyer/$", "", visite.page.url)


def hand_over(visite: Visite, quoi: str, langue: str = "العربية") -> str:
    """Turn the screen from a screen of the check-up; return the number."""
    visite.follow("Tourner l’écran")
    numero = visite.page.locator(".numero-retour bdi").inner_text()
    if visite.javascript:
        visite.check()
    visite.page.get_by_label(quoi, exact=True).check()
    with visite.page.expect_navigation():
        visite.press(langue)
    return numero


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no js"])
def test_violence_alone_in_arabic_and_given_back(visit: Open, theme: str, *, javascript: bool) -> None:
    visite = visit(size=PHONE, theme=theme, javascript=javascript)
    bilan = ready(visite)
    avant = visite.page.url
    numero = hand_over(visite, "La question sur les violences, seule")
    page = visite.page

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    assert "Zahra" not in page.content()
    expect(page.get_by_role("radio")).to_have_count(3)
    if javascript:
        visite.check()
    for ailleurs in (avant, f"{visite.base}/bilan/", f"{visite.base}/", f"{bilan}resultats/"):
        page.goto(ailleurs)
        assert page.url == f"{bilan}ecran/"
    page.go_back()
    assert "Zahra" not in page.content()
    page.goto(f"{bilan}ecran/")

    page.locator("#u-violence-oui").check()
    expect(page.locator("a.numero[href='tel:17']")).to_be_visible()
    with page.expect_navigation():
        page.locator("form.formulaire button[type=submit]").click()
    assert page.url == f"{bilan}ecran/rendre/"
    if javascript:
        visite.check()
    page.locator("#id_numero").fill(numero)
    with page.expect_navigation():
        page.get_by_role("button", name="Reprendre l’appareil").click()

    assert page.url == f"{bilan}resultats/"
    expect(page.get_by_text("Elle a répondu à une question personnelle.")).to_be_visible()
    expect(page.get_by_text("3919")).to_have_count(0)


def test_income_in_arabic_has_the_french_beside(visit: Open) -> None:
    visite = visit(size=PHONE)
    ready(visite)
    hand_over(visite, "Vos ressources")
    page = visite.page

    posees = 0
    while page.locator("fieldset.question").count():
        expect(page.locator("fieldset.question .en-francais").first).to_be_visible()
        visite.check()
        page.locator("fieldset.question input[value='refus']").check()
        with page.expect_navigation():
            page.locator("form.formulaire button[type=submit]").click()
        posees += 1

    assert posees >= 2
    assert page.url.endswith("/ecran/rendre/")


def test_a_page_that_the_browser_kept_whole_is_asked_again(visit: Open) -> None:
    visite = visit(size=PHONE)
    bilan = ready(visite)
    page = visite.page
    retenue = page.context.new_page()
    retenue.goto(f"{bilan}foyer/")
    assert "Zahra" in retenue.content()
    hand_over(visite, "La question sur les violences, seule", "Français")

    # What Back does where the browser kept the page: the automated browser keeps none.
    with retenue.expect_navigation():
        retenue.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert retenue.url == f"{bilan}ecran/"
    assert "Zahra" not in retenue.content()

    retenue.evaluate("window.gardee = true")
    with retenue.expect_navigation():
        retenue.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert retenue.evaluate("window.gardee") is None
