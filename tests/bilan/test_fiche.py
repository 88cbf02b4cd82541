"""The sheet: one page, tagged, readable, with the words of the catalogue."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from datetime import date

import pypdfium2
import pytest
import zxingcpp

from droits_ouverts.bilan import fiche
from droits_ouverts.bilan.fiche_pdf import html, pdf
from droits_ouverts.bilan.fiche_types import Contexte
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.guichet import GUICHET
from droits_ouverts.engine.results import Intervalle, Statut
from droits_ouverts.engine.situation_questionnaire import read
from tests.bilan import estimations

SITUATION = read(
    {
        "personnes": [
            {"id": "awa", "role": "demandeur", "faits": {"date_naissance": "1992-03-14"}},
            {"id": "p2", "role": "enfant", "faits": {"date_naissance": "2019-05-02"}},
        ]
    },
    "2026-11",
)


def text_of(contenu: bytes) -> tuple[int, str]:
    """Number of pages and text, spaces of all kinds made one."""
    lu = pypdfium2.PdfDocument(contenu)
    try:
        texte = "\n".join(page.get_textpage().get_text_range() for page in lu)
        return len(lu), re.sub(r"\s+", " ", texte)
    finally:
        lu.close()


def inflated(brut: bytes) -> bytes:
    """A stream, decompressed where it is compressed."""
    try:
        return zlib.decompress(brut)
    except zlib.error:
        return brut


class TestPdf:
    def test_says_what_first_where_which_papers_and_who_decides(self) -> None:
        pages, texte = text_of(pdf(estimations.COMPLETE, SITUATION))

        assert pages == 1
        for mots in (
            "Vos droits : quoi demander, et où",
            "Awa pourrait recevoir de 610 € à 721 € de plus par mois.",
            "Estimation de novembre 2026. Ce n’est pas une décision.",
            "Commencez par le numéro 1.",
            "1. Prime d’activité",
            "environ 394 € par mois",
            "2. Aide au logement",
            "216 à 326 € par mois",
            "caf.fr, demande de prime d’activité",
            "Au guichet, vous pouvez dire",
            "CRPA, art. L112-3",
            "Papiers à préparer",
            "Bulletins de paie",
            "Qui décide",
            "OpenFisca",
            "Droits à vérifier",
            "Allocation de soutien familial",
        ):
            assert mots in texte, mots

    def test_shows_neither_what_is_received_nor_what_is_out_of_the_situation(self) -> None:
        _pages, texte = text_of(pdf(estimations.COMPLETE, SITUATION))

        assert "RSA" not in texte
        assert "rentrée scolaire" not in texte

    @pytest.mark.parametrize("langue", fiche.LANGUES)
    def test_stays_on_one_page_with_every_right_of_the_catalogue(self, langue: str) -> None:
        droits = [
            estimations.droit(code, droit.libelle, Statut.ELIGIBLE, montant_mensuel=Intervalle(min=10, max=900)) for code, droit in load_catalogue().items()
        ]

        pages, texte = text_of(pdf(estimations.estimation(*droits), SITUATION, Contexte(langue=langue)))

        assert pages == 1
        assert "OpenFisca" in texte

    def test_is_tagged_has_a_language_and_a_title(self) -> None:
        contenu = pdf(estimations.COMPLETE, SITUATION, Contexte(langue="en"))

        lu = pypdfium2.PdfDocument(contenu)
        try:
            assert pypdfium2.raw.FPDFCatalog_IsTagged(lu)
            assert lu.get_metadata_value("Title") == "Your rights: what to ask for, and where"
        finally:
            lu.close()
        flux = b"".join(inflated(brut) for brut in re.findall(rb"stream\n(.*?)\nendstream", contenu, re.DOTALL))
        assert b"<pdfuaid:part>1</pdfuaid:part>" in flux or b'pdfuaid:part="1"' in flux
        assert b"/Lang (en)" in flux + contenu

    def test_in_english_the_sheet_s_own_words_are_english(self) -> None:
        _pages, texte = text_of(pdf(estimations.COMPLETE, SITUATION, Contexte(langue="en")))

        assert "Awa could receive between €610 and €721 more each month." in texte
        assert "Papers to get ready" in texte
        assert "(Papiers à préparer):" in texte

    def test_a_name_given_replaces_the_identifier(self) -> None:
        question = estimations.QuestionSuivante(fait="garde_alternee", entite="p2", question="Est-ce que p2 vit aussi chez son autre parent ?", gain=1)

        _pages, texte = text_of(
            pdf(estimations.estimation(estimations.PRIME, question=question), SITUATION, Contexte(prenoms={"awa": "Fatou", "p2": "Moussa"}))
        )

        assert "Est-ce que Moussa vit aussi" in texte

    def test_needs_no_settings_and_no_database(self) -> None:
        code = (
            "from tests.bilan import estimations, test_fiche as t; from droits_ouverts.bilan.fiche_pdf import pdf;"
            "from django.conf import settings; contenu = pdf(estimations.COMPLETE, t.SITUATION); assert not settings.configured; print(contenu[:4])"
        )

        sans = {nom: valeur for nom, valeur in os.environ.items() if nom != "DJANGO_SETTINGS_MODULE"}

        fini = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=sans)

        assert "%PDF" in fini.stdout, fini.stderr


class TestDocument:
    def test_arabic_keeps_the_french_beside_and_says_it_was_not_reviewed(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(langue="ar"))

        assert document.sens == "rtl"
        assert document.a_relire
        assert all(mot.francais and mot.francais != mot.texte for mot in document.mots.values())
        assert '<bdi class="fiche__tel" dir="ltr">3230</bdi>' in html(document)

    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="'tlh'"):
            fiche.document(estimations.COMPLETE, SITUATION, Contexte(langue="tlh"))

    def test_without_anything_sure_it_says_so(self) -> None:
        assert fiche.document(estimations.estimation(estimations.ASF), SITUATION).aucun

    @pytest.mark.parametrize("langue", ["en", "ar"])
    def test_every_word_of_the_sheet_is_translated_and_compiled(self, langue: str) -> None:
        source = (fiche.ICI / "fiche.py").read_text(encoding="utf-8")
        phrases = set(re.findall(r'\b_\("([^"]+)"\)', source)) | {mot.texte for mot in fiche.document(estimations.COMPLETE, SITUATION).mots.values()}
        phrases |= (
            set(re.findall(r'_word\("([^"]+)"', source))
            | set(re.findall(r'_filled\("([^"]+)"', source))
            | set(re.findall(r'modele = "([^"]+)"', source))
            | {str(e.texte) for e in GUICHET}
        )
        catalogue = dict(
            re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (fiche.ICI / "locale" / langue / "LC_MESSAGES" / "fiche.po").read_text(encoding="utf-8"), re.MULTILINE)
        )

        assert phrases <= set(catalogue)
        for phrase in phrases:
            assert fiche._translator(langue)(phrase) == catalogue[phrase]


class TestChoices:
    """Only what she chose is on the sheet."""

    def test_what_she_did_not_choose_is_not_named(self) -> None:
        contexte = Contexte(voulus=["aides_logement"], plus_tard=["ars"])

        _pages, texte = text_of(pdf(estimations.COMPLETE, SITUATION, contexte))

        assert "1. Aide au logement" in texte
        assert "Pour plus tard : Allocation de rentrée scolaire" in texte
        assert "Prime d’activité" not in texte
        assert "Allocation de soutien familial" not in texte

    def test_what_she_set_aside_is_not_named_where_nothing_is_wanted_yet(self) -> None:
        contexte = Contexte(hors_fiche={"aides_logement", "asf"})

        document = fiche.document(estimations.COMPLETE, SITUATION, contexte)
        _pages, texte = text_of(pdf(estimations.COMPLETE, SITUATION, contexte))

        assert "1. Prime d’activité" in texte
        assert "Aide au logement" not in texte
        assert "soutien familial" not in texte
        assert document.phrase.texte == "Droits qui pourraient être demandés : 1."

    def test_where_everything_is_set_aside_the_sheet_says_that_nothing_is_chosen(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(hors_fiche={d.code for d in estimations.COMPLETE.droits}))

        assert document.aucun == "Aucun droit n’est choisi pour l’instant."
        assert document.a_verifier == ""

    def test_a_right_that_is_to_check_can_be_chosen(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(voulus=["asf"]))

        assert [droit.libelle.texte for droit in document.droits] == [load_catalogue()["asf"].libelle]
        assert document.aucun == ""
        assert document.droits[0].doute
        assert document.droits[0].doute.texte.startswith("À vérifier")

    def test_only_a_right_that_is_to_check_is_told_as_doubtful(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(voulus=["asf", "prime_activite"]))

        assert [bool(droit.doute) for droit in document.droits] == [False, True]

    def test_the_sum_of_everything_is_told_only_where_everything_is_chosen(self) -> None:
        une = fiche.document(estimations.COMPLETE, SITUATION, Contexte(voulus=["aides_logement"]))
        toutes = fiche.document(estimations.COMPLETE, SITUATION, Contexte(voulus=["aides_logement", "prime_activite"]))

        assert une.phrase.texte == "Droits qui pourraient être demandés : 1."
        assert "de 610" in toutes.phrase.texte

    def test_a_right_lost_by_waiting_is_to_be_asked_before_the_end_of_the_month(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(voulus=["prime_activite", "asf"], jour=date(2028, 2, 3)))

        avant = {droit.libelle.texte: droit.avant.texte if droit.avant else "" for droit in document.droits}
        assert avant["Prime d’activité"] == "Avant le 29 février 2028 : un mois d’attente ne se rattrape pas."
        assert avant[load_catalogue()["asf"].libelle] == ""

    @pytest.mark.parametrize("langue", fiche.LANGUES)
    def test_more_than_a_page_holds_takes_both_sides_of_one_leaf(self, langue: str) -> None:
        codes = list(load_catalogue())[:8]
        droits = [estimations.droit(code, code, Statut.ELIGIBLE, montant_mensuel=Intervalle(min=10, max=900)) for code in codes]

        pages, texte = text_of(pdf(estimations.estimation(*droits), SITUATION, Contexte(langue=langue, voulus=codes)))

        assert pages == 2
        assert re.search(r"\b[12] / [12]\b", texte)


class TestLanguages:
    def test_the_french_stands_beside_what_nobody_read_again(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(langue="en", voulus=["prime_activite"], jour=date(2026, 11, 25)))
        droit = document.droits[0]
        assert droit.avant
        assert droit.delai

        for mot in (droit.libelle, droit.avant, droit.delai, *droit.lieux, *droit.papiers):
            assert mot.langue == "en"
            assert mot.francais
            assert mot.francais != mot.texte

    @pytest.mark.parametrize(
        ("langue", "mots"),
        [
            ("fr", ("Avant le 30 novembre 2026", "Où demander : caf.fr", "Qui appeler : 3230", "Le texte :")),
            ("en", ("Before 30 November 2026", "Where to ask", "(Où demander)", "Whom to call", "3230", "Translation not reviewed", "Je dépose ma demande")),
            ("ar", ("3230", "(Où demander)", "caf.fr", "Je dépose ma demande", "CRPA, art. L112-3")),
        ],
    )
    def test_the_printed_text_says_the_same_in_each(self, langue: str, mots: tuple[str, ...]) -> None:
        contexte = Contexte(langue=langue, voulus=["prime_activite"], jour=date(2026, 11, 25))

        _pages, texte = text_of(pdf(estimations.COMPLETE, SITUATION, contexte))

        for mot in mots:
            assert mot in texte, mot

    def test_arabic_letters_are_printed(self) -> None:
        _pages, texte = text_of(pdf(estimations.COMPLETE, SITUATION, Contexte(langue="ar", voulus=["prime_activite"])))

        assert len(re.findall(r"[\u0600-\u06ff\ufb50-\ufeff]", texte)) > 200

    def test_numbers_of_telephones_are_never_cut_nor_turned(self) -> None:
        page = html(fiche.document(estimations.COMPLETE, SITUATION, Contexte(langue="ar")))
        style = (fiche.ICI / "static" / "bilan" / "fiche.css").read_text(encoding="utf-8")

        assert '<bdi class="fiche__tel" dir="ltr">3230</bdi>' in page
        assert re.search(r"\.fiche__tel \{[^}]*white-space: nowrap", style)


class TestAnonymous:
    def test_a_line_is_left_for_the_code_of_an_anonymous_check_up_only(self) -> None:
        _pages, avec = text_of(pdf(estimations.COMPLETE, SITUATION, Contexte(anonyme=True)))
        _pages, sans = text_of(pdf(estimations.COMPLETE, SITUATION))

        assert "Le code pour reprendre ce bilan :" in avec
        assert "Le code pour reprendre" not in sans


class TestQr:
    def test_it_leads_to_the_public_page_and_says_nothing_of_the_person(self) -> None:
        contexte = Contexte(voulus=["prime_activite"], site="https://droits.exemple.fr", prenoms={"awa": "Fatou"})

        image = pypdfium2.PdfDocument(pdf(estimations.COMPLETE, SITUATION, contexte))[0].render(scale=4).to_numpy()

        assert [code.text for code in zxingcpp.read_barcodes(image)] == ["https://droits.exemple.fr/droits/prime_activite/"]

    def test_without_the_service_s_address_there_is_none(self) -> None:
        page = html(fiche.document(estimations.COMPLETE, SITUATION))

        assert "<svg" not in page
        assert "carré noir" not in page


class TestOrder:
    def test_health_cover_comes_before_a_fare_where_neither_has_an_amount(self) -> None:
        tcl = estimations.droit("tcl_solidaire_reduit", "Abonnement TCL Solidaire réduit", Statut.ELIGIBLE)
        sante = estimations.droit("c2s_sans_participation", "Complémentaire santé solidaire gratuite", Statut.ELIGIBLE)

        document = fiche.document(estimations.estimation(tcl, sante, estimations.PRIME), SITUATION)

        assert [droit.libelle.texte.split(" ")[0] for droit in document.droits] == ["Prime", "Complémentaire", "Abonnement"]


class TestOpinions:
    """The sheet follows the professional's opinion in force."""

    def test_a_right_overruled_is_not_printed_as_one_to_ask(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(avis={"prime_activite": "hors", "asf": "probable"}))

        libelles = [droit.libelle.texte for droit in document.droits]
        assert "Prime d’activité" not in libelles
        assert load_catalogue()["asf"].libelle in libelles

    def test_a_wanted_right_that_is_not_computed_is_printed(self) -> None:
        code = next(code for code in load_catalogue() if code not in {d.code for d in estimations.COMPLETE.droits})

        document = fiche.document(estimations.COMPLETE, SITUATION, Contexte(voulus=[code]))

        assert [droit.libelle.texte for droit in document.droits] == [load_catalogue()[code].libelle]
        assert document.droits[0].montant == ""
