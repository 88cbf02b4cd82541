"""A check-up done wholly in Arabic, on a phone: from the door to the sheet, right to left, with the French beside what nobody read again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.households import born
from tests.journeys.pages import PHONE, Open, Visite
from tests.journeys.par_nom import ParNom

ARABE = re.compile(r"[\u0621-\u064a]")
AWA = {
    "p1.statut_marital": "v:divorce",
    "menage.commune": "valeur=Vénissieux",
    "p1.mois_residence_metropole_lyon": "valeur=60",
    "menage.statut_occupation_logement": "v:locataire_hlm",
    "menage.loyer": "valeur=420",
    "menage.contrat_energie_a_son_nom": "oui",
    "p1.activite": "v:actif",
    "p1.salaire_net": "valeur=900",
    "p1.salaire_annuel_n1": "valeur=10800",
    "p1.ressources_stables": "oui",
    "p1.nationalite": "v:francaise",
    "p1.assurance_maladie_ouverte": "oui",
    "menage.adresse_courrier_stable": "oui",
    "foyer_fiscal.revenu_fiscal_reference": "valeur=9700",
    "famille.quotient_familial_caf": "valeur=500",
}
VOULU = "prime_activite"
AUTOUR = ("declarer/", "courbe/", "calendrier/", "eclairage/", "historique/", "tourner/", f"droits/{VOULU}/choix/", f"droits/{VOULU}/avis/")
"""Pages of a check-up beside its questions."""
NOMS = (
    # A place of the demo, as on its door.
    "Moulin à Vent",
    # Services as they name themselves on the telephone; the Arabic stands before.
    "SOS loyers impayés",
    "Violences Femmes Info",
    "Allô enfance en danger",
    "Défenseur des droits",
    # Bodies and places, by the name on their door; the Arabic stands before.
    "Banque de France",
    "Eau du Grand Lyon",
    "Maison de la Métropole",
    "Maison de la veille sociale",
    "Métropole de Lyon",
    "Point conseil budget",
    # What a letter about a debt says; the Arabic stands before.
    "code de l’action sociale et des familles",
    "code de la sécurité sociale",
    "commission de recours amiable",
    "remise de dette",
)
"""What stays in Latin letters in every language."""


def arabic(visite: Visite) -> ParNom:
    """Open the door of the service and choose Arabic in the menu."""
    arabe = ParNom(visite, langue="ar", sens="rtl", names=NOMS)
    visite.open("/compte/connexion/")
    arabe.speak("العربية")
    return arabe


def start(arabe: ParNom) -> None:
    """Sign in, start a whole check-up, pass over the urgent needs, describe a mother and her two children; look at each page."""
    arabe.check()
    arabe.sign_in()
    arabe.check()
    arabe.follow("/bilan/nouveau/")
    arabe.check()
    arabe.send()
    assert arabe.page.url.endswith("/urgences/")
    arabe.check()
    arabe.follow("/foyer/")
    arabe.check()
    arabe.describe("Awa", born(34))
    arabe.describe("Moussa", born(7), "enfant")
    arabe.describe("Fatou", born(4), "enfant")
    arabe.check()


def test_a_check_up_is_done_wholly_in_arabic_on_a_phone(visit: Open) -> None:
    visite = visit(size=PHONE)
    arabe = arabic(visite)
    page = arabe.page
    start(arabe)

    page.locator("main p.actions a.bouton--principal").click()
    page.wait_for_url("**/questions/**")
    sujets, questions = [], 0
    while "/questions/" in page.url:
        sujets.append(page.url.rstrip("/").rpartition("/")[2])
        arabe.answer_screen(AWA)
        questions += arabe.check_questions(ARABE)
        arabe.check()
        arabe.send()
    assert sujets[:4] == ["foyer", "logement", "activite", "ressources"]
    assert questions > len(AWA)

    arabe.wait_for_results()
    expect(page.get_by_role("heading", level=1)).to_have_text(ARABE)
    arabe.check()
    carte = page.locator(f"#droit-{VOULU}")
    expect(carte.get_by_role("heading", level=3)).to_have_text(ARABE)
    carte.locator("button[value=voulu]").click()
    expect(carte.locator(".choix-fait__phrase")).to_have_text(ARABE)
    arabe.check()

    arabe.follow("/fiche/")
    fiche = page.locator("article.fiche")
    expect(fiche).to_have_attribute("dir", "rtl")
    expect(fiche.get_by_role("heading", level=1)).to_have_text(ARABE)
    expect(fiche.locator(".fiche__droit")).to_have_count(1)
    expect(fiche.locator(".fiche__droit h2")).to_have_text(ARABE)
    expect(fiche.locator(".fiche__droit h2 [lang=fr]")).to_contain_text("Prime d’activité")
    expect(fiche.locator(".fiche__tel")).to_have_text("3230")
    expect(fiche.locator(".fiche__relire")).to_have_text(ARABE)
    arabe.check()
    bilan = page.url.removesuffix("fiche/").removeprefix(visite.base)
    for autour in AUTOUR:
        visite.open(f"{bilan}{autour}")
        expect(page.get_by_role("heading", level=1)).to_have_text(ARABE)
        arabe.check()


def test_a_mistake_is_told_in_arabic_and_stays_as_typed(visit: Open) -> None:
    arabe = arabic(visit(size=PHONE))
    page = arabe.page
    arabe.sign_in()
    arabe.follow("/bilan/nouveau/")
    arabe.send()
    arabe.follow("/foyer/")
    page.locator("[name=annee]").fill("2999")
    arabe.send()

    alert = page.get_by_role("alert")
    expect(alert).to_have_text(ARABE)
    expect(alert).to_contain_text("2999")
    expect(page.locator("[name=annee]")).to_have_value("2999")
    arabe.check()


def test_a_page_that_does_not_exist_is_told_in_arabic(visit: Open) -> None:
    arabe = arabic(visit(size=PHONE))

    answer = arabe.visite.open("/bilan/00000000-0000-0000-0000-000000000000/resultats/")

    assert answer is not None
    arabe.check()


def test_the_looking_itself_sees_french_and_a_broken_number(visit: Open) -> None:
    arabe = arabic(visit(size=PHONE))
    main = arabe.page.locator("main")
    arabe.check()

    main.evaluate("(main) => main.insertAdjacentHTML('beforeend', '<p id=\"laisse\">Les droits de la famille</p><p lang=\"fr\">Le loyer sans charges</p>')")
    with pytest.raises(AssertionError, match="p: Les droits de la famille"):
        arabe.check()
    arabe.page.locator("#laisse").evaluate("(laisse) => laisse.replaceChildren('04 72 00 00 00')")
    with pytest.raises(AssertionError, match="turned: 04 72 00 00 00"):
        arabe.check()
    arabe.page.locator("#laisse").evaluate("(laisse) => { laisse.dir = 'ltr'; laisse.style.inlineSize = '4ch'; }")
    with pytest.raises(AssertionError, match="on two lines: 04 72 00 00 00"):
        arabe.check()
