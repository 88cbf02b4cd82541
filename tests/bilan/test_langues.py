"""The check-up in another language: questions with their French beside, amounts, mistakes, names by place."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import presentation, selectors
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.phrases import hypothesis_said, question_said, said
from droits_ouverts.bilan.rules import Membre, Reponses, check_person, default_name
from droits_ouverts.engine.phrases import Phrase
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.foundation import langue
from droits_ouverts.foundation.traduction import QUESTIONNAIRE, translated
from droits_ouverts.ui import langues
from droits_ouverts.ui.langues import Langue
from tests.bilan.estimations import COMPLETE

TIERS = "Est-ce que p2 vit aussi la moitié du temps chez son autre parent ?"


class TestPhrase:
    def test_it_is_the_french_sentence_and_keeps_its_model(self) -> None:
        phrase = Phrase("« {texte} » manque {fois} fois.", texte="a{b}", fois=2)

        assert phrase == "« a{b} » manque 2 fois."
        assert (phrase.modele, phrase.champs) == ("« {texte} » manque {fois} fois.", {"texte": "a{b}", "fois": 2})

    def test_it_is_said_in_the_language_in_force_with_the_sentences_that_fill_it(self) -> None:
        phrase = Phrase(
            "{valeur} est trop petit : le minimum est {borne}. Corrigez le nombre, ou écrivez null si vous ne savez pas.", valeur=3, borne=Phrase("oui")
        )

        assert said(phrase) == str(phrase)
        with langue.speaking("en"):
            assert said(phrase) == "3 is too small: the minimum is yes. Correct the number, or write null if you do not know."

    def test_a_person_without_a_name_is_called_by_her_place(self) -> None:
        enfants = tuple(Membre(id=f"p{n}", role=Role.ENFANT) for n in (1, 2))

        with langue.speaking("en"):
            assert said(default_name(enfants, enfants[1])) == "child 2"

    def test_the_refusal_of_a_person_is_said(self) -> None:
        erreurs = check_person(Reponses(mois="2026-11"), role=Role.ENFANT, date_naissance=None)

        with langue.speaking("ar"):
            assert said(erreurs["date_naissance"]).startswith("ينقص تاريخ الميلاد")


class TestQuestionSaid:
    def test_the_question_of_the_engine_is_found_again_with_the_name_in_it(self) -> None:
        with langue.speaking("en"):
            assert question_said("garde_alternee", TIERS, "p2", {"p2": "Noé"}) == translated(
                str(FAITS["garde_alternee"].question_tiers), QUESTIONNAIRE, "en"
            ).format(prenom="Noé")

    @pytest.mark.parametrize(("code", "fait", "question"), [("fr", "garde_alternee", TIERS), ("en", "inconnu", TIERS), ("en", "garde_alternee", "Autre ?")])
    def test_what_is_not_the_schema_s_stays_as_it_is(self, code: str, fait: str, question: str) -> None:
        with langue.speaking(code):
            assert question_said(fait, question, "p2", {"p2": "Noé"}) == ""

    def test_a_supposition_is_said(self) -> None:
        phrase = "Grossesse : non dit dans le fichier ; supposé : non."

        assert hypothesis_said(phrase) == phrase
        with langue.speaking("en"):
            assert hypothesis_said(phrase).endswith(": not said in the file; assumed: no.")
            assert hypothesis_said("Autre chose.") == "Autre chose."


class TestResults:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("fr", "Awa pourrait recevoir de 610 à 721\u00a0€ de plus par mois"),
            ("en", "Awa could receive €610 to €721 more per month"),
            ("ar", "قد يحصل Awa على \u2066610\u00a0€\u2069 إلى \u2066721\u00a0€\u2069 إضافية في الشهر"),
        ],
    )
    def test_the_sum_is_said_in_each_language(self, code: str, expected: str) -> None:
        with langue.speaking(code):
            assert presentation.headline(COMPLETE, "Awa") == expected

    @pytest.mark.parametrize("code", ["en", "ar"])
    def test_a_card_names_its_right_and_who_decides_in_the_language(self, code: str) -> None:
        francaises = {carte.code: carte for carte in presentation.cards(COMPLETE, {})}
        with langue.speaking(code):
            cartes = presentation.cards(COMPLETE, {})
            mots = {carte.code: carte.mot for carte in cartes}

        assert [carte.code for carte in cartes if carte.decide_par and carte.decide_par == francaises[carte.code].decide_par] == []
        assert [code for code, mot in mots.items() if mot == francaises[code].mot] == []


@pytest.mark.django_db
class TestScreens:
    @pytest.fixture
    def arabic(self, session: Client) -> Client:
        session.post("/langue/", {"language": "ar", "next": "/"})
        return session

    def test_each_question_has_its_french_beside_where_nobody_read_the_translation_again(self, arabic: Client, foyer: Bilan) -> None:
        soupe = BeautifulSoup(arabic.get(reverse("bilan:sujet", args=[foyer.pk, "logement"])).content, "html.parser")
        questions = soupe.select("fieldset.question")

        assert soupe.html is not None
        assert soupe.html["dir"] == "rtl"
        assert questions
        for question in questions:
            beside = question.select_one('[lang="fr"][dir="ltr"]')
            assert beside is not None
            assert beside.get_text(strip=True).endswith("?")
            legend = question.find("legend")
            assert legend is not None
            assert legend.get_text(strip=True).endswith("؟")

    def test_a_reviewed_translation_stands_alone(self, arabic: Client, foyer: Bilan, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(langues.PAR_CODE, "ar", Langue(code="ar", nom="العربية", sens="rtl", relue_par="un interprète"))

        soupe = BeautifulSoup(arabic.get(reverse("bilan:sujet", args=[foyer.pk, "logement"])).content, "html.parser")

        assert soupe.select('fieldset.question [lang="fr"]') == []

    @pytest.mark.parametrize(
        ("code", "typed", "kept"), [("en", "1,234.50", 1234.5), ("ar", "٦٥٠٫٥", 650.5), ("fr", "1 234,50", 1234.5), ("ar", "\u2066650\u2069", 650)]
    )
    def test_an_amount_is_read_as_its_language_writes_it(self, session: Client, foyer: Bilan, code: str, typed: str, kept: float) -> None:
        session.post("/langue/", {"language": code, "next": "/"})
        adresse = reverse("bilan:sujet", args=[foyer.pk, "logement"])
        session.post(adresse, {"menage.statut_occupation_logement": "v:locataire_hlm"})

        session.post(adresse, {"menage.loyer": "valeur", "menage.loyer:valeur": typed})

        foyer.refresh_from_db()
        assert selectors.open_answers(foyer).groupes["menage"]["loyer"] == kept

    def test_a_mistake_is_told_in_the_language(self, arabic: Client, foyer: Bilan) -> None:
        adresse = reverse("bilan:sujet", args=[foyer.pk, "logement"])
        arabic.post(adresse, {"menage.statut_occupation_logement": "v:locataire_hlm"})

        reponse = arabic.post(adresse, {"menage.loyer": "valeur", "menage.loyer:valeur": "beaucoup"})

        assert reponse.status_code == 422
        assert "«beaucoup» غير مفهوم" in reponse.content.decode()
