"""The directory, by somebody without an account, an agent, who keeps it, and a pharmacist: on a phone and at a desk."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open

PAGES = ("/annuaire/", "/annuaire/?ou=V%C3%A9nissieux", "/annuaire/?q=zzzzzz", "/annuaire/tournee/?ou=V%C3%A9nissieux", "/annuaire/mot/inconnu/")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "sans-js"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_place_is_found_reported_and_taken_back(visit: Open, size: tuple[int, int], javascript: bool) -> None:
    visite = visit(size=size, javascript=javascript)
    visite.open("/annuaire/")
    visite.page.get_by_label("Près de").fill("Venisieux")
    visite.page.get_by_label("Pour quoi").select_option("manger")
    visite.page.get_by_label("Gratuit").check()
    visite.press("Chercher")
    expect(visite.page.get_by_role("status")).to_contain_text("Depuis Vénissieux")
    visite.page.get_by_role("link", name="Épicerie des voisins (lieu inventé)", exact=True).click()
    expect(visite.page.get_by_text("Colis alimentaire")).to_be_visible()

    visite.press("Ce n’est plus vrai")
    assert visite.title == "Merci, c’est signalé"
    visite.press("Annuler, je me suis trompé")
    expect(visite.page.get_by_text("n’est plus vraie")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_map_is_beside_the_list_and_the_page_is_no_wider_than_the_screen(visit: Open, size: tuple[int, int]) -> None:
    visite = visit(size=size)
    visite.open("/annuaire/?ou=V%C3%A9nissieux")
    visite.page.locator(".plan a").first.click()

    assert re.search(r"#lieu-\d+$", visite.page.url)
    liste, plan = (visite.page.locator(nom).bounding_box() for nom in (".lieux >> nth=0", ".plan"))
    assert liste is not None
    assert plan is not None
    assert (plan["x"] > liste["x"] + liste["width"]) == (size == DESK)
    assert visite.page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("adresse", PAGES)
def test_open_pages_fit_a_phone(visit: Open, adresse: str) -> None:
    visite = visit(size=PHONE)
    visite.open(adresse)

    assert visite.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_an_agent_corrects_and_who_keeps_it_imports(visit: Open, tmp_path: Path) -> None:
    agente = visit(size=PHONE)
    agente.sign_in()
    agente.open("/annuaire/?q=roue+libre")
    agente.page.get_by_role("link", name="Atelier roue libre (lieu inventé)", exact=True).click()
    agente.page.get_by_role("link", name="Corriger", exact=True).click()
    agente.page.get_by_label("Horaires").fill("mardi matin")
    agente.press("Enregistrer")
    expect(agente.page.get_by_label("Horaires")).to_have_value("mardi matin")
    agente.page.get_by_label("Horaires").fill("Tu 09:00-12:00")
    agente.press("Enregistrer")
    expect(agente.page.get_by_text("09:00–12:00")).to_be_visible()

    tenante = visit(size=DESK)
    tenante.sign_in("coordinateur")
    tenante.open("/annuaire/imports/")
    fichier = tmp_path / "lieux.jsonl"
    fichier.write_text(json.dumps({"id": "j1", "source": "essai", "date_maj": "2026-10-01", "nom": "Lieu du parcours"}) + '\n{"id": "coupe', encoding="utf-8")
    tenante.page.get_by_label("Nom court de la source").fill("parcours")
    tenante.page.get_by_label("Fichier", exact=True).set_input_files(fichier)
    tenante.press("Voir ce qui changerait")
    expect(tenante.page.get_by_text("rien n’a changé dans l’annuaire")).to_be_visible()
    expect(tenante.page.get_by_text("coupé en route")).to_be_visible()


def test_a_pharmacist_makes_a_sign_and_the_team_reads_it(visit: Open) -> None:
    equipe = visit(size=DESK)
    equipe.sign_in()
    equipe.open("/annuaire/lieux-de-vie/")
    equipe.page.get_by_label("Nom du lieu").fill("Pharmacie du parcours")
    equipe.press("Ajouter")
    fiche = equipe.page.get_by_role("article").filter(has_text="Pharmacie du parcours")
    reponse = equipe.page.request.get(f"{equipe.base}{fiche.get_by_role('link').first.get_attribute('href')}")
    import pypdfium2
    import zxingcpp

    with pypdfium2.PdfDocument(reponse.body()) as document:
        adresse = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())[0].text

    pharmacienne = visit(size=PHONE)
    pharmacienne.open(adresse[adresse.index("/annuaire/") :])
    pharmacienne.page.get_by_label("En quelques mots").fill("une dame âgée, lettres d’huissier")
    pharmacienne.press("Envoyer")
    assert pharmacienne.title == "Merci, c’est transmis"

    equipe.open("/annuaire/mots/")
    expect(equipe.page.get_by_text("lettres d’huissier")).to_be_visible()
    equipe.press("Je m’en occupe")
    expect(equipe.page.get_by_text("pris par")).to_be_visible()
