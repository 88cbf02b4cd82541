"""A law changes: she agrees to be called back at the end of her check-up, is in the list, is called; then takes her yes back, and is in no list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.carnet import Carnet
from tests.journeys.pages import DESK, PHONE, Visite
from tests.journeys.service import served
from tests.journeys.test_droits_personne import her_page
from tests.journeys.test_suivi import look

NOM, CHEQUE, VISALE = "Safi", "Chèque énergie", "Visale"


@pytest.fixture(scope="module")
def adresse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service of its own, whose law changes this month."""
    with served(tmp_path_factory.mktemp("service-lois"), "tests.journeys.reglages_lois", compiled=False) as address:
        yield address


def opened(chromium: Browser, adresse: str, size: tuple[int, int], theme: str) -> Visite:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale="fr-FR")  # type: ignore[arg-type]  # "light" or "dark"
    visite = Visite(context.new_page(), adresse, Carnet())
    visite.sign_in()
    return visite


def seen(visite: Visite, nom: str) -> None:
    """Hold the page to be clean, all of it unfolded, and keep its picture for whoever looks."""
    visite.unfold()
    look(visite, nom)
    visite.check()


def may_be_called(visite: Visite, ici: str) -> None:
    """Note a safe number on her page."""
    visite.open(ici)
    visite.follow("Lui demander")
    visite.page.get_by_label("l’appeler").check()
    visite.page.get_by_label("Le numéro sûr").fill("06 00 00 00 01")
    with visite.page.expect_navigation():
        visite.press("Enregistrer")


def lines(page: Page) -> list[str]:
    """The rights under which she is listed."""
    return [titre for titre in (CHEQUE, VISALE) if page.get_by_role("heading", name=re.compile(titre)).count()]


def agrees(visite: Visite, ici: str) -> str:
    """At the end of her check-up she says yes, and is not asked twice; return the address of her answer."""
    visite.open(ici)
    visite.page.get_by_role("main").locator("a.carte[href*='/resultats/']").first.click()
    fiche = visite.page.url.removeprefix(visite.base).replace("resultats", "fiche")
    visite.open(fiche)
    expect(visite.page.get_by_text("Si une loi change et qu’un droit s’ouvre pour vous")).to_be_visible()
    seen(visite, "fiche-demande")
    visite.follow("Noter sa réponse")
    seen(visite, "accord-phone")
    visite.page.get_by_label("Oui, on peut la rappeler").check()
    with visite.page.expect_navigation():
        visite.press("Enregistrer")
    expect(visite.page.get_by_text("Elle est d’accord pour qu’on la rappelle")).to_be_visible()
    seen(visite, "accord-donne-phone")
    accord = visite.page.url.removeprefix(visite.base)
    visite.open(fiche)
    expect(visite.page.get_by_text("Si une loi change et qu’un droit s’ouvre pour vous")).to_have_count(0)
    with visite.page.expect_navigation():
        visite.press("La fiche est remise à la personne")
    return accord


def is_compared(visite: Visite) -> str:
    """Ask for two months of law and read her again now; return the address of the page."""
    visite.open("/veille/")
    seen(visite, "veille-phone")
    with visite.page.expect_navigation():
        visite.press("Comparer")
    expect(visite.page.get_by_text("Personnes relues : 0 sur 1.")).to_be_visible()
    with visite.page.expect_navigation():
        visite.press("Relire quelques personnes maintenant")
    expect(visite.page.get_by_role("status").filter(has_text="Tout est relu.")).to_be_visible()
    page = visite.page.url.removeprefix(visite.base)
    assert lines(visite.page) == [CHEQUE, VISALE]
    expect(visite.page.get_by_text("06 00 00 00 01").first).to_be_visible()
    seen(visite, "comparaison-phone")
    return page


def is_called(visite: Visite, page: str) -> None:
    """Note that she was called, put the line back, propose a right."""
    visite.open(page)
    cheque = visite.page.get_by_role("region", name=re.compile(CHEQUE))
    with visite.page.expect_navigation():
        cheque.get_by_role("button", name="Rappelée", exact=True).click()
    expect(visite.page.get_by_role("status").filter(has_text="cette ligne est finie")).to_be_visible()
    assert lines(visite.page) == [VISALE]
    visite.page.get_by_text("Déjà notées").click()
    expect(visite.page.get_by_role("listitem").filter(has_text="Rappelée")).to_contain_text(NOM)
    with visite.page.expect_navigation():
        visite.press("Remettre dans la liste")
    assert lines(visite.page) == [CHEQUE, VISALE]

    visite.page.get_by_role("region", name=re.compile(VISALE)).get_by_role("link", name="Proposer ce droit").click()
    visite.page.get_by_label("Dit par la personne").check()
    with visite.page.expect_navigation():
        visite.press("Enregistrer")
    visite.open(page)
    assert lines(visite.page) == [CHEQUE]


def test_a_law_that_changes_is_told_to_who_agreed(chromium: Browser, adresse: str) -> None:
    visite = opened(chromium, adresse, PHONE, "light")
    ici = her_page(visite, NOM)
    may_be_called(visite, ici)
    accord = agrees(visite, ici)
    page = is_compared(visite)
    bureau = opened(chromium, adresse, DESK, "dark")
    for chemin, nom in ((page, "comparaison-bureau"), (accord, "accord-bureau"), ("/veille/", "veille-bureau"), (ici, "personne-bureau")):
        bureau.open(chemin)
        seen(bureau, nom)

    is_called(visite, page)

    visite.open(accord)
    visite.page.get_by_role("group", name="Comment l’a-t-elle dit").first.get_by_label("de vive voix").check()
    with visite.page.expect_navigation():
        visite.press("Noter qu’elle retire son accord")
    expect(visite.page.get_by_text("Ne lui redemandez pas.")).to_be_visible()
    seen(visite, "accord-retire-phone")
    visite.open(page)
    assert lines(visite.page) == []
    seen(visite, "comparaison-vide-phone")
    assert visite.plaintes == []
    assert bureau.plaintes == []
    visite.page.context.close()
    bureau.page.context.close()
