"""What working more would change, and what was told before: the curve with its table, then two estimates compared."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.households import AWA, describe_awa
from tests.journeys.pages import ATTENTE, DESK, PHONE, Open, Visite

AMOUNT = re.compile(r"\d[\d\u202f]*\u00a0€")
WAGE = "salaire net avez-vous reçu"


def told(visite: Visite) -> str:
    """Do Awa's check-up up to its results; return the address of her check-up."""
    visite.sign_in()
    describe_awa(visite)
    visite.go_through(AWA)
    return re.sub(r"/resultats/.*", "", visite.page.url)


def changed(visite: Visite, bilan: str, montant: str) -> None:
    """Change the wage, and wait for the new results."""
    visite.page.goto(f"{bilan}/questions/ressources/")
    champ = visite.question(WAGE).get_by_role("textbox").first
    champ.fill(montant)
    with visite.page.expect_response(lambda response: "/questions/" in response.url and response.request.method == "POST"):
        champ.press("Tab")
    visite.settle()
    visite.page.goto(f"{bilan}/resultats/")
    visite.wait_for_results()


def drawn(visite: Visite) -> None:
    """Wait for the curve."""
    expect(visite.page.get_by_role("img", name="Ce que le foyer recevrait")).to_be_visible(timeout=ATTENTE)


def looked_at(visit: Open, addresses: list[str]) -> list[str]:
    """What is wrong on these pages, on a phone and on a desk, in light and dark."""
    fautes = []
    for size in (PHONE, DESK):
        for theme in ("light", "dark"):
            visite = visit(size=size, theme=theme)
            visite.sign_in()
            for address in addresses:
                visite.page.goto(address)
                if address.endswith("/courbe/"):
                    drawn(visite)
                visite.unfold()
                fautes += visite.faults()
    return fautes


def test_the_curve_beside_its_table_then_a_change_and_its_cause(visit: Open) -> None:
    visite = visit(size=PHONE)
    bilan = told(visite)

    visite.follow("Si je travaillais plus d’heures")
    drawn(visite)
    main = visite.page.get_by_role("main")
    expect(main).to_contain_text(re.compile(r"Avec une heure de plus par semaine au SMIC.*il resterait"))
    tableau = main.get_by_role("table").first
    expect(tableau.get_by_role("row")).to_have_count(10)
    expect(tableau.get_by_role("row", name=re.compile("aujourd’hui"))).to_contain_text(AMOUNT)
    expect(main.get_by_role("listitem").filter(has_text="ce droit s’arrête").first).to_contain_text("par mois de salaire")

    visite.page.get_by_label("Un salaire précis, net par mois").fill("1 300")
    visite.press("Recalculer")
    expect(main).to_contain_text(re.compile("Avec 1\u202f300\u00a0€ de salaire par mois"), timeout=ATTENTE)

    changed(visite, bilan, "1300")
    visite.follow("Les estimations gardées")
    # An estimate of the answers half-way may stand before these two.
    expect(visite.page.get_by_role("main").get_by_role("listitem").nth(1)).to_be_visible()
    visite.follow("Comparer les deux dernières")
    prime = visite.page.get_by_role("main").get_by_role("listitem").filter(has_text="Prime d")
    expect(prime).to_contain_text(re.compile(r"Ce qui l’a changé.*les réponses \(−"))
    expect(main).to_contain_text(re.compile("900\u00a0€ par mois"))
    expect(main).to_contain_text(re.compile("1\u202f300\u00a0€ par mois"))

    visite.follow("Ouvrir la première telle quelle")
    expect(main).to_contain_text("gardés tels quels")
    gardee = visite.page.url

    fautes = looked_at(visit, [f"{bilan}/courbe/", f"{bilan}/historique/", f"{bilan}/historique/comparer/", gardee])
    assert not fautes, "\n".join(fautes)
    assert not visite.plaintes


@pytest.mark.parametrize("langue", ["ar"])
def test_the_curve_without_javascript_and_from_right_to_left(visit: Open, langue: str) -> None:
    visite = visit(size=PHONE, javascript=False)
    bilan = told(visite)
    visite.page.goto(f"{bilan}/courbe/")
    visite.press("Tracer la courbe")
    expect(visite.page.get_by_role("main").get_by_role("table").first.get_by_role("row")).to_have_count(10)

    avec = visit(size=PHONE)
    avec.sign_in()
    avec.page.context.add_cookies([{"name": "do_langue", "value": langue, "url": avec.base}])
    avec.page.goto(f"{bilan}/courbe/")
    avec.page.wait_for_selector("svg.courbe__dessin", timeout=ATTENTE)
    assert avec.page.evaluate("document.documentElement.dir") == "rtl"
    avec.unfold()
    avec.check()
