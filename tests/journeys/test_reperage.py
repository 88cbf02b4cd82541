"""A round, at the screen of a phone held in one hand: planned, left, encounters in one to five taps, counters, undo, report, closed; on a desk in the dark, in Arabic."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.pages import DESK, PHONE, Open, Visite

CIBLE = 44
"""Smallest side of what is tapped, in CSS pixels."""


class Doigt:
    """A finger that counts its taps, and refuses what is too small for it."""

    def __init__(self) -> None:
        self.touches = 0

    def tap(self, cible: Locator) -> None:
        cible.scroll_into_view_if_needed()
        boite = cible.bounding_box()
        assert boite is not None
        assert min(boite["width"], boite["height"]) >= CIBLE, cible
        cible.click()
        self.touches += 1


def left(visite: Visite) -> None:
    """A stand that has just begun."""
    page = visite.page
    visite.open("/reperage/tournees/nouvelle/")
    page.locator("select[name=forme]").select_option("stand")
    page.locator("input[name=debut]").fill("00:10")
    page.locator("input[name=fin]").fill("15:50")
    visite.check()
    page.locator("form.formulaire button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/reperage/tournees/[0-9a-f-]{36}/$"))
    visite.check()
    page.locator("button[value=partir]").click()
    expect(page.locator("form.noter")).to_be_visible()


def reported(visite: Visite) -> None:
    """Back, and the report written: words about somebody are refused, and stay on the screen."""
    page = visite.page
    page.locator("button[value=rentrer]").click()
    expect(page).to_have_url(re.compile(r"/compte-rendu/$"))
    page.locator("textarea[name=observations]").fill("Mme Diallo a ouvert")
    page.locator("form.formulaire button[type=submit]").click()
    expect(page.locator("#erreurs")).to_be_visible()
    expect(page.locator("textarea[name=observations]")).to_have_value("Mme Diallo a ouvert")
    page.locator("textarea[name=observations]").fill("Ascenseur en panne au B.")
    page.locator("form.formulaire button[type=submit]").click()
    # The page that answers, not the one that was left with the same words.
    expect(page.locator(".annonce")).to_be_visible()
    expect(page.locator("textarea[name=observations]")).to_have_value("Ascenseur en panne au B.")
    expect(page.locator("table.portees td").nth(1)).to_have_text("2")
    visite.check()


def chip(visite: Visite, nom: str, valeur: str) -> Locator:
    return visite.page.locator(f"label.jeton:has(input[name={nom}][value={valeur}])")


@pytest.mark.parametrize(
    ("size", "theme", "langue"), [(PHONE, "light", "fr"), (DESK, "dark", "fr"), (PHONE, "dark", "ar")], ids=["phone", "dark desk", "arabic"]
)
def test_a_round_in_one_hand(visit: Open, size: tuple[int, int], theme: str, langue: str) -> None:
    visite = visit(size=size, theme=theme)
    page = visite.page
    visite.sign_in()
    page.context.add_cookies([{"name": "do_langue", "value": langue, "url": visite.base}])
    left(visite)
    visite.check()

    # Plain: one tap, what followed is under the thumb without scrolling.
    simple = Doigt()
    suite = page.locator("form.noter button[value=conversation]")
    expect(suite).to_be_in_viewport(ratio=1)
    simple.tap(suite)
    expect(page.locator(".notee")).to_be_visible()
    assert simple.touches == 1

    # With what about, who and in what language: five, and no more.
    entier = Doigt()
    entier.tap(chip(visite, "objet", "logement"))
    entier.tap(page.locator("form.noter summary"))
    entier.tap(chip(visite, "age", "plus_65"))
    entier.tap(chip(visite, "langue", "ar"))
    entier.tap(page.locator("form.noter button[value=bilan_refuse]"))
    assert entier.touches == 5
    expect(page.locator(".notee button[value=peur_dette]")).to_be_visible()
    visite.check()
    page.locator(".notee button[value=peur_dette]").click()
    visite.unfold()
    assert visite.faults() == []

    # Undo is one tap, beside each.
    defaire = Doigt()
    page.locator("form.noter button[value=document]").click()
    defaire.tap(page.locator(".notee form[action$='/defaire/'] button"))
    expect(page.locator(".notee")).to_have_count(0)

    # Two quick taps of a counter are two, one less is one less; the page comes back with the same sum.
    portes = page.locator("form.compteur").first
    plus, moins = portes.locator("button[value=plus]"), portes.locator("button[value=moins]")
    for _fois in range(4):
        plus.click()
    expect(portes.locator("output")).to_have_text("4")
    moins.click()
    expect(portes.locator("output")).to_have_text("3")
    page.reload()
    expect(page.locator("form.compteur").first.locator("output")).to_have_text("3")

    # Whoever leaves the page at once loses no tap: those that were waiting are counted while it goes.
    for _fois in range(3):
        plus.click()
    page.reload()
    for _fois in range(5):
        if portes.locator("output").inner_text() == "6":
            break
        page.reload()
    expect(portes.locator("output")).to_have_text("6")

    reported(visite)
    page.locator("button[value=clore]").click()
    expect(page.locator("button[value=rouvrir]")).to_be_visible()
    for adresse in ("", "campagnes/", "campagnes/nouvelle/", "endroits/"):
        visite.open(f"/reperage/{adresse}")
        visite.unfold()
        visite.check()
    visite.open("/retards/")
    visite.check()


def test_the_register_of_a_day_in_two_taps_without_a_script(visit: Open) -> None:
    visite = visit(size=PHONE, javascript=False)
    visite.sign_in()
    visite.open("/reperage/")
    deux = Doigt()
    deux.tap(visite.page.locator("button[name=forme][value=spontane]"))
    deux.tap(visite.page.locator("form.noter button[value=bilan_accepte]"))

    assert deux.touches == 2
    expect(visite.page.locator(".notee a[href='/bilan/nouveau/']")).to_be_visible()
