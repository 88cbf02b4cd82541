"""What each role finds on signing in, and what stays shut to it, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, Open


@pytest.mark.parametrize("compte", ["elue", "technique", "coordinateur", "pilote"])
def test_who_meets_nobody_is_told_what_can_be_done_and_opens_no_page_about_a_person(visit: Open, compte: str) -> None:
    visite = visit(size=PHONE)
    visite.sign_in(compte)
    visite.check()

    answer = visite.open("/bilan/")

    assert answer is not None
    assert answer.status == 403
    expect(visite.page.get_by_role("heading", level=1)).to_contain_text("réservée à celles et ceux qui rencontrent les personnes")
    visite.page.get_by_role("link", name="Retourner à l’accueil").click()
    visite.page.get_by_role("link", name="Voir les structures").click()
    expect(visite.page.get_by_role("heading", level=1)).to_have_text("Les structures du programme")
    visite.plaintes.clear()
    visite.check()


def test_the_person_in_charge_welcomes_a_colleague_who_then_signs_in(visit: Open) -> None:
    odile = visit(size=PHONE)
    odile.sign_in("responsable")
    odile.page.get_by_role("link", name="Gérer mon équipe").click()
    odile.page.get_by_role("link", name="Ajouter une personne de l’équipe").click()
    odile.page.get_by_label("Son adresse électronique de travail").fill("nora@demo.droits-ouverts.fr")
    odile.page.get_by_label("Son nom, comme ses collègues le liront").fill("Nora (démo)")
    odile.page.get_by_label("Son rôle").select_option("mediateur")
    odile.page.get_by_label("Sa profession").select_option("mediateur_social")
    odile.page.get_by_role("button", name="Ajouter").click()
    expect(odile.page.get_by_role("heading", level=1)).to_contain_text("est prête")
    lien = odile.page.locator("code").inner_text()
    odile.check()

    nora = visit(size=PHONE)
    nora.page.goto(lien)
    nora.check()
    nora.page.get_by_label("Votre mot de passe").fill("quatre mots sans aucun rapport")
    nora.page.get_by_label("Le même, une seconde fois").fill("quatre mots sans aucun rapport")
    nora.page.get_by_label("J’ai lu la charte").check()
    nora.press("Ouvrir mon compte")
    expect(nora.page.get_by_role("heading", level=1)).to_have_text("Bonjour Nora (démo)")
    expect(nora.page.get_by_role("link", name="Commencer un bilan des droits")).to_be_visible()


def test_who_works_in_two_structures_chooses_one(visit: Open) -> None:
    bilal = visit(size=PHONE)
    bilal.sign_in("renfort")
    bilal.page.get_by_role("link", name="Commencer un bilan des droits").click()

    expect(bilal.page.get_by_label("Votre structure")).to_have_value("")
    bilal.page.get_by_label("Votre structure").select_option(label="Passerelle")
    bilal.page.get_by_role("button", name="Commencer").click()
    bilal.page.wait_for_url("**/bilan/*/**")
    bilal.check()
