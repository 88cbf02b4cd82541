"""Two files of one person, in a browser: warned before, compared, put together, read as one, separated."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, Open, Visite


def written_down(visite: Visite, prenom: str, nom: str) -> str:
    """Look for somebody, then open her file; return its address."""
    visite.open("/personnes/nouvelle/")
    visite.page.get_by_label("Son nom, son prénom, ou les deux").fill(f"{prenom} {nom}")
    with visite.page.expect_navigation():
        visite.press("Chercher")
    with visite.page.expect_navigation():
        visite.page.get_by_role("button", name=re.compile("ouvrir (un|son) dossier", re.IGNORECASE)).click()
    visite.page.get_by_label("de vive voix").check()
    with visite.page.expect_navigation():
        visite.page.get_by_role("button", name=re.compile("ouvrir son dossier")).click()
    if visite.page.get_by_text("Est-ce l’une de ces personnes ?").count():
        visite.check()
        with visite.page.expect_navigation():
            visite.page.get_by_role("button", name=re.compile("ouvrir son dossier")).click()
    expect(visite.page.get_by_role("heading", level=1)).to_have_text(f"{prenom} {nom}")
    return visite.page.url.removeprefix(visite.base)


@pytest.mark.parametrize(("size", "theme"), [(DESK, "dark")])
def test_compared_put_together_and_separated(visit: Open, size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.sign_in()
    nom = f"Kourouma{theme}"
    ici = written_down(visite, "Fatoumata", nom)
    la_bas = written_down(visite, "Fatoumatta", nom)

    visite.open(ici)
    visite.follow("C’est la même personne que…")
    visite.check()
    with visite.page.expect_navigation():
        visite.page.get_by_role("link", name=re.compile("Fatoumatta")).click()
    expect(visite.page.get_by_role("heading", name=f"Fatoumatta {nom}")).to_be_visible()
    visite.check()
    with visite.page.expect_navigation():
        visite.press("C’est la même personne : réunir")
    expect(visite.page.get_by_role("heading", level=1)).to_have_text(f"Fatoumata {nom}")
    expect(visite.page.get_by_text("Cette page réunit deux dossiers")).to_be_visible()
    visite.check()

    visite.open(la_bas)
    assert visite.page.url.endswith(ici)
    with visite.page.expect_navigation():
        visite.press("Séparer ces deux dossiers")
    expect(visite.page.get_by_text("de nouveau séparés")).to_be_visible()
    visite.open(la_bas)
    expect(visite.page.get_by_role("heading", level=1)).to_have_text(f"Fatoumatta {nom}")
