"""A spreadsheet of thirty people with four faults: columns confirmed, tried, imported, and undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open, Visite
from tests.journeys.test_suivi import look

ENTETES = "Prénom;Nom;Né le;Aide;Avancement;N° sécu"
FAUTIVES = (";;01/01/1980;RSA;payé;", "Fautif;Dateur;31/02/1990;RSA;payé;", "Fautif;Aideur;;Truc;payé;", "Fautif;Bof;;RSA;bof;")


def table(marque: str) -> bytes:
    """Thirty rows: twenty-six people, and four faults."""
    noms = [f"{debut}{fin}" for debut in ("Bar", "Del", "Fon", "Gus", "Kim", "Lor", "Mud") for fin in ("ibo", "aste", "umaro", "ondi")][:26]
    lignes = [
        f"{nom};{marque}{nom[::-1]};01/02/19{70 + rang};RSA;{'payé' if rang % 2 else 'demande envoyée'};1900126938307{rang:02d}"
        for rang, nom in enumerate(noms)
    ]
    return "\r\n".join([ENTETES, *lignes, *FAUTIVES]).encode("cp1252")


def go(visite: Visite, bouton: str) -> None:
    with visite.page.expect_navigation():
        visite.page.get_by_role("button", name=bouton).click()


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone, dark", "desk, light"])
def test_thirty_people_in_and_out(visit: Open, size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.sign_in()
    visite.open("/reprise/")
    visite.page.set_input_files("input[type=file]", files=[{"name": "suivi.csv", "mimeType": "text/csv", "buffer": table(theme[:1])}])
    look(visite, f"reprise-1-{theme}")
    go(visite, "Lire ce tableau")
    expect(visite.page.get_by_text("Laissées, car elles portent un numéro de sécurité sociale")).to_be_visible()
    visite.page.get_by_label("Comment ces personnes ont-elles donné leur accord ?").select_option("papier")
    visite.page.get_by_label("Quel jour ?").fill(visite.page.evaluate("new Date().toISOString().slice(0, 10)"))
    look(visite, f"reprise-2-{theme}")
    assert visite.faults() == []
    go(visite, "Continuer")
    look(visite, f"reprise-3-{theme}")
    assert visite.faults() == []
    go(visite, "Essayer, sans rien écrire")
    expect(visite.page.get_by_role("link", name="Refusée (4)")).to_be_visible()
    expect(visite.page.get_by_role("link", name="Nouvelle personne (26)")).to_be_visible()
    look(visite, f"reprise-4-{theme}")
    assert visite.faults() == []
    go(visite, "Importer maintenant")
    expect(visite.page.get_by_text("Faite : 30 lignes sur 30")).to_be_visible(timeout=20_000)
    look(visite, f"reprise-5-{theme}")
    assert visite.faults() == []
    visite.open("/personnes/")
    visite.page.get_by_label("Son nom, son prénom, ou les deux").fill("baribbo")
    go(visite, "Chercher")
    expect(visite.page.get_by_role("main").get_by_role("link").first).to_contain_text("Baribo")
    visite.page.go_back()
    visite.open("/reprise/")
    visite.page.get_by_role("main").locator("a.carte").first.click()
    go(visite, "Annuler tout cet import")
    expect(visite.page.get_by_text("Tout ce que cet import avait écrit est défait")).to_be_visible(timeout=20_000)
    visite.check()
