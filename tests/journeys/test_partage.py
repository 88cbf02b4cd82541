"""What a person agrees to share: noted with her, read by the other structure, narrowed, withdrawn and no longer read; on a phone, at a desk, in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open
from tests.journeys.test_droits_personne import her_page

LECTRICE = "accueil"


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone, dark", "desk, light"])
def test_shared_read_narrowed_and_withdrawn(visit: Open, size: tuple[int, int], theme: str) -> None:
    ines, sofia = visit(size=size, theme=theme), visit(size=size, theme=theme)
    ines.sign_in()
    nom = f"Mariam {theme}"
    ici = her_page(ines, nom)

    ines.follow("Noter un nouveau partage")
    ines.check()
    ines.page.get_by_label("Avec quelle structure ?").select_option(label="CCAS de Vénissieux")
    for portee in ("identite", "logement"):
        ines.page.locator(f"input[name='portees'][value='{portee}']").check()
    ines.page.locator("input[name='finalite']").first.check()
    ines.page.locator("input[name='accord_mode']").first.check()
    with ines.page.expect_navigation():
        ines.press("Elle est d’accord, noter le partage")
    expect(ines.page.get_by_role("heading", level=1)).to_contain_text("Partage avec")
    ines.check()
    partage = ines.page.url.removeprefix(ines.base)

    ines.follow("La feuille à lui remettre")
    ines.check()
    ines.open(partage)
    ines.page.locator("a.carte").first.click()
    expect(ines.page.get_by_role("heading", level=1)).to_be_visible()
    ines.check()

    sofia.sign_in(LECTRICE)
    sofia.open("/personnes/partagees/")
    sofia.check()
    sofia.page.get_by_role("main").get_by_role("link", name=nom).click()
    expect(sofia.page.get_by_role("main")).to_contain_text(nom)
    sofia.check()
    lue = sofia.page.url.removeprefix(sofia.base)

    ines.open(partage)
    ines.page.locator("input[name='garder'][value='logement']").uncheck()
    ines.page.locator("form[action$='/restreindre/'] input[name='mode']").first.check()
    with ines.page.expect_navigation():
        ines.press("Garder seulement ce qui est coché")
    ines.check()
    ines.page.locator("form[action$='/retirer/'] input[name='mode']").first.check()
    with ines.page.expect_navigation():
        ines.press("Retirer ce partage")
    expect(ines.page.get_by_role("main")).to_contain_text("Annuler ce que je viens de noter")
    ines.check()

    # At her very next request.
    response = sofia.open(lue)
    assert response is not None
    assert response.status == 404
    sofia.check()

    ines.open(ici)
    ines.follow("Qui a ouvert ce dossier")
    expect(ines.page.get_by_role("main")).to_contain_text(re.compile("CCAS"))
    ines.check()


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone, dark", "desk, light"])
@pytest.mark.parametrize("page", ["/compte/", "/compte/sessions/", "/compte/deux-etapes/", "/compte/charte/", "/personnes/", "/structures/la-mienne/"])
def test_the_pages_of_an_account_are_clean(visit: Open, page: str, size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.sign_in("responsable")
    visite.open(page)
    visite.unfold()
    visite.check()
