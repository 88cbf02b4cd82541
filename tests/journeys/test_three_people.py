"""Three people of Vénissieux, from the sign-in to the sheet in their hand."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from playwright.sync_api import expect

from tests.journeys.households import AWA, LEO, RENE, describe, describe_awa
from tests.journeys.pages import PHONE, Open, Visite

AMOUNT = re.compile(r"\d[\d\u202f ]*\u00a0€\s*par mois")
PRIME = re.compile("Prime d.activité")
SUBJECTS = ["Votre famille", "Votre logement", "Votre activité", "Vos ressources"]


def expect_probable(visite: Visite, nom: str, *, amount: bool = False) -> None:
    """The right is shown as probable, with an amount a month where it has one."""
    card = visite.right(nom)
    expect(card).to_contain_text("Probable")
    if amount:
        expect(card).to_contain_text(AMOUNT)


def expect_awa_rights(visite: Visite) -> None:
    """What a lone mother of two who earns 900 € a month must be told."""
    assert re.match("Awa pourrait recevoir (de|environ) .*\u00a0€ de plus par mois", visite.title)
    for nom in ("Prime d’activité", "Aide au logement", "Allocation de soutien familial", "Allocations familiales"):
        expect_probable(visite, nom, amount=True)
    # Free or paid, one of the two.
    expect(visite.right("Complémentaire santé solidaire").filter(has_text="Probable")).to_have_count(1)
    expect(visite.page.get_by_text("Chaque mois d’attente ferait perdre environ").first).to_be_visible()
    expect(visite.page.get_by_text("C’est une estimation, pas une décision")).to_be_visible()


class TestLoneMother:
    def test_who_works_part_time_sees_her_rights_and_leaves_with_the_sheet(self, visit: Open, tmp_path: Path) -> None:
        visite = visit(size=PHONE)
        visite.sign_in()
        describe_awa(visite)

        titres = visite.go_through(AWA)

        assert titres[:4] == SUBJECTS
        expect_awa_rights(visite)
        visite.follow("La fiche à emporter")
        expect(visite.page.get_by_role("heading", name=PRIME)).to_be_visible()
        with visite.page.expect_download() as download:
            visite.follow("Télécharger la fiche")
        download.value.save_as(tmp_path / "fiche.pdf")
        self._check_sheet(tmp_path / "fiche.pdf")

    def _check_sheet(self, path: Path) -> None:
        document = pypdfium2.PdfDocument(path)
        try:
            assert len(document) == 1
            assert pdfium.FPDFCatalog_IsTagged(document.raw)
            text = re.sub(r"\s+", " ", document[0].get_textpage().get_text_range()).replace("’", "'")
        finally:
            document.close()
        for words in ("Awa", "Prime d'activité", "Aide au logement", "soutien familial", "Complémentaire santé solidaire", "OpenFisca"):
            assert words in text

    def test_without_javascript_goes_the_same_way(self, visit: Open) -> None:
        visite = visit(javascript=False)
        visite.sign_in()
        describe_awa(visite)

        assert visite.go_through(AWA)[0] == SUBJECTS[0]

        expect_awa_rights(visite)
        visite.follow("La fiche à emporter")
        expect(visite.page.get_by_role("heading", name=PRIME)).to_be_visible()
        # The sheet's language is chosen apart from the pages'.
        visite.page.get_by_role("main").get_by_role("link", name="English").click()
        expect(visite.page.get_by_role("heading", name="Your rights: what to ask for, and where")).to_be_visible()
        expect(visite.page.locator("html")).to_have_attribute("lang", "fr")


class TestYoungManWithoutResources:
    def test_is_told_of_the_rsj_and_why_not_of_the_rsa(self, visit: Open) -> None:
        visite = visit(theme="dark")
        visite.sign_in()
        describe("Léo", 22)(visite)

        visite.go_through(LEO)

        expect_probable(visite, "Revenu de solidarité jeunes", amount=True)
        visite.page.get_by_role("heading", name=re.compile("^Pas dans cette situation")).click()
        rsa = visite.right("Revenu de solidarité active")
        expect(rsa).to_contain_text("Pas dans cette situation")
        expect(rsa).to_contain_text("Pourquoi pas")
        expect(rsa).not_to_contain_text("€")


class TestRetiredMan:
    def test_with_a_pension_of_640_euros_is_told_of_the_aspa(self, visit: Open) -> None:
        visite = visit(size=PHONE, theme="dark")
        visite.sign_in()
        describe("René", 70)(visite)

        visite.go_through(RENE)

        expect_probable(visite, "Allocation de solidarité aux personnes âgées", amount=True)
        expect(visite.page.get_by_role("heading", level=1)).to_contain_text("René pourrait recevoir")
