"""Unknown and refused answers, mistakes, going back, coming back: nothing that was given is lost."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.households import AWA, COMMON, HLM, describe, describe_awa
from tests.journeys.pages import PHONE, Open, Visite

INTERVAL = re.compile(r"(\d[\d\u202f ]* à |jusqu’à )\d[\d\u202f ]*\u00a0€")
RENT = "Quel est le loyer"


def housing(visite: Visite) -> None:
    """Go to the questions about housing of somebody alone who rents a flat."""
    visite.sign_in()
    describe("Samira", 41)(visite)
    visite.follow("Tout le monde est là, continuer")
    visite.answer_screen(COMMON)
    visite.go_on()
    visite.answer(visite.question("Dans quelle commune"), COMMON["Dans quelle commune"])
    visite.answer(visite.question("Comment êtes-vous logé"), HLM)
    expect(visite.question(RENT)).to_be_visible()


class TestUnknown:
    def test_a_rent_that_is_not_known_gives_an_interval_and_the_next_question_leads_back_to_it(self, visit: Open) -> None:
        visite = visit()
        visite.sign_in()
        describe_awa(visite)

        visite.go_through(AWA | {RENT: "Je ne sais pas"})

        expect(visite.right("Aide au logement").get_by_text(INTERVAL)).to_be_visible()
        suivante = visite.page.get_by_role("complementary", name="La question qui aide le plus")
        expect(suivante).to_contain_text(RENT)
        suivante.get_by_role("link", name="Répondre").click()
        rent = visite.question(RENT)
        expect(rent).to_be_in_viewport()
        expect(rent.get_by_role("radio", name="Je ne sais pas")).to_be_focused()

        visite.answer(rent, "Un montant=420")
        visite.follow_step("Les résultats")
        visite.wait_for_results()

        expect(visite.right("Aide au logement")).to_contain_text("Probable")
        expect(visite.right("Aide au logement").get_by_text(INTERVAL)).to_have_count(0)

    def test_a_refusal_is_kept_and_never_asked_for_again(self, visit: Open) -> None:
        visite = visit(javascript=False)
        visite.sign_in()
        describe_awa(visite)

        visite.go_through(AWA | {RENT: "Je préfère ne pas répondre"})

        expect(visite.page.get_by_text("la personne préfère ne pas répondre").first).to_be_attached()
        suivante = visite.page.get_by_role("complementary", name="La question qui aide le plus")
        expect(suivante.filter(has_text=RENT)).to_have_count(0)


class TestKept:
    def test_a_reload_and_the_way_back_keep_each_answer(self, visit: Open) -> None:
        visite = visit(size=PHONE)
        housing(visite)
        visite.answer(visite.question(RENT), "Un montant=420,50")
        expect(visite.page.get_by_text("Réponses enregistrées")).to_be_visible()

        visite.page.reload()

        expect(visite.question(RENT).get_by_role("radio", name="Un montant")).to_be_checked()
        expect(visite.question(RENT).get_by_role("textbox")).to_have_value("420,50")
        expect(visite.question("Comment êtes-vous logé").get_by_role("radio", name=HLM)).to_be_checked()
        visite.follow("Retour")
        expect(visite.page.get_by_role("heading", level=1)).to_have_text("Votre famille")
        expect(visite.question("situation de famille").get_by_role("radio", checked=True)).to_have_count(1)
        visite.page.go_back()
        expect(visite.question(RENT).get_by_role("textbox")).to_have_value("420,50")

    def test_a_person_taken_out_can_be_put_back(self, visit: Open) -> None:
        visite = visit()
        visite.sign_in()
        describe_awa(visite)

        visite.page.get_by_role("button", name="Retirer Moussa").click()
        expect(visite.page.get_by_role("listitem").filter(has_text="Moussa")).to_have_count(0)
        visite.press("Annuler")

        expect(visite.page.get_by_role("listitem").filter(has_text="Moussa")).to_be_visible()


class TestMistakes:
    def test_a_negative_rent_is_told_at_the_top_and_at_its_place_and_stays_as_typed(self, visit: Open) -> None:
        visite = visit(size=PHONE)
        housing(visite)

        visite.answer(visite.question(RENT), "Un montant=-50")
        expect(visite.question(RENT)).to_contain_text("« -50 » est trop petit. Le minimum est 0")
        visite.go_on()

        summary = visite.page.get_by_role("alert")
        expect(summary).to_contain_text("Une réponse est à reprendre")
        expect(summary).to_be_focused()
        expect(visite.question(RENT)).to_contain_text("« -50 » est trop petit. Le minimum est 0")
        expect(visite.question(RENT).get_by_role("textbox")).to_have_value("-50")
        expect(visite.question("Comment êtes-vous logé").get_by_role("radio", name=HLM)).to_be_checked()
        visite.check()
        summary.get_by_role("link").click()
        expect(visite.question(RENT)).to_be_in_viewport()

    def test_without_javascript_a_negative_rent_is_told_just_as_well(self, visit: Open) -> None:
        visite = visit(javascript=False)
        housing_without_javascript(visite)

        visite.answer(visite.question(RENT), "Un montant=-50")
        visite.go_on()

        expect(visite.page.get_by_role("alert")).to_contain_text("« -50 » est trop petit")
        expect(visite.question(RENT).get_by_role("textbox")).to_have_value("-50")

    def test_a_birth_to_come_is_refused_and_stays_as_typed(self, visit: Open) -> None:
        visite = visit(size=PHONE)
        visite.sign_in()
        visite.start()
        visite.page.get_by_label("prénom").fill("Awa")
        visite.page.get_by_label("Année", exact=True).fill("2999")

        visite.press("Enregistrer")

        expect(visite.page.get_by_role("alert")).to_contain_text("2999")
        expect(visite.page.get_by_label("Année", exact=True)).to_have_value("2999")
        expect(visite.page.get_by_label("prénom")).to_have_value("Awa")
        visite.check()


def housing_without_javascript(visite: Visite) -> None:
    """The same where new questions come with the next page only."""
    visite.sign_in()
    describe("Samira", 41)(visite)
    visite.follow("Tout le monde est là, continuer")
    while visite.title == "Votre famille":
        visite.answer_screen(COMMON)
        visite.go_on()
    visite.answer(visite.question("Dans quelle commune"), COMMON["Dans quelle commune"])
    visite.answer(visite.question("Comment êtes-vous logé"), HLM)
    visite.go_on()
