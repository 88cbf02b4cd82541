"""The sheet: one page, tagged, readable, with the words of the catalogue."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib

import pypdfium2
import pytest

from droits_ouverts.bilan import fiche
from droits_ouverts.droits.catalogue import load_catalogue
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
    pdf = pypdfium2.PdfDocument(contenu)
    try:
        texte = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        return len(pdf), re.sub(r"\s+", " ", texte)
    finally:
        pdf.close()


def inflated(brut: bytes) -> bytes:
    """A stream, decompressed where it is compressed."""
    try:
        return zlib.decompress(brut)
    except zlib.error:
        return brut


class TestPdf:
    def test_says_what_first_where_which_papers_and_who_decides(self) -> None:
        pages, texte = text_of(fiche.pdf(estimations.COMPLETE, SITUATION))

        assert pages == 1
        for mots in (
            "Vos droits : quoi demander, et où",
            "Awa pourrait recevoir de 610 € à 721 € de plus par mois.",
            "Estimation de novembre 2026. Ce n’est pas une décision.",
            "Commencez par le numéro 1.",
            "1. Prime d’activité",
            "environ 394 € par mois",
            "2. Aide au logement",
            "216 € à 326 € par mois",
            "caf.fr, demande de prime d’activité",
            "Papiers à préparer",
            "Bulletins de paie",
            "Qui décide",
            "OpenFisca",
            "Droits à vérifier",
            "Allocation de soutien familial",
        ):
            assert mots in texte, mots

    def test_shows_neither_what_is_received_nor_what_is_out_of_the_situation(self) -> None:
        _pages, texte = text_of(fiche.pdf(estimations.COMPLETE, SITUATION))

        assert "RSA" not in texte
        assert "rentrée scolaire" not in texte

    @pytest.mark.parametrize("langue", fiche.LANGUES)
    def test_stays_on_one_page_with_every_right_of_the_catalogue(self, langue: str) -> None:
        droits = [
            estimations.droit(code, droit.libelle, Statut.ELIGIBLE, montant_mensuel=Intervalle(min=10, max=900)) for code, droit in load_catalogue().items()
        ]

        pages, texte = text_of(fiche.pdf(estimations.estimation(*droits), SITUATION, langue))

        assert pages == 1
        assert "OpenFisca" in texte

    def test_is_tagged_has_a_language_and_a_title(self) -> None:
        contenu = fiche.pdf(estimations.COMPLETE, SITUATION, "en")

        pdf = pypdfium2.PdfDocument(contenu)
        try:
            assert pypdfium2.raw.FPDFCatalog_IsTagged(pdf)
            assert pdf.get_metadata_value("Title") == "Your rights: what to ask for, and where"
        finally:
            pdf.close()
        flux = b"".join(inflated(brut) for brut in re.findall(rb"stream\n(.*?)\nendstream", contenu, re.DOTALL))
        assert b"<pdfuaid:part>1</pdfuaid:part>" in flux or b'pdfuaid:part="1"' in flux
        assert b"/Lang (en)" in flux + contenu

    def test_in_english_the_sheet_s_own_words_are_english(self) -> None:
        _pages, texte = text_of(fiche.pdf(estimations.COMPLETE, SITUATION, "en"))

        assert "Awa could receive between €610 and €721 more each month." in texte
        assert "Papers to get ready" in texte
        assert "Papiers à préparer" not in texte

    def test_a_name_given_replaces_the_identifier(self) -> None:
        question = estimations.QuestionSuivante(fait="garde_alternee", entite="p2", question="Est-ce que p2 vit aussi chez son autre parent ?", gain=1)

        _pages, texte = text_of(fiche.pdf(estimations.estimation(estimations.PRIME, question=question), SITUATION, prenoms={"awa": "Fatou", "p2": "Moussa"}))

        assert "Est-ce que Moussa vit aussi" in texte

    def test_needs_no_settings_and_no_database(self) -> None:
        code = (
            "from tests.bilan import estimations, test_fiche as t; from droits_ouverts.bilan import fiche;"
            "from django.conf import settings; contenu = fiche.pdf(estimations.COMPLETE, t.SITUATION); assert not settings.configured; print(contenu[:4])"
        )

        sans = {nom: valeur for nom, valeur in os.environ.items() if nom != "DJANGO_SETTINGS_MODULE"}

        fini = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=sans)

        assert "%PDF" in fini.stdout, fini.stderr


class TestDocument:
    def test_arabic_keeps_the_french_beside_and_says_it_was_not_reviewed(self) -> None:
        document = fiche.document(estimations.COMPLETE, SITUATION, "ar")

        assert document.sens == "rtl"
        assert document.a_relire
        assert all(mot.francais and mot.francais != mot.texte for mot in document.mots.values())
        assert '<bdi dir="ltr">3230</bdi>' in fiche.html(document)

    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="'tlh'"):
            fiche.document(estimations.COMPLETE, SITUATION, "tlh")

    def test_without_anything_sure_it_says_so(self) -> None:
        assert fiche.document(estimations.estimation(estimations.ASF), SITUATION).aucun

    @pytest.mark.parametrize("langue", ["en", "ar"])
    def test_every_word_of_the_sheet_is_translated_and_compiled(self, langue: str) -> None:
        source = (fiche.ICI / "fiche.py").read_text(encoding="utf-8")
        phrases = set(re.findall(r'\b_\("([^"]+)"\)', source)) | {mot.texte for mot in fiche.document(estimations.COMPLETE, SITUATION).mots.values()}
        catalogue = dict(
            re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (fiche.ICI / "locale" / langue / "LC_MESSAGES" / "fiche.po").read_text(encoding="utf-8"), re.MULTILINE)
        )

        assert phrases <= set(catalogue)
        for phrase in phrases:
            assert fiche._translator(langue)(phrase) == catalogue[phrase]


class TestOrder:
    def test_health_cover_comes_before_a_fare_where_neither_has_an_amount(self) -> None:
        tcl = estimations.droit("tcl_solidaire_reduit", "Abonnement TCL Solidaire réduit", Statut.ELIGIBLE)
        sante = estimations.droit("c2s_sans_participation", "Complémentaire santé solidaire gratuite", Statut.ELIGIBLE)

        document = fiche.document(estimations.estimation(tcl, sante, estimations.PRIME), SITUATION)

        assert [droit.libelle.split(" ")[0] for droit in document.droits] == ["Prime", "Complémentaire", "Abonnement"]
