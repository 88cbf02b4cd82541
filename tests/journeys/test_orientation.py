"""A mother is sent to the CAF from a desk, the service answers by the link on a small phone, and her right moves; a blocked case reaches the coordination."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open, Visite


def at_a_right(visite: Visite) -> str:
    """Begin to follow a right of the first person who has not got it; return the address of its page."""
    visite.open("/personnes/")
    liens = visite.page.locator("main a[href^='/personnes/']").evaluate_all("els => els.map((el) => el.getAttribute('href'))")
    numero = next(trouve.group(1) for lien in liens if (trouve := re.fullmatch(r"/personnes/(\d+)/", lien)))
    visite.open(f"/suivi/personnes/{numero}/ouvrir/cmi/choisi/")
    visite.press("Enregistrer")
    expect(visite.page).to_have_url(re.compile(r"/suivi/[0-9a-f-]{36}/$"))
    return visite.page.url.removeprefix(visite.base)


def sent(visite: Visite, nom: str) -> None:
    """From the page of a right, add a service and send her there."""
    visite.follow("Orienter vers un service")
    visite.page.get_by_role("link", name=re.compile("Ajouter un (premier service|service à notre liste)")).click()
    visite.page.get_by_label("Nom du service").fill(nom)
    visite.page.get_by_label("Quelle sorte de service").select_option("caf")
    visite.page.get_by_label("Adresse électronique de l’accueil").fill("accueil@caf.test")
    visite.unfold()
    visite.check()
    visite.press("Ajouter")
    expect(visite.page.get_by_role("heading", level=1)).to_have_text(nom)
    visite.check()


def answered_for(visite: Visite, nom: str) -> None:
    page = visite.page
    page.get_by_label(nom, exact=True).check()
    page.get_by_label("C’est ce service qui décide du droit").check()
    page.get_by_label("Recevoir ou étudier sa demande").check()
    for champ in ("son prénom", "de quel droit il s’agit", "ce que vous écrivez au service"):
        page.get_by_label(champ, exact=True).check()
    page.get_by_label("Ce que vous écrivez au service").last.fill("Elle travaille à mi-temps depuis mars.")
    page.get_by_label("de vive voix").check()
    visite.check()
    visite.press("Elle est d’accord, envoyer")


class TestAnswerByLink:
    def test_sent_from_a_desk_answered_from_a_phone_the_right_moves(self, visit: Open) -> None:
        bureau, telephone = visit(size=DESK), visit(size=PHONE)
        bureau.sign_in("accueil")
        droit = at_a_right(bureau)
        sent(bureau, "CAF de Vénissieux")
        code = bureau.page.locator(".code-dit").inner_text().strip()
        bureau.open(droit)
        bureau.follow("Orienter vers un service")
        answered_for(bureau, "CAF de Vénissieux")
        expect(bureau.page.get_by_text("appelez le service : aucun rappel")).to_be_visible()
        bureau.unfold()
        bureau.check()
        orientation = bureau.page.url
        bureau.press("Donner un lien soi-même")
        lien = bureau.page.locator(".lien-remis").get_attribute("href") or ""
        bureau.check()

        telephone.page.goto(lien)
        expect(telephone.page.get_by_role("heading", level=1)).to_have_text("Répondre à une orientation")
        telephone.check()
        telephone.page.get_by_label("Le code de votre accueil").fill("000000" if code != "000000" else "111111")
        telephone.press("Ouvrir")
        expect(telephone.page.get_by_text("Ce n’est pas le bon code").first).to_be_visible()
        assert "mi-temps" not in telephone.page.content()
        telephone.page.get_by_label("Le code de votre accueil").fill(code)
        telephone.press("Ouvrir")
        expect(telephone.page.get_by_text("Elle travaille à mi-temps depuis mars.")).to_be_visible()
        telephone.check()
        telephone.page.get_by_label("Impossible", exact=True).check()
        telephone.press("Répondre")
        expect(telephone.page.get_by_text("Dites pourquoi").first).to_be_visible()
        telephone.page.get_by_label("Faite", exact=True).check()
        telephone.page.get_by_label(re.compile("la demande a-t-elle été déposée")).fill(date.today().isoformat())  # noqa: DTZ011  a day typed in a form
        telephone.press("Répondre")
        expect(telephone.page.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est arrivée")
        telephone.check()
        telephone.page.goto(lien)
        expect(telephone.page.get_by_role("heading", level=1)).to_have_text("Ce lien ne sert plus")
        telephone.check()

        bureau.page.goto(orientation)
        expect(bureau.page.get_by_text("répondu par le lien")).to_be_visible()
        bureau.check()
        bureau.open(droit)
        expect(bureau.page.get_by_role("main")).to_contain_text("Demande déposée")

    @pytest.mark.parametrize(
        ("size", "langue", "theme"), [(PHONE, "fr", "dark"), (PHONE, "ar", "light"), (DESK, "en", "light")], ids=["dark", "arabic", "english"]
    )
    def test_every_page_stands_in_each_language(self, visit: Open, size: tuple[int, int], langue: str, theme: str) -> None:
        visite = visit(size=size, theme=theme)
        visite.sign_in()
        visite.page.context.add_cookies([{"name": "do_langue", "value": langue, "url": visite.base}])
        for adresse in ("/orientations/", "/orientations/?vue=bloquees", "/orientations/recues/", "/orientations/services/", "/reponse/", "/reponse/merci/"):
            visite.open(adresse)
            visite.unfold()
            visite.check()


class TestCoordination:
    @pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
    def test_reads_what_blocks_and_no_name(self, visit: Open, size: tuple[int, int]) -> None:
        visite = visit(size=size)
        visite.sign_in("coordinateur")
        visite.follow("Voir les cas bloqués")
        visite.check()
        visite.follow("Référents des organismes")
        visite.page.get_by_label("Quelle sorte d’organisme").select_option("caf")
        visite.page.get_by_label("Nom de l’organisme").fill("CAF du Rhône")
        visite.page.get_by_label("Nom de la personne référente").fill("Nadia")
        visite.page.get_by_label("Son adresse électronique").fill("nadia@caf.test")
        visite.press("Noter")
        expect(visite.page.get_by_text("nadia@caf.test").first).to_be_visible()
        visite.check()
        visite.open("/irritants/")
        visite.check()
