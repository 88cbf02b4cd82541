"""The structure is the wall: a check-up is not there for another structure's member."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.households import describe
from tests.journeys.pages import Open


def test_a_member_of_another_structure_is_told_that_there_is_nothing(visit: Open) -> None:
    ambassadrice = visit()
    ambassadrice.sign_in()
    describe("Nadia", 50)(ambassadrice)
    found = re.search(r"/bilan/[0-9a-f-]{36}/", ambassadrice.page.url)
    assert found
    bilan = found[0]

    accueil = visit()
    accueil.sign_in("accueil")

    for page in ("foyer/", "foyer/ajouter/enfant/", "questions/logement/", "resultats/", "fiche/", "fiche.pdf"):
        answer = accueil.open(f"{bilan}{page}")
        assert answer is not None
        assert answer.status == 404, page
        expect(accueil.page.get_by_text("Nadia")).to_have_count(0)
    accueil.check()
    accueil.open("/bilan/")
    expect(accueil.page.get_by_text("Nadia")).to_have_count(0)


def test_without_signing_in_there_is_only_the_door(visit: Open) -> None:
    nobody = visit()

    nobody.open("/bilan/")

    expect(nobody.page.get_by_role("heading", level=1)).to_have_text("Se connecter")
