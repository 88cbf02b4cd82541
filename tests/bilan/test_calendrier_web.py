"""The page of the calendar and what is said beside the cards, over the engine's stand-in; and their sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import agenda, eclaircies
from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.ports import EtapeMoteur
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme.calendrier import Calendrier, Cause, Evenement, GenreCause, Nature, Suppose
from droits_ouverts.engine.programme.eclairage import Comparaison, Echec, EclairageDroit, Terme
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.foundation.langue import speaking
from tests.bilan.eclairages import CALENDRIER, ECLAIRAGE, FIN_PRIME, bascule, echec, exact
from tests.bilan.faux import FauxMoteur
from tests.bilan.test_web import HTMX, page, words
from tests.factories.structures import MembreFactory
from tests.house.test_budgets import LIGNE

PRENOMS = {"p1": "Awa", "p2": "Moussa"}
NAISSANCES = {"p1": date(1992, 3, 14), "p2": date(2019, 5, 2)}


def plain(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def adresse(foyer: Bilan) -> str:
    return reverse("bilan:calendrier", args=[foyer.pk])


@pytest.fixture
def beside(foyer: Bilan) -> str:
    return reverse("bilan:eclairage", args=[foyer.pk])


@pytest.fixture
def estime(session: Client, foyer: Bilan) -> None:
    """The estimate of the household is done: its results can be shown."""
    session.post(reverse("bilan:estimation", args=[foyer.pk]))


@pytest.mark.django_db
class TestCalendar:
    def test_nothing_is_computed_before_it_is_asked(self, session: Client, adresse: str, faux_moteur: FauxMoteur) -> None:
        soupe = page(session.get(adresse))

        assert soupe.select_one("form#calendrier-demande button").get_text() == "Calculer le calendrier"
        assert "load" in soupe.select_one("form#calendrier-demande")["hx-trigger"]
        assert faux_moteur.calendriers == []

    def test_months_in_order_with_whose_birthday_and_what_to_do(self, session: Client, adresse: str) -> None:
        soupe = page(session.post(adresse))

        assert [h.get_text() for h in soupe.select(".calendrier__mois h2")] == ["avril 2027", "juin 2027"]
        texte = plain(words(soupe))
        assert "Moussa aura 8 ans en mai 2027." in texte
        assert "de 394 € à 402 € par mois" in texte
        assert "À demander en juin 2027" in texte
        assert len(soupe.select("table tbody tr")) == 3

    def test_it_says_how_far_it_goes_and_that_absence_is_no_answer(self, session: Client, adresse: str) -> None:
        texte = words(page(session.post(adresse)))

        assert "Ce calendrier va jusqu’à août 2027" in texte
        assert "n’est pas un non" in texte

    def test_what_comes_back_is_of_the_catalogue(self, session: Client, adresse: str) -> None:
        assert "Prime d" in words(page(session.post(adresse)).select_one(".calendrier__retours"))

    def test_nothing_is_stored_and_no_name_is_sent(self, session: Client, adresse: str, faux_moteur: FauxMoteur) -> None:
        session.post(adresse)

        assert not Estimation.objects.exists()
        assert "Awa" not in str(faux_moteur.calendriers)

    def test_a_fragment_is_enough_with_javascript(self, session: Client, adresse: str) -> None:
        reponse = session.post(adresse, headers=HTMX)

        assert b"<html" not in reponse.content
        assert b"avril 2027" in reponse.content

    def test_no_promise_and_no_forbidden_word(self, session: Client, adresse: str) -> None:
        texte = words(page(session.post(adresse))).lower()

        assert "éligible" not in texte
        assert "vous aurez" not in texte
        assert "pourrait" in texte

    @pytest.mark.parametrize("langue", ["en", "ar"])
    def test_in_other_languages_nothing_stays_in_french(self, session: Client, adresse: str, langue: str) -> None:
        session.cookies[settings.LANGUAGE_COOKIE_NAME] = langue

        texte = words(page(session.post(adresse)).select_one("#calendrier"))

        assert "pourrait" not in texte
        assert "par mois" not in texte

    def test_the_weight_and_the_queries_of_the_page(self, session: Client, adresse: str, django_assert_max_num_queries: object) -> None:
        session.post(adresse)
        with django_assert_max_num_queries(12 + LIGNE):  # type: ignore[operator]  # pytest-django's fixture
            reponse = session.post(adresse)

        assert len(reponse.content) < 150_000


@pytest.mark.django_db
class TestTrouble:
    @pytest.mark.parametrize("nom", ["calendrier", "eclairage"])
    def test_a_month_that_is_not_compiled_is_said_so(self, session: Client, foyer: Bilan, faux_moteur: FauxMoteur, nom: str) -> None:
        faux_moteur.compile = False

        reponse = session.post(reverse(f"bilan:{nom}", args=[foyer.pk]))

        assert reponse.status_code == 200
        assert "pas encore prêt" in words(page(reponse))

    @pytest.mark.parametrize("nom", ["calendrier", "eclairage"])
    def test_an_engine_that_warms_is_waited_for(self, session: Client, foyer: Bilan, faux_moteur: FauxMoteur, nom: str) -> None:
        faux_moteur.etape = EtapeMoteur.CHARGEMENT

        seule, fragment = session.post(reverse(f"bilan:{nom}", args=[foyer.pk])), session.post(reverse(f"bilan:{nom}", args=[foyer.pk]), headers=HTMX)

        assert (seule.status_code, fragment.status_code) == (503, 200)
        assert "lit la législation" in words(page(seule))
        assert "delay" in fragment.content.decode()

    @pytest.mark.parametrize("nom", ["calendrier", "eclairage"])
    def test_a_failure_is_not_a_no(self, session: Client, foyer: Bilan, faux_moteur: FauxMoteur, nom: str) -> None:
        faux_moteur.echoue = True

        assert "Cela ne dit rien des droits" in words(page(session.post(reverse(f"bilan:{nom}", args=[foyer.pk]))))

    @pytest.mark.parametrize("nom", ["calendrier", "eclairage"])
    def test_a_check_up_of_others_does_not_exist(self, client: Client, foyer: Bilan, nom: str) -> None:
        autre = MembreFactory.create().compte
        client.force_login(autre, backend="allauth.account.auth_backends.AuthenticationBackend")

        assert client.post(reverse(f"bilan:{nom}", args=[foyer.pk])).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("estime")
class TestBeside:
    def test_the_results_ask_for_it_beside_and_never_wait(self, session: Client, foyer: Bilan, beside: str, faux_moteur: FauxMoteur) -> None:
        soupe = page(session.get(reverse("bilan:resultats", args=[foyer.pk])))

        assert soupe.select_one("#eclairage")["hx-post"] == beside
        assert soupe.select_one("#eclairage-prime_activite") is not None
        assert soupe.select_one(f"a[href='{reverse('bilan:calendrier', args=[foyer.pk])}']") is not None
        assert faux_moteur.eclairages == []

    def test_each_sentence_goes_into_a_card_that_is_there(self, session: Client, foyer: Bilan, beside: str) -> None:
        cartes = {d["id"] for d in page(session.get(reverse("bilan:resultats", args=[foyer.pk]))).select("[id^=eclairage-]")}

        soupe = page(session.post(beside, headers=HTMX))

        morceaux = {d["id"] for d in soupe.select("[hx-swap-oob]")}
        assert morceaux == {"eclairage-prime_activite", "eclairage-rsa"}
        assert morceaux <= cartes, "what has no card is not sent: the page would complain"
        texte = plain(words(soupe))
        assert "À partir de 1 140 € de salaire par mois, ce droit s’arrêterait." in texte
        assert "il resterait 21 € de plus par mois" in texte

    def test_a_page_of_its_own_without_javascript(self, session: Client, beside: str) -> None:
        soupe = page(session.post(beside))

        assert "Prime d" in words(soupe)
        assert soupe.select_one("h1").get_text() == "Ce qui ferait changer ces réponses"


def said(*suite: object, demandeur: str = "p1") -> str:
    return plain(eclaircies.turn_said(suite, demandeur, PRENOMS))  # type: ignore[arg-type]  # turns


class TestTurns:
    @pytest.mark.parametrize(
        ("actuelle", "attendue"),
        [
            (900.0, "À partir de 1 140 € de salaire par mois, ce droit s’arrêterait."),
            (2000.0, "Avec moins de 1 140 € de salaire par mois, ce droit pourrait s’ouvrir."),
            (0.0, "À partir de 1 € de salaire par mois, ce droit pourrait s’ouvrir."),
            (None, "À partir de 1 140 € de salaire par mois, ce droit s’arrêterait."),
        ],
    )
    def test_where_the_household_stands_decides_what_is_said(self, actuelle: float | None, attendue: str) -> None:
        assert said(bascule(exact(1.0), ouvre=True, actuelle=actuelle), bascule(exact(FIN_PRIME), actuelle=actuelle)) == attendue

    def test_bounds_and_doubt_are_said(self) -> None:
        phrase = said(replace(bascule(Intervalle(min=900.0, max=1140.0), actuelle=500.0), toutes=False))

        assert phrase == "À partir de 900 à 1 140 € de salaire par mois, ce droit s’arrêterait. Cela dépend des réponses qui manquent."

    def test_the_wage_of_a_partner_is_hers(self) -> None:
        assert "pour Moussa" in said(bascule(exact(1140.0), personne="p2"))

    def test_a_wage_before_any_other_fact(self) -> None:
        assert "salaire" in said(bascule(exact(500.0), fait="loyer", personne="", actuelle=400.0), bascule(exact(1140.0)))
        assert said(bascule(exact(500.0), fait="loyer", personne="", actuelle=400.0)) == "Loyer par mois : à partir de 500 €, ce droit s’arrêterait."

    def test_months_are_not_euros(self) -> None:
        fait = "mois_residence_metropole_lyon"
        assert said(bascule(exact(12.0), ouvre=True, fait=fait, actuelle=5.0)).endswith("à partir de 12 mois, ce droit pourrait s’ouvrir.")

    def test_an_unknown_fact_is_not_told(self) -> None:
        assert said(bascule(exact(12.0), fait="lune")) == ""


def reason(refus: Echec) -> str:
    return plain(eclaircies.reason_said(refus, "2026-11", PRENOMS, NAISSANCES))


class TestReasons:
    def test_both_sides_where_both_have_a_name(self) -> None:
        assert reason(echec("lep_condition_revenu", 30000.0, 22800.0)) == "Revenu fiscal de référence : 30 000 €. Plafond : 22 800 €."

    @pytest.mark.parametrize(
        "refus",
        [
            echec("rsa_droit_condition_ressources", 1520.0, 1340.0),
            echec("lep_condition_revenu", 30000.0, 0.0),
            echec("lep_condition_revenu", 30000.0, 22800.0, seule=False),
            echec("lep_condition_revenu", 30000.0, 22800.0, certain=False),
            Echec(condition="lep_condition_revenu"),
        ],
        ids=["no name", "no ceiling", "not alone", "not known", "nothing"],
    )
    def test_silence_otherwise(self, refus: Echec) -> None:
        assert reason(refus) == ""

    def age(self, op: str, valeur: float, limite: float) -> str:
        gauche = Terme(valeur=valeur, faits=("date_naissance",))
        return reason(Echec(condition="x", comparaisons=(Comparaison(op=op, gauche=gauche, droite=Terme(valeur=limite), personne="p2"),)))

    def test_an_age_is_told_where_it_is_hers(self) -> None:
        assert self.age("greater_equal", 7.0, 3.0) == "Moussa a 7 ans : il faut avoir moins de 3 ans."
        assert self.age("less", 7.0, 16.0) == "Moussa a 7 ans : il faut avoir au moins 16 ans."
        assert self.age("less", 90.0, 240.0) == "", "an age in months is another number"

    def test_a_time_that_is_too_short(self) -> None:
        gauche = Terme(valeur=5.0, faits=("mois_residence_metropole_lyon",), fait="mois_residence_metropole_lyon")
        refus = Echec(condition="x", comparaisons=(Comparaison(op="less", gauche=gauche, droite=Terme(valeur=12.0), personne="p1"),))

        assert reason(refus) == "Temps passé dans la Métropole de Lyon : 5 mois. Il faut au moins 12 mois."

    def test_conditions_that_have_a_name_exist(self) -> None:
        assert set(eclaircies.RESSOURCES) <= {c.variable for regle in REGLES.values() for c in regle.conditions}

    def test_a_right_of_which_nothing_is_said_is_left_out(self) -> None:
        eclairage = replace(ECLAIRAGE, droits=(EclairageDroit(code="visale"),))

        assert eclaircies.said_of(eclairage, "p1", PRENOMS, NAISSANCES) == []


def shown(calendrier: Calendrier) -> agenda.Vue:
    return agenda.view(calendrier, PRENOMS, ["rsa"], regles=REGLES, catalogue=load_catalogue())


class TestAgenda:
    def test_the_two_years_whole(self) -> None:
        assert shown(replace(CALENDRIER, jusqu_a="2028-11")).complet
        assert not shown(CALENDRIER).complet

    def test_nothing_to_come(self) -> None:
        assert "rien ne changerait" in shown(replace(CALENDRIER, evenements=())).phrase
        assert "pas encore calculés" in shown(replace(CALENDRIER, evenements=(), jusqu_a="2026-11")).phrase

    def test_what_some_completions_say_is_to_check(self) -> None:
        faits = [f for mois in shown(CALENDRIER).mois for f in mois.faits]

        assert [f.a_verifier for f in faits] == [False, False, True]

    @pytest.mark.parametrize("genre", list(GenreCause))
    @pytest.mark.parametrize("langue", ["fr", "en", "ar"])
    def test_every_cause_and_every_nature_has_its_words(self, genre: GenreCause, langue: str) -> None:
        for nature in Nature:
            evenement = Evenement(mois="2027-03", code="rsa", nature=nature, causes=(Cause(genre=genre, personne="p2"),), avant=exact(10.0), apres=exact(20.0))
            with speaking(langue):
                (mois,) = shown(replace(CALENDRIER, evenements=(evenement,), hypotheses=tuple(Suppose))).mois
            assert mois.faits[0].causes[0]
            assert mois.faits[0].mot

    def test_rights_received_come_back_too(self) -> None:
        assert "rsa" in [retour.code for retour in shown(CALENDRIER).retours]
