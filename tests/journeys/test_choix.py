"""Awa chooses, with the real engine: she wants a right, sets one aside, already receives another; a professional overrules; what to declare next."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.households import AWA, describe_awa
from tests.journeys.pages import ATTENTE, DESK, PHONE, Open, Visite

ASF = "Allocation de soutien familial"
PRIME = "Prime d’activité"
LOGEMENT = "Aide au logement"


def begun(visite: Visite) -> Visite:
    visite.sign_in()
    describe_awa(visite)
    visite.go_through(AWA)
    return visite


def back_at(visite: Visite, nom: str) -> None:
    expect(visite.page).to_have_url(re.compile(r"/resultats/#droit-"))
    expect(visite.right(nom)).to_be_visible()


class TestAwa:
    def test_chooses_by_one_tap_undoes_and_sees_what_she_chose(self, visit: Open) -> None:
        visite = begun(visit(size=PHONE))
        carte = visite.right(PRIME)

        carte.get_by_role("button", name="Je le veux").click()

        expect(carte).to_contain_text("Voulu par Awa")
        expect(visite.page.get_by_role("status").filter(has_text="Voulu par Awa")).to_have_count(1)
        expect(carte.get_by_role("button", name="Annuler")).to_be_focused()
        expect(visite.page.get_by_role("region", name="Awa veut 1 droit")).to_be_visible()
        visite.page.keyboard.press("Enter")
        expect(carte.get_by_role("button", name="Je le veux")).to_be_focused()
        expect(visite.page.get_by_role("region", name="Awa veut 1 droit")).to_have_count(0)

        visite.page.keyboard.press("Enter")
        expect(visite.page.get_by_role("region", name="Awa veut 1 droit").get_by_role("link", name="La fiche à emporter")).to_be_visible()
        visite.check()

    def test_sets_one_aside_already_receives_another_and_learns_what_to_declare(self, visit: Open) -> None:
        visite = begun(visit())
        visite.right(ASF).get_by_role("link", name="Autre choix").click()
        visite.page.get_by_label("Je ne le veux pas").check()
        visite.page.get_by_label("Sa raison").select_option(label="Je veux éviter un conflit dans ma famille")
        visite.page.get_by_label("Avec ses mots").fill("Je ne veux pas d’histoires avec lui.")
        visite.check()
        visite.press("Enregistrer")
        back_at(visite, ASF)
        for mots in ("Écarté par Awa", "Je veux éviter un conflit", "Je ne veux pas d’histoires avec lui."):
            expect(visite.right(ASF)).to_contain_text(mots)

        visite.right(LOGEMENT).get_by_role("link", name="Autre choix").click()
        visite.page.get_by_label("Déjà reçu").check()
        visite.press("Enregistrer")
        expect(visite.page.get_by_text("Des réponses ont changé depuis")).to_have_count(0, timeout=ATTENTE)
        expect(visite.right(LOGEMENT)).to_contain_text("Déjà reçu")
        visite.follow_step("Les droits que vous recevez déjà")
        expect(visite.page.get_by_role("checkbox", name=re.compile("^Aide au logement"))).to_be_checked()
        visite.page.go_back()

        visite.follow("Déclarer ensuite, et éviter une dette")
        expect(visite.page.get_by_role("region", name=LOGEMENT)).to_contain_text("À qui le dire")
        expect(visite.page.get_by_role("region", name=ASF)).to_have_count(0)
        visite.press("Calculer des exemples pour ce foyer")
        expect(visite.page.get_by_text("Dit 3 mois trop tard").first).to_be_visible(timeout=ATTENTE)
        visite.check()

    def test_is_told_of_a_professional_s_opinion_beside_the_estimate_without_javascript(self, visit: Open) -> None:
        visite = begun(visit(javascript=False, size=DESK))
        carte = visite.right(PRIME)
        carte.get_by_text("En savoir plus").click()
        carte.get_by_role("link", name="Donner un avis professionnel").click()
        visite.page.get_by_label("À vérifier").check()
        visite.page.get_by_label("Pourquoi").fill("Son contrat s’arrête à la fin du mois.")
        visite.press("Enregistrer l’avis")
        back_at(visite, PRIME)
        for mots in ("Estimation : Probable", "à vérifier, parce que", "Son contrat s’arrête à la fin du mois."):
            expect(visite.right(PRIME)).to_contain_text(mots)

        visite.right(PRIME).get_by_role("button", name="Pas maintenant").click()
        back_at(visite, PRIME)
        expect(visite.right(PRIME)).to_contain_text("Pas maintenant, a dit Awa")
        visite.right(PRIME).get_by_role("button", name="Annuler").click()
        back_at(visite, PRIME)
        expect(visite.right(PRIME).get_by_role("button", name="Je le veux")).to_be_visible()
