"""The catalogue, read by somebody who has no account: found with a slip, read, reported, taken back, printed."""

from __future__ import annotations

import re
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open, Visite

PAGES = (
    "/droits/",
    "/droits/?q=mutuele",
    "/droits/?q=zzzzzz",
    "/droits/?famille=logement&public=jeune",
    "/droits/rsa/",
    "/droits/c2s_sans_participation/",
    "/droits/domiciliation/",
    "/droits/inconnu/",
)
SIGNALE = "Signalé, en cours de vérification"


def tap(visite: Visite, fait: str) -> None:
    """Say that a fact is no longer true."""
    with visite.page.expect_navigation():
        visite.page.locator(f"#{fait}").get_by_role("button", name="Ce n’est plus vrai").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "sans-js"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_right_is_found_with_a_slip_reported_and_taken_back(visit: Open, size: tuple[int, int], javascript: bool) -> None:
    visite = visit(size=size, javascript=javascript)
    visite.open("/droits/")
    visite.page.get_by_label("Chercher un droit").fill("surandetement")
    visite.press("Chercher")
    expect(visite.page.get_by_role("status")).to_contain_text("pour « surandetement »")
    visite.follow("Dossier de surendettement")
    assert visite.title == "Dossier de surendettement"

    tap(visite, "conditions-0")
    assert visite.title == "Merci, c’est signalé"
    visite.follow("Revenir à la page du droit")
    expect(visite.page.locator("#conditions-0")).to_contain_text(SIGNALE)

    visite.page.go_back()
    visite.press("Annuler le signalement")
    expect(visite.page.get_by_role("status")).to_contain_text("Le signalement est annulé")
    expect(visite.page.locator("#conditions-0")).not_to_contain_text(SIGNALE)


def test_the_list_is_narrowed_by_sentences(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.open("/droits/")
    visite.page.locator("summary").filter(has_text="Sujet").click()
    visite.follow("Transports")
    expect(visite.page.get_by_role("status")).to_have_text(re.compile("^\\s*3\\sdroits\\."))
    visite.page.locator("summary").filter(has_text="Pour qui").click()
    visite.follow("Étudiants")
    expect(visite.page.get_by_role("heading", name="Aucun droit ne réunit ces deux choix")).to_be_visible()
    visite.follow("Garder le sujet")
    expect(visite.page.get_by_role("link", name="Abonnement TCL Solidaire gratuit")).to_be_visible()


def test_all_is_done_with_the_keyboard(visit: Open) -> None:
    visite = visit()
    visite.open("/droits/")
    visite.page.get_by_label("Chercher un droit").focus()
    visite.page.keyboard.type("rsa")
    with visite.page.expect_navigation():
        visite.page.keyboard.press("Enter")
    visite.page.get_by_role("link", name="Revenu de solidarité active (RSA)").focus()
    with visite.page.expect_navigation():
        visite.page.keyboard.press("Enter")
    visite.page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name="Si la réponse ne convient pas").focus()
    visite.page.keyboard.press("Enter")
    expect(visite.page.get_by_role("heading", name="Si la réponse ne convient pas")).to_be_in_viewport()


def test_what_is_personal_is_refused_and_stays_typed(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.open("/droits/visale/")
    tap(visite, "conditions-0")
    visite.page.get_by_label("Ce que vous savez").fill("Appelez-moi au 06 12 34 56 78")
    visite.press("Envoyer")
    expect(visite.page.get_by_role("alert")).to_contain_text("Retirez le numéro de téléphone")
    visite.check()
    visite.page.get_by_label("Ce que vous savez").fill("Lu sur visale.fr")
    visite.press("Envoyer")
    expect(visite.page.get_by_role("main")).to_contain_text("Vous avez précisé : Lu sur visale.fr")
    visite.check()


def test_who_keeps_the_catalogue_settles_it(visit: Open) -> None:
    reader, keeper = visit(), visit(size=PHONE)
    reader.open("/droits/lep/")
    tap(reader, "montants-0")
    keeper.sign_in("responsable")
    keeper.open("/droits/signalements/")
    card = keeper.page.get_by_role("article").filter(has_text="Livret d’épargne populaire")
    keeper.check()
    card.get_by_label("Ce qui a été fait").fill("Toujours vrai, relu ce matin.")
    card.get_by_role("button", name="C’est réglé").click()
    expect(keeper.page.get_by_role("status")).to_contain_text("Le signalement est réglé")
    keeper.follow("Signalements réglés")
    expect(keeper.page.get_by_role("main")).to_contain_text("Toujours vrai, relu ce matin.")
    keeper.check()
    keeper.follow("Liens morts")
    keeper.check()
    reader.open("/droits/lep/")
    expect(reader.page.locator("#montants-0")).not_to_contain_text(SIGNALE)


@pytest.mark.parametrize(("code", "said"), [("rsa", "651,69 € par mois"), ("c2s_sans_participation", "3646"), ("domiciliation", "Cerfa 16029")])
def test_a_right_is_printed_with_its_code(visit: Open, code: str, said: str) -> None:
    visite = visit()
    visite.open(f"/droits/{code}/")
    printed = pypdfium2.PdfDocument(BytesIO(visite.page.pdf(prefer_css_page_size=True)))
    try:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in printed).split())
        codes = [found.text for page in printed for found in zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil().convert("L"))]
        count = len(printed)
    finally:
        printed.close()

    assert count <= 6
    assert said in text.replace("\u00a0", " ")
    assert "Ce n’est plus vrai" not in text
    assert "Vérifié le" in text
    assert [address.partition("/droits/")[2] for address in codes] == [f"{code}/"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_clean(visit: Open, size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    faults = []
    for path in PAGES:
        visite.open(path)
        visite.unfold()
        faults += visite.faults()
    assert not faults, "\n".join(faults)


def test_it_is_read_in_arabic_with_the_french_beside(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.open("/droits/rsa/")
    visite.page.locator("summary.menu__bouton").first.click()
    with visite.page.expect_navigation():
        visite.page.get_by_role("button", name="العربية").click()
    expect(visite.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(visite.page.locator("#ou_demander-4 bdi[dir=ltr]").first).to_have_text("3230")
    assert visite.page.locator('main [lang="fr"]').count() > 10
    visite.check()
