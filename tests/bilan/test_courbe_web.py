"""The page of the curve, without JavaScript unless a test says so; and what it says, over the engine's stand-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import services, trace
from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.ports import EtapeMoteur
from droits_ouverts.engine.courbe import Hypothese
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.foundation.langue import speaking
from tests.bilan.conftest import NOW
from tests.bilan.courbes import courbe
from tests.bilan.test_web import HTMX, page, words
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from tests.bilan.faux import FauxMoteur

LARGEUR, HAUTEUR = trace.LARGEUR, trace.HAUTEUR


@pytest.fixture
def adresse(foyer: Bilan) -> str:
    return reverse("bilan:courbe", args=[foyer.pk])


@pytest.mark.django_db
class TestPage:
    def test_nothing_is_computed_before_it_is_asked(self, session: Client, adresse: str, faux_moteur: FauxMoteur) -> None:
        soupe = page(session.get(adresse))

        assert soupe.select_one("form#courbe-demande button[type=submit]").get_text() == "Tracer la courbe"
        assert soupe.select_one("[hx-trigger=load]")["hx-post"] == adresse
        assert faux_moteur.courbes == []

    def test_the_drawing_stands_beside_its_table_after_a_sentence(self, session: Client, adresse: str) -> None:
        soupe = page(session.post(adresse))

        balises = [b.name for b in soupe.select("#courbe > .chapo, #courbe figure svg.courbe__dessin, #courbe table")]
        assert balises == ["p", "svg", "table", "table"]
        assert 9 <= len(soupe.select("table")[0].select("tbody tr")) <= 10
        assert "Avec une heure de plus par semaine au SMIC" in words(soupe)
        assert "une fois que tout est déclaré" in words(soupe)
        assert "12,31 € brut depuis le 1er juin 2026" in words(soupe).replace("\xa0", " ")

    def test_it_says_where_a_right_ends(self, session: Client, adresse: str) -> None:
        phrases = [phrase.get_text() for phrase in page(session.post(adresse)).select(".courbe__fins li")]

        assert any("1 140 €" in p.replace("\u202f", " ").replace("\xa0", " ") and "Prime d" in p for p in phrases)
        assert len(phrases) == 2

    def test_the_policy_of_the_page_is_kept(self, session: Client, adresse: str) -> None:
        for balise in page(session.post(adresse)).find_all(True):
            assert not balise.has_attr("style")
            assert not [nom for nom in balise.attrs if nom.startswith("on")]

    def test_nothing_is_stored(self, session: Client, adresse: str) -> None:
        session.post(adresse)

        assert not Estimation.objects.exists()

    def test_no_name_goes_to_the_engine(self, session: Client, adresse: str, faux_moteur: FauxMoteur) -> None:
        session.post(adresse)

        assert "Awa" not in str(faux_moteur.courbes)

    def test_a_fragment_is_enough_with_javascript(self, session: Client, adresse: str) -> None:
        assert b"<html" not in session.post(adresse, headers=HTMX).content

    @pytest.mark.parametrize(("texte", "dit"), [("1200", "Avec 1 200 €"), ("1 200,50 €", "Avec 1 200 €"), ("0", "Avec 0 €"), ("9000", "La courbe s’arrête à")])
    def test_a_wage_can_be_read_on_it(self, session: Client, adresse: str, texte: str, dit: str) -> None:
        soupe = page(session.post(adresse, {"salaire": texte}))

        assert dit in words(soupe).replace("\u202f", " ").replace("\xa0", " ")
        assert soupe.select_one("input[name=salaire]")["value"] == texte

    @pytest.mark.parametrize("texte", ["beaucoup", "-5", "1e9", "nan", "inf", "<script>", "9" * 400, "\x00"])
    def test_what_is_no_wage_is_said_and_nothing_typed_is_lost(self, session: Client, adresse: str, texte: str) -> None:
        reponse = session.post(adresse, {"salaire": texte, "personne": "'; --"})

        assert reponse.status_code == 200
        assert "n’est pas un salaire par mois" in words(page(reponse))
        assert page(reponse).select_one("input[name=salaire]")["aria-invalid"] == "true"
        assert page(reponse).select("svg.courbe__dessin")

    def test_the_wage_of_either_adult(self, session: Client, adresse: str, foyer: Bilan, ines: Compte, faux_moteur: FauxMoteur) -> None:
        services.add_person(bilan_id=foyer.pk, actor=ines, role=Role.CONJOINT, prenom="Ali", date_naissance=date(1990, 1, 1), now=NOW)

        soupe = page(session.post(adresse, {"personne": "p3"}))

        assert faux_moteur.courbes[-1][1] == "p3"
        assert "foyer de Ali" in words(soupe)
        session.post(adresse, {"personne": "p2"})
        assert faux_moteur.courbes[-1][1] == "p1", "a child has no curve"


@pytest.mark.django_db
class TestTrouble:
    def test_an_engine_that_warms_is_waited_for(self, session: Client, adresse: str, faux_moteur: FauxMoteur) -> None:
        faux_moteur.etape = EtapeMoteur.CHARGEMENT

        seule, fragment = session.post(adresse), session.post(adresse, headers=HTMX)

        assert (seule.status_code, fragment.status_code) == (503, 200)
        assert "lit la législation" in words(page(seule))
        assert "delay" in page(fragment).select_one("[hx-trigger]")["hx-trigger"]
        assert "Réessayer" in words(page(seule))

    def test_a_failure_is_not_a_no(self, session: Client, adresse: str, faux_moteur: FauxMoteur) -> None:
        faux_moteur.echoue = True

        soupe = page(session.post(adresse, {"salaire": "1200"}))

        assert "Cela ne dit rien des droits" in words(soupe)
        assert soupe.select_one("input[name=salaire]")["value"] == "1200"

    def test_another_structure_finds_nothing(self, adresse: str, session: Client) -> None:
        etranger = Client()
        etranger.force_login(MembreFactory.create().compte, backend="allauth.account.auth_backends.AuthenticationBackend")

        assert etranger.get(adresse).status_code == 404
        assert etranger.post(adresse).status_code == 404
        assert Client().get(adresse).status_code == 302

    def test_without_anybody_it_begins_by_the_household(self, session: Client, bilan: Bilan) -> None:
        assert session.get(reverse("bilan:courbe", args=[bilan.pk])).url == reverse("bilan:foyer", args=[bilan.pk])


class TestSaid:
    def test_what_is_uncertain_is_an_interval_and_a_band(self) -> None:
        vue = trace.view(courbe(bande=120), "Awa")

        assert vue.incertaine
        assert vue.dessin.bande
        assert " à " in vue.lignes[0].total
        assert trace.view(courbe(), "Awa").dessin.bande == ""

    def test_what_is_missing_and_changes_nothing_is_not_said(self) -> None:
        exacte = courbe()
        vague = replace(exacte, completions=3, hypotheses=(*exacte.hypotheses, Hypothese.REPONSES_MANQUENT))

        vue = trace.view(vague, "Awa")

        assert not vue.incertaine
        assert vue.hypotheses == trace.view(exacte, "Awa").hypotheses

    def test_a_sign_stays_before_its_amount_from_right_to_left(self) -> None:
        with speaking("ar"):
            reste = trace.view(courbe(), "").lignes[0].reste

        assert reste.startswith("\u2066+")

    def test_losing_by_working_more_is_said_plainly(self) -> None:
        phrase = trace.view(courbe(actuel=1110.0), "Awa").phrase

        assert "de moins par mois" in phrase

    def test_without_a_known_wage_it_compares_nothing_and_full_time(self) -> None:
        vue = trace.view(courbe(actuel=None), "")

        assert vue.phrase.startswith("Sans salaire, le foyer de cette personne")
        assert "à plein temps au SMIC" in vue.phrase
        assert not any(ligne.actuelle for ligne in vue.lignes)

    @pytest.mark.parametrize("langue", ["fr", "en", "ar"])
    def test_numbers_of_the_drawing_are_the_format_of_svg_in_every_language(self, langue: str) -> None:
        with speaking(langue):
            dessin = trace.view(courbe(bande=120), "Awa").dessin
        for liste in (dessin.total, dessin.bande, dessin.salaire):
            couples = [couple.split(",") for couple in liste.split(" ")]
            assert all(0 <= float(x) <= LARGEUR and 0 <= float(y) <= HAUTEUR for x, y in couples)

    def test_marks_never_cover_each_other(self) -> None:
        fins = trace.view(courbe(), "Awa").dessin.fins

        assert all(abs(a.x - b.x) >= 18 or abs(a.y - b.y) >= 18 for i, a in enumerate(fins) for b in fins[:i])
