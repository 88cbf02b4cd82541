"""The papers of a person, on a phone and at a desk: photographed, straightened, described, handed over by a link, and made to answer her check-up."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.documents.papiers_ecrits import ATTESTATION_CAF, written
from tests.factories.papiers import drawn, jpeg, on_a_table
from tests.journeys.pages import DESK, PHONE, Open, Visite
from tests.journeys.test_droits_personne import her_page

FICHIERS = "#id_fichiers"


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of a sheet on a table, as a telephone takes it."""
    chemin = tmp_path_factory.mktemp("papiers") / "photo.jpg"
    chemin.write_bytes(jpeg(on_a_table(drawn(), (2400, 3200)), quality=92))
    return chemin


def added(visite: Visite) -> None:
    with visite.page.expect_navigation(url=re.compile(r"/papiers/[0-9a-f-]{36}/$"), timeout=60_000):
        visite.press("Ajouter")


def add_after_a_mistake(visite: Visite, photo: Path, faux: Path) -> None:
    """A wrong file costs nothing: the photo that was there is still there."""
    page = visite.page
    visite.follow("Ajouter un papier")
    visite.check()
    visite.press("Ajouter")
    expect(page.get_by_text("Prenez une photo ou choisissez un fichier")).to_be_visible()
    page.locator(FICHIERS).set_input_files([photo, faux])
    expect(page.get_by_role("listitem").filter(has_text=".jpg")).to_have_count(2)
    visite.press("Ajouter")
    expect(page.get_by_role("alert").filter(has_text="abîmé").filter(has_text="faux.jpg")).to_be_visible(timeout=60_000)
    visite.check()
    page.get_by_role("button", name="Enlever faux.jpg").click()
    page.get_by_label("Quel papier").select_option("logement")
    added(visite)


def describe(visite: Visite) -> None:
    """Its page: straightened, described, soon to be renewed."""
    page = visite.page
    expect(page.get_by_text("1 photo a été redressée")).to_be_visible()
    image = page.get_by_role("img", name="Page 1 sur 1")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth > 500)")
    visite.check()
    page.get_by_label("Son nom").fill("Bail de la rue Neuve")
    page.get_by_label("Valable jusqu’au").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    with page.expect_navigation():
        visite.press("Enregistrer")
    expect(page.get_by_text("valable encore 20 jours")).to_be_visible()
    visite.check()
    visite.open("/papiers/a-renouveler/")
    expect(page.get_by_role("main").get_by_role("link", name="Bail de la rue Neuve").first).to_be_visible()
    visite.check()


def hand_over(visite: Visite, dehors: Visite) -> None:
    """Handed over to somebody without an account, then taken back."""
    page = visite.page
    papier = page.url.removeprefix(visite.base)
    visite.follow("Le confier par un lien")
    visite.check()
    page.get_by_label("Pour qui, et pour quoi").fill("Pour la demande de logement")
    visite.press("Faire le lien")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le lien est prêt")
    visite.check()
    lien = re.sub(r"^https?://[^/]+", "", page.locator(".confie__lien").inner_text())
    code = page.locator(".confie__code").inner_text()

    dehors.open(lien)
    dehors.check()
    assert "Papiers" not in dehors.page.get_by_role("main").inner_text()
    dehors.page.get_by_label("code").fill("000 000" if code != "000 000" else "111 111")
    dehors.press("Recevoir le document")
    expect(dehors.page.get_by_text("Ce n’est pas le bon code").first).to_be_visible()
    dehors.check()
    dehors.page.get_by_label("code").fill(code)
    with dehors.page.expect_download() as recu:
        dehors.press("Recevoir le document")
    assert Path(recu.value.path()).read_bytes().startswith(b"%PDF-")

    visite.open(papier)
    expect(page.get_by_text("Ouvert 1 fois sur 5")).to_be_visible()
    visite.press("Annuler ce lien")
    expect(page.get_by_text("il n’ouvre plus rien")).to_be_visible()
    dehors.open(lien)
    expect(dehors.page.get_by_role("heading", level=1)).to_have_text("Ce lien ne s’ouvre pas")


def take_away_and_put_back(visite: Visite) -> None:
    """Undone within the minute."""
    page = visite.page
    visite.press("Le retirer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Papier retiré")
    visite.check()
    visite.press("Le remettre (pendant une minute)")
    expect(page.get_by_role("main").get_by_role("link", name="Bail de la rue Neuve")).to_be_visible()


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk in the dark"])
def test_a_paper_is_photographed_described_and_handed_over(visit: Open, photo: Path, tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    visite, dehors = visit(size=size, theme=theme), visit(size=PHONE)
    visite.sign_in()
    ici = her_page(visite, f"Papiers {theme}")
    visite.check()
    faux = tmp_path / "faux.jpg"
    faux.write_bytes(b"\xff\xd8\xff pas une photo")

    add_after_a_mistake(visite, photo, faux)
    describe(visite)
    visite.open(f"{ici}papiers/")
    visite.follow("Bail de la rue Neuve")
    hand_over(visite, dehors)
    take_away_and_put_back(visite)


def test_without_script_a_paper_is_added_all_the_same(visit: Open, photo: Path) -> None:
    avec = visit(size=PHONE)
    avec.sign_in()
    ici = her_page(avec, "Nina Papiers")
    visite = visit(size=PHONE, javascript=False)
    visite.sign_in()
    visite.open(f"{ici}papiers/ajouter/")

    visite.press("Ajouter")
    expect(visite.page.get_by_text("Aucun fichier n’est arrivé")).to_be_visible()
    visite.page.locator(FICHIERS).set_input_files([photo, photo])
    visite.press("Ajouter")

    expect(visite.page.get_by_text("Le papier est ajouté : 2 pages".replace(" :", "\u00a0:"))).to_be_visible(timeout=60_000)


def test_an_attestation_answers_her_check_up(visit: Open, tmp_path: Path) -> None:
    visite = visit(size=PHONE)
    page = visite.page
    visite.sign_in()
    ici = her_page(visite, "Rosa Papiers")
    attestation = tmp_path / "attestation.pdf"
    attestation.write_bytes(written(ATTESTATION_CAF))
    visite.open(f"{ici}papiers/ajouter/")
    page.locator(FICHIERS).set_input_files(attestation)
    page.get_by_label("Quel papier").select_option("attestation")
    added(visite)

    visite.open(ici)
    page.locator("a.carte[href*='/bilan/']").first.click()
    visite.wait_for_results()
    visite.follow("Ses papiers répondent")
    visite.check()
    visite.follow("Attestation d’un organisme")
    visite.check()
    quotient = page.locator("article.carte").filter(has_text="quotient familial")
    expect(quotient.get_by_text("Votre quotient familial pour octobre 2026 est de 456")).to_be_visible()
    quotient.get_by_role("button", name="Oui, c’est sa réponse").click()

    expect(page.locator("article.carte").filter(has_text="quotient familial").get_by_text("Déjà dans le bilan")).to_be_visible()
    expect(page.get_by_role("button", name="Oui, c’est sa réponse")).to_have_count(3)
    visite.check()
