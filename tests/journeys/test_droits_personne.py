"""What a person asks of her file, on a phone and at a desk: a copy, a correction, a safe way to reach her, erasure and a change of mind, an emergency."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open, Visite

NOM = "Zélie"


def her_page(visite: Visite, nom: str) -> str:
    """Do a check-up of five questions, keep it by her name, and open her page; return its address."""
    visite.open("/bilan/nouveau/")
    visite.page.get_by_label(re.compile("^Cinq questions")).check()
    with visite.page.expect_navigation():
        visite.press("Commencer")
    visite.follow("Passer")
    visite.page.get_by_label("prénom").fill(nom)
    visite.page.get_by_label("Année").fill("1990")
    visite.press("Enregistrer")
    visite.follow("Tout le monde est là, continuer")
    for valeur in ("v:locataire_hlm", "v:chomeur", "zero"):
        visite.page.locator(f"input[value='{valeur}']").check()
        visite.go_on()
    visite.wait_for_results()
    visite.open(visite.page.url.removeprefix(visite.base).replace("resultats", "rattacher"))
    visite.page.get_by_label("Son prénom").fill(nom)
    visite.page.get_by_label("Sa date de naissance (facultatif)").fill("1990-01-01")
    visite.page.get_by_label("de vive voix").check()
    with visite.page.expect_navigation():
        visite.press("Elle est d’accord, garder le bilan")
    visite.open("/personnes/")
    visite.page.get_by_role("main").get_by_role("link", name=nom).first.click()
    expect(visite.page.get_by_role("heading", level=1)).to_have_text(nom)
    return visite.page.url.removeprefix(visite.base)


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "light"), (DESK, "dark")])
def test_reached_safely_corrected_copied_and_not_erased(visit: Open, size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.sign_in()
    nom = f"{NOM} {theme}"
    ici = her_page(visite, nom)
    expect(visite.page.get_by_text("Ne l’appelez pas, ne lui écrivez pas")).to_be_visible()
    visite.check()

    visite.follow("Lui demander")
    visite.check()
    visite.page.get_by_label("l’appeler").check()
    visite.page.get_by_label("Le numéro sûr").fill("06 00 00 00 01")
    visite.page.get_by_label("Qui ne doit rien savoir ?").fill("son mari")
    with visite.page.expect_navigation():
        visite.press("Enregistrer")
    expect(visite.page.get_by_text("son mari")).to_be_visible()
    visite.check()

    visite.follow("Corriger")
    visite.check()
    visite.page.get_by_label("Son prénom").fill(f"{nom} Anne")
    visite.page.get_by_label("Pourquoi cette correction ?").fill("Le prénom était coupé.")
    with visite.page.expect_navigation():
        visite.press("Corriger son identité")
    expect(visite.page.get_by_role("heading", level=1)).to_have_text(f"{nom} Anne")

    visite.follow("Lui donner une copie de tout")
    visite.check()
    for bouton, suffixe in (("À lire et imprimer (PDF)", "pdf"), ("Pour un autre service (JSON)", "json")):
        with visite.page.expect_download() as telechargement:
            visite.press(bouton)
        assert telechargement.value.suggested_filename == f"document.{suffixe}"

    visite.open(ici)
    visite.follow("Tout effacer")
    visite.check()
    visite.page.get_by_label("de vive voix").check()
    visite.page.get_by_label("rien n’oblige à le garder").check()
    with visite.page.expect_navigation():
        visite.press("Noter sa demande")
    expect(visite.page.get_by_text(re.compile("Ce dossier sera effacé le"))).to_be_visible()
    visite.check()
    with visite.page.expect_navigation():
        visite.press("Elle a changé d’avis : ne rien effacer")
    expect(visite.page.get_by_text(re.compile("Ce dossier sera effacé le"))).to_have_count(0)


def test_an_emergency_needs_a_second_person(visit: Open) -> None:
    ines = visit(size=DESK)
    ines.sign_in()
    her_page(ines, "Yasmina")

    sofia = visit(size=PHONE)
    sofia.sign_in("accueil")
    sofia.open("/personnes/urgences/")
    sofia.check()
    sofia.page.get_by_label("Quelle structure tient le dossier ?").select_option(label="Passerelle")
    sofia.page.get_by_label(re.compile("^Son nom")).fill("Yasmina")
    sofia.page.get_by_label("Sa date de naissance").fill("1990-01-01")
    sofia.page.get_by_label("sa vie ou sa santé est en danger").check()
    sofia.page.get_by_label("Ce qui se passe, et ce que vous cherchez").fill("Elle est à l’hôpital.")
    with sofia.page.expect_navigation():
        sofia.press("Demander l’ouverture")
    expect(sofia.page.get_by_text("Si cette structure tient son dossier")).to_be_visible()

    odile = visit(size=PHONE, theme="dark")
    odile.sign_in("responsable")
    odile.follow("Lire la demande et répondre")
    expect(odile.page.get_by_text("Elle est à l’hôpital.")).to_be_visible()
    odile.check()
    with odile.page.expect_navigation():
        odile.press("Ouvrir pour quatre heures")

    sofia.open("/personnes/urgences/")
    sofia.follow("Yasmina")
    expect(sofia.page.get_by_role("heading", level=1)).to_have_text("Dossier ouvert en urgence")
    sofia.check()
    odile.open("/personnes/")
    odile.follow("Yasmina")
    expect(odile.page.get_by_text(re.compile("a demandé à ouvrir ce dossier en urgence"))).to_be_visible()
    odile.check()
