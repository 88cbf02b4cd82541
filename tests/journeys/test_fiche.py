"""The sheet in the person's hand: only what she chose, in three languages, downloaded and printed, with codes that lead to pages open to all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.households import AWA, describe_awa
from tests.journeys.pages import DESK, Open, Visite

VOULUS = {"prime_activite": "Prime d’activité", "aides_logement": "Aide au logement"}
AUTRES = ("Allocation de soutien familial", "Allocations familiales", "Chèque énergie", "Complémentaire santé")
MOTS = {
    "fr": ("Vos droits : quoi demander, et où", "Papiers à préparer", "Au guichet, vous pouvez dire", "Je dépose ma demande"),
    "en": ("Your rights: what to ask for, and where", "Papers to get ready (Papiers à préparer):", "Translation not reviewed", "Je dépose ma demande"),
    # What reads from left to right stands whole in the text of a line that reads from right to left.
    "ar": ("Droits qui pourraient être demandés", "caf.fr", "Je dépose ma demande", "CRPA, art. L112-3"),
}
DU_SITE = ("Le catalogue des droits", "Les droits", "code source", "source code", "Télécharger", "Download", "Aller au contenu", "Skip", "Langue", "Language")
"""Words of the pages around the sheet: none goes to paper."""
ARABE = re.compile(r"[\u0600-\u06ff\ufb50-\ufeff]")


@contextmanager
def opened(contenu: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF and close it."""
    document = pypdfium2.PdfDocument(BytesIO(contenu))
    try:
        yield document
    finally:
        document.close()


def read(contenu: bytes) -> tuple[int, str, set[str]]:
    """Number of pages, text with spaces of all kinds made one, and what the codes say."""
    with opened(contenu) as document:
        texte = re.sub(r"\s+", " ", "\n".join(page.get_textpage().get_text_range() for page in document))
        codes = {code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil().convert("L"))}
        return len(document), texte, codes


def check_paper(contenu: bytes, langue: str, pages_max: int) -> None:
    """Hold a sheet on paper to say what it must in its language, and nothing that was not chosen."""
    pages, texte, codes = read(contenu)
    assert pages <= pages_max, langue
    for mots in (*MOTS[langue], "3230", *(VOULUS.values() if langue == "fr" else ())):
        assert mots in texte, f"{langue}: {mots}"
    for mots in (*AUTRES, *DU_SITE):
        assert mots not in texte, f"{langue}: {mots}"
    assert (len(ARABE.findall(texte)) > 300) == (langue == "ar")
    assert codes == {f"{settings.SITE_URL}/droits/{code}/" for code in VOULUS}


def choose(visite: Visite, code: str) -> None:
    """Say on its card that a right is wanted."""
    carte = visite.page.locator(f"#droit-{code}")
    carte.get_by_role("button", name=re.compile("^Je le veux")).click()
    expect(carte.locator(".choix-fait__phrase")).to_be_visible()


@pytest.fixture
def results(visit: Open) -> Visite:
    """The results of a lone mother of two, before any choice."""
    visite: Visite = visit(size=DESK)
    visite.sign_in()
    describe_awa(visite)
    visite.go_through(AWA)
    return visite


def test_the_sheet_holds_only_what_she_chose_on_screen_in_the_file_and_on_paper(results: Visite, tmp_path: Path) -> None:
    page = results.page
    resultats = page.url
    results.follow("La fiche à emporter")
    expect(page.get_by_text("Rien n’est encore choisi")).to_be_visible()
    expect(page.locator(".fiche__droit").nth(2)).to_be_visible()

    page.goto(resultats)
    for code in VOULUS:
        choose(results, code)
    page.get_by_role("main").get_by_role("link", name="La fiche à emporter").first.click()
    expect(page.get_by_text("Rien n’est encore choisi")).to_have_count(0)
    expect(page.locator(".fiche__droit h2")).to_contain_text(list(VOULUS.values()))

    adresse = page.url
    for langue in MOTS:
        page.goto(f"{adresse}?langue={langue}")
        expect(page.locator("article.fiche")).to_have_attribute("lang", langue)
        results.check()
        with page.expect_download() as download:
            page.locator('main a[href*="/fiche/pdf/"]').click()
        fichier = tmp_path / f"{langue}.pdf"
        download.value.save_as(fichier)
        # With the French beside, two rights may take both sides of the leaf.
        check_paper(fichier.read_bytes(), langue, pages_max=1 if langue == "fr" else 2)
        check_paper(page.pdf(prefer_css_page_size=True), langue, pages_max=2)


def test_the_code_leads_to_a_page_open_to_all(visit: Open) -> None:
    anyone = visit()
    for code, nom in VOULUS.items():
        answer = anyone.open(f"/droits/{code}/")
        assert answer is not None
        assert answer.status == 200
        assert anyone.title.startswith(nom)
        expect(anyone.page.get_by_role("main").get_by_role("heading", name="Où demander")).to_be_visible()
