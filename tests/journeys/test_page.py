"""Her own page: a professional gives her a code on a card; she opens it on a telephone without an account, in her language; it is closed in one tap."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark")], ids=["phone in the dark"])
def test_she_opens_her_page_with_her_code_until_it_is_closed(visit: Open, size: tuple[int, int], theme: str) -> None:
    visite, elle = visit(size=DESK), visit(size=size, theme=theme)
    page = visite.page
    visite.sign_in()
    visite.open("/personnes/")
    page.get_by_role("main").locator("a[href^='/personnes/']").filter(has_text=re.compile(r"\w")).first.click()
    visite.follow("Lui donner un code")
    visite.check()
    page.get_by_label("Qui peut-elle appeler").fill("Inès")
    page.get_by_label("À quel numéro").fill("04 00 00 00 00")
    if page.get_by_label("Nous avons parlé du risque").count():
        page.get_by_label("Nous avons parlé du risque").check()
    visite.press("Faire un code")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le code est prêt")
    visite.check()
    code = page.locator(".carte-page__code").inner_text()
    personne = page.get_by_role("link", name="C’est fait").get_attribute("href") or ""

    elle.open("/page/")
    elle.check()
    elle.page.get_by_label("Votre code").fill("AAAAA-AAAAA")
    elle.press("Ouvrir")
    expect(elle.page.get_by_text("Ce code n’ouvre rien").first).to_be_visible()
    elle.page.get_by_label("Votre code").fill(code.lower())
    elle.press("Ouvrir")
    expect(elle.page).to_have_url(re.compile(r"/page/ouverte/$"))
    expect(elle.page).to_have_title("Page")
    elle.check()
    elle.follow("العربية")
    expect(elle.page.locator("html")).to_have_attribute("dir", "rtl")
    elle.check()
    elle.follow("Français")
    elle.follow("Qui a vu mon dossier")
    expect(elle.page.get_by_text("Votre page, avec votre code").first).to_be_visible()
    elle.check()

    visite.open(f"{personne}page/")
    expect(page.get_by_text("Ouverte 1 fois")).to_be_visible()
    visite.press("Fermer sa page")
    expect(page.get_by_text("le code n’ouvre plus rien")).to_be_visible()
    elle.follow("Retour à ma page")
    expect(elle.page.get_by_label("Votre code")).to_be_visible()
