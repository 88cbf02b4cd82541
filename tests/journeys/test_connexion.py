"""Signing in with a passkey that Chromium's own virtual device holds, and the pages of one's account."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from droits_ouverts.config.demo.types import DEMO_PASSWORD
from tests.journeys.pages import PHONE, Open, Visite


@pytest.fixture
def karim(visit: Open) -> Visite:
    """An account on a phone whose device holds passkeys. Browsers give none to a bare number: the service is called by its name."""
    visite = visit(size=PHONE)
    visite.base = visite.base.replace("127.0.0.1", "localhost")
    visite.sign_in("mediateur")
    return visite


def device(visite: Visite) -> tuple[Any, str]:
    """Give the browser a device that recognises its holder; return what changes it."""
    outils = visite.page.context.new_cdp_session(visite.page)
    outils.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    made = outils.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    return outils, str(made["authenticatorId"])


def menu(visite: Visite) -> None:
    visite.page.locator("summary", has_text="Karim").click()


def sign_out(visite: Visite) -> None:
    menu(visite)
    visite.page.get_by_role("button", name="Se déconnecter").click()


def manage(karim: Visite) -> None:
    """See the sessions, rename the passkey, remove it."""
    karim.open("/compte/sessions/")
    karim.check()
    karim.open("/compte/deux-etapes/cles/")
    karim.check()
    karim.follow("Changer son nom")
    karim.check()
    karim.page.get_by_label("Son nom").fill("Téléphone de Karim")
    karim.press("Enregistrer")
    karim.page.get_by_role("link", name="Retirer").click()
    karim.check()
    karim.press("Retirer")
    expect(karim.page.get_by_text("Aucune clé d’accès pour le moment.")).to_be_visible()


def test_a_passkey_is_added_opens_alone_then_as_second_step_and_is_removed(karim: Visite) -> None:
    outils, numero = device(karim)
    page = karim.page
    menu(karim)
    page.get_by_role("link", name="Votre compte").click()
    karim.check()
    karim.follow("Mettre en place les deux étapes")
    karim.check()
    karim.follow("Ajouter une clé d’accès")
    expect(page.get_by_role("button", name="Ajouter une clé d’accès")).to_be_visible()
    karim.check()
    karim.press("Ajouter une clé d’accès")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    karim.check()

    sign_out(karim)
    expect(page.get_by_role("button", name="Entrer avec une clé d’accès")).to_be_visible()
    karim.check()
    karim.press("Entrer avec une clé d’accès")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Karim")

    sign_out(karim)
    page.get_by_label("Adresse électronique").fill("mediateur@demo.droits-ouverts.fr")
    page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    karim.press("Se connecter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seconde étape")
    karim.check()
    karim.press("Utiliser une clé d’accès")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Karim")

    # The holder is not recognised: nothing opens, the page says it, a code on paper does.
    sign_out(karim)
    outils.send("WebAuthn.setUserVerified", {"authenticatorId": numero, "isUserVerified": False})
    karim.press("Entrer avec une clé d’accès")
    expect(page.get_by_role("alert").first).to_contain_text("n’a pas répondu")
    karim.check()
    page.get_by_label("Adresse électronique").fill("mediateur@demo.droits-ouverts.fr")
    page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    karim.press("Se connecter")
    page.get_by_label("Code").fill(codes[0])
    karim.press("Se connecter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Karim")

    manage(karim)


def test_without_javascript_a_code_is_offered(visit: Open) -> None:
    sofia = visit(size=PHONE, javascript=False)
    sofia.sign_in("accueil")
    sofia.open("/compte/deux-etapes/application/")
    expect(sofia.page.get_by_label("Le code à six chiffres")).to_be_visible()
    sofia.open("/compte/deux-etapes/cles/ajouter/")
    expect(sofia.page.get_by_text("a besoin de JavaScript")).to_be_visible()


def test_the_page_of_an_application_is_clean(visit: Open) -> None:
    sofia = visit(size=PHONE, theme="dark")
    sofia.sign_in("accueil")
    sofia.open("/compte/deux-etapes/application/")
    sofia.check()
