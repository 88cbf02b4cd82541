"""Beginning a check-up: five questions made whole, an anonymous one taken up elsewhere by its code, an urgent need answered first."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open, Visite

FIVE = ({"radio": "v:locataire_hlm"}, {"radio": "v:chomeur"}, {"radio": "zero"})


def begin(visite: Visite, *, court: bool = True, anonyme: bool = False) -> None:
    """From the list to what follows the doors."""
    visite.open("/bilan/nouveau/")
    if court:
        visite.page.get_by_label(re.compile("^Cinq questions")).check()
    if anonyme:
        visite.page.get_by_label("Anonyme").check()
    with visite.page.expect_navigation():
        visite.press("Commencer")


def five_answers(visite: Visite) -> None:
    """From the urgent needs to the results."""
    visite.follow("Passer")
    visite.page.get_by_label("Année").fill("1990")
    visite.press("Enregistrer")
    visite.follow("Tout le monde est là, continuer")
    for rang, reponse in enumerate(FIVE, start=3):
        expect(visite.page.get_by_text(f"étape {rang} sur 5")).to_be_visible()
        visite.check()
        visite.page.locator(f"input[value='{reponse['radio']}']").check()
        visite.go_on()
    visite.wait_for_results()


def test_five_questions_then_the_whole_without_asking_again(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.sign_in()
    begin(visite)
    five_answers(visite)
    visite.check()

    visite.press("Continuer le bilan complet")
    visite.follow_step("Votre logement")
    expect(visite.question("Comment êtes-vous logé").locator("input[value='v:locataire_hlm']")).to_be_checked()
    visite.follow_step("Votre activité")
    expect(visite.question("Que faites-vous en ce moment").first.locator("input[value='v:chomeur']")).to_be_checked()


def test_an_anonymous_check_up_is_taken_up_in_another_browser_by_its_code(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.sign_in()
    begin(visite, anonyme=True)
    code = visite.page.locator(".carte-code__code").inner_text().strip()
    expect(visite.page.get_by_text(re.compile("Ce bilan sera effacé le"))).to_be_visible()
    visite.check()
    visite.follow("Le code est noté, continuer")
    visite.follow("Passer")
    expect(visite.page.get_by_label("prénom")).to_have_count(0)
    visite.page.get_by_label("Année").fill("1990")
    visite.press("Enregistrer")
    ici = visite.page.url

    ailleurs = visit(size=DESK, javascript=False)
    ailleurs.sign_in()
    ailleurs.open("/bilan/reprendre/")
    ailleurs.page.get_by_label("Code de reprise").fill("00000-00000")
    ailleurs.press("Reprendre")
    expect(ailleurs.page.get_by_role("alert").or_(ailleurs.page.locator("#erreurs")).first).to_contain_text("Aucun bilan")
    ailleurs.page.get_by_label("Code de reprise").fill(code.lower().replace("-", " "))
    with ailleurs.page.expect_navigation():
        ailleurs.press("Reprendre")

    assert ailleurs.page.url == ici
    expect(ailleurs.page.get_by_text("36 ans")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_an_urgent_need_is_answered_at_once_and_first(visit: Open, size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.open("/urgences/")
    visite.check()
    visite.sign_in()
    begin(visite)
    numero = visite.page.locator("#urgence-toit a.numero").first
    expect(numero).to_be_hidden()

    with visite.page.expect_response(lambda response: "/urgences/" in response.url and response.request.method == "POST"):
        visite.page.locator("#u-toit-oui").check()

    expect(numero).to_be_visible()
    assert numero.get_attribute("href") == "tel:115"
    expect(visite.page.locator("#enregistre")).to_contain_text("enregistrées")
    visite.check()
    visite.page.get_by_role("link", name="Quitter vite").first.evaluate("(lien) => { lien.href = '/source/'; }")
    visite.page.get_by_role("link", name="Quitter vite").first.click()
    visite.page.wait_for_url("**/source/")
    visite.page.go_back()
    assert "/urgences/" not in visite.page.url
