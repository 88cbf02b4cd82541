"""Choosing, setting aside, overruling, and what to declare: through the screens, without JavaScript unless a test says so."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.bilan import selectors, services, services_choix
from droits_ouverts.bilan.models import Avis, Bilan, Choix
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.comptes.models import Compte
from tests.bilan import faux
from tests.bilan.test_web import HTMX, answers, page, words
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
RAISON = "Elle a déjà le statut de réfugiée."


def address(nom: str, bilan: Bilan, *reste: object) -> str:
    return reverse(f"bilan:{nom}", args=[bilan.pk, *reste])


@pytest.fixture
def estime(session: Client, foyer: Bilan) -> Bilan:
    session.post(address("estimation", foyer))
    return foyer


def results(session: Client, bilan: Bilan) -> BeautifulSoup:
    return page(session.get(address("resultats", bilan)))


def choose(session: Client, bilan: Bilan, code: str, decision: str, **reste: str) -> None:
    session.post(address("choix", bilan, code), {"decision": decision} | reste)


class TestChoose:
    def test_each_card_has_the_two_next_steps_and_a_way_to_the_others(self, session: Client, estime: Bilan) -> None:
        carte = results(session, estime).select_one("#droit-prime_activite")

        assert [bouton["value"] for bouton in carte.select("button[name=decision]")] == ["voulu", "pas_maintenant"]
        assert "Autre choix" in words(carte)
        assert carte.select_one(f'a[href="{reverse("droits:droit", args=["prime_activite"])}"]')

    def test_without_javascript_a_button_leads_back_to_its_card_and_the_summary_to_the_sheet(self, session: Client, estime: Bilan) -> None:
        reponse = session.post(address("choix", estime, "prime_activite"), {"decision": "voulu"})

        assert reponse["Location"] == address("resultats", estime) + "#droit-prime_activite"
        soupe = results(session, estime)
        assert "Voulu par Awa" in words(soupe.select_one("#droit-prime_activite"))
        resume = soupe.select_one("#resume-choix")
        assert "Awa veut 1 droit" in words(resume)
        assert resume.select_one("a.bouton--principal")["href"] == address("fiche", estime)
        assert soupe.select_one(resume.select_one("li a")["href"])
        assert len(soupe.select(f'a[href="{address("fiche", estime)}"]')) == 1

    def test_with_javascript_the_card_comes_back_with_the_summary_and_an_announcement(self, session: Client, estime: Bilan) -> None:
        fragment = page(session.post(address("choix", estime, "aides_logement"), {"decision": "pas_maintenant"}, headers=HTMX))

        assert "Pas maintenant, a dit Awa" in words(fragment.select_one("#droit-aides_logement"))
        assert fragment.select_one("#droit-aides_logement [autofocus]").get_text(" ").startswith("Annuler")
        assert fragment.select_one("#annonce-choix")["hx-swap-oob"] == "innerHTML"
        assert "Aide au logement : Pas maintenant, a dit Awa." in words(fragment.select_one("#annonce-choix"))
        assert fragment.select_one("#resume-choix")["hx-swap-oob"] == "outerHTML"

    def test_a_right_is_set_aside_with_a_reason_and_her_words(self, session: Client, estime: Bilan) -> None:
        formulaire = page(session.get(address("choix", estime, "asf")))
        assert len(formulaire.select("select[name=motif] optgroup")) == 6
        choose(session, estime, "asf", "ecarte", motif="conflit_familial", mots="Je ne veux pas <b>d’histoires</b>.")

        carte = results(session, estime).select_one("#droit-asf")

        assert "Écarté par Awa" in words(carte)
        assert "Je veux éviter un conflit dans ma famille" in words(carte)
        assert "Je ne veux pas <b>d’histoires</b>." in words(carte)
        assert "abandon" not in words(carte).lower()

    def test_already_received_joins_the_answers_and_the_results_are_made_again(self, session: Client, estime: Bilan, faux_moteur: faux.FauxMoteur) -> None:
        fragment = page(session.post(address("choix", estime, "prime_activite"), {"decision": "deja_recu"}, headers=HTMX))
        assert fragment.select_one("#relance #estimation")["hx-trigger"] == "load"

        assert answers(estime)["famille"] == {"droits_recus": ["prime_activite"]}
        soupe = results(session, estime)
        assert "Déjà reçus (2)" in words(soupe)
        assert "Des réponses ont changé depuis." in words(soupe)
        session.post(soupe.select_one("#estimation form")["action"])
        assert len(faux_moteur.demandes) == 2

    def test_an_undo_is_offered_for_a_minute_and_works(self, session: Client, estime: Bilan) -> None:
        choose(session, estime, "asf", "voulu")
        formulaire = results(session, estime).select_one("#droit-asf .choix-fait form")

        session.post(formulaire["action"])

        assert results(session, estime).select_one("#droit-asf button[name=decision]")
        choix = Choix.objects.filter(droit="asf").latest_first().first()
        assert choix is not None
        with time_machine.travel(choix.fait_at + timedelta(seconds=90), tick=False):
            assert session.post(address("choix_undo", estime, "asf", choix.pk)).status_code == 409
            choose(session, estime, "asf", "voulu")
        with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
            assert not results(session, estime).select_one("#droit-asf .choix-fait form")
            assert "Changer de choix" in words(results(session, estime).select_one("#droit-asf"))


class TestHostile:
    @pytest.mark.parametrize(
        ("envoi", "champ"),
        [
            ({}, "decision"),
            ({"decision": "abandonne"}, "decision"),
            ({"decision": "ecarte", "motif": "paresse"}, "motif"),
            ({"decision": "voulu", "motif": "peur_dette"}, "motif"),
            ({"decision": "ecarte", "mots": "é" * 5000}, "mots"),
            ({"decision": "ecarte\x00", "mots": "x"}, "decision"),
        ],
    )
    def test_a_choice_that_is_none_is_told_beside_its_field_and_nothing_typed_is_lost(
        self, session: Client, estime: Bilan, envoi: dict[str, str], champ: str
    ) -> None:
        reponse = session.post(address("choix", estime, "rsa"), envoi)

        assert reponse.status_code == 422
        soupe = page(reponse)
        assert soupe.select(f".champ--erreur [name={champ}]")
        assert envoi.get("mots", "") in soupe.select_one("textarea").get_text()
        assert not Choix.objects.exists()

    @pytest.mark.parametrize(("nom", "envoi"), [("choix", {"decision": "voulu"}), ("avis", {"statut": "hors", "raison": RAISON})])
    def test_an_unknown_right_is_not_found(self, session: Client, estime: Bilan, nom: str, envoi: dict[str, str]) -> None:
        for code in ("loto", "x" * 300, "1"):
            assert session.get(address(nom, estime, code)).status_code == 404
            assert session.post(address(nom, estime, code), envoi).status_code == 404

    def test_another_structure_finds_nothing(self, estime: Bilan, ines: Compte) -> None:
        choix = services_choix.choose_right(bilan_id=estime.pk, actor=ines, droit="rsa", decision="voulu", now=timezone.now())
        etranger = Client()
        etranger.force_login(MembreFactory.create().compte, backend="allauth.account.auth_backends.AuthenticationBackend")

        for adresse in (address("choix", estime, "rsa"), address("avis", estime, "rsa"), address("declarer", estime)):
            assert etranger.get(adresse).status_code == 404
            assert etranger.post(adresse, {"decision": "ecarte", "statut": "hors", "raison": RAISON}).status_code == 404
        assert etranger.post(address("choix_undo", estime, "rsa", choix.pk)).status_code == 404
        assert selectors.choices_of(estime)["rsa"] == choix
        assert Client().get(address("declarer", estime)).status_code == 302


class TestSheet:
    def test_a_right_set_aside_is_not_printed_even_where_nothing_is_wanted_yet(self, session: Client, estime: Bilan) -> None:
        assert "Aide au logement" in words(page(session.get(address("fiche", estime))).select_one(".fiche"))

        choose(session, estime, "aides_logement", "ecarte")

        fiche = words(page(session.get(address("fiche", estime))).select_one(".fiche"))
        assert "Aide au logement" not in fiche
        assert "Prime d’activité" in fiche

    def test_a_right_wanted_then_told_as_received_is_no_longer_to_be_asked_for(self, session: Client, estime: Bilan, ines: Compte) -> None:
        for code in ("aides_logement", "prime_activite"):
            choose(session, estime, code, "voulu")
        recu = Reponse(fait="droits_recus", entite="famille", valeur=["aides_logement"])
        services.save_answers(bilan_id=estime.pk, actor=ines, reponses=[recu], sujet=None, now=timezone.now())

        fiche = words(page(session.get(address("fiche", estime))).select_one(".fiche"))

        assert "Aide au logement" not in fiche
        assert "1. Prime d’activité" in fiche


class TestOpinion:
    def test_stands_on_the_card_beside_the_estimate_and_is_withdrawn(self, session: Client, estime: Bilan, ines: Compte) -> None:
        session.post(address("avis", estime, "rsa"), {"statut": "probable", "raison": RAISON})

        soupe = results(session, estime)
        assert "Probables (3)" in words(soupe)
        carte = words(soupe.select_one("#droit-rsa"))
        assert "Estimation : Pas dans cette situation" in carte
        assert f"Avis professionnel ({ines.nom}) : probable , parce que : « {RAISON} »" in carte
        assert soupe.select_one("#droit-rsa button[value=voulu]")

        assert "Retirer cet avis" in words(page(session.get(address("avis", estime, "rsa"))))
        session.post(address("avis", estime, "rsa"), {"statut": "retire"})
        assert "Avis professionnel (" not in words(results(session, estime).select_one("#droit-rsa"))
        assert Avis.objects.count() == 2

    def test_nothing_is_withdrawn_where_nothing_was_said(self, session: Client, estime: Bilan) -> None:
        session.post(address("avis", estime, "rsa"), {"statut": "retire"})

        assert not Avis.objects.exists()

    def test_needs_a_reason_and_keeps_what_was_typed(self, session: Client, estime: Bilan) -> None:
        reponse = session.post(address("avis", estime, "rsa"), {"statut": "hors", "raison": "Trop court"[:7]})

        assert reponse.status_code == 422
        assert page(reponse).select_one("textarea").get_text().strip() == "Trop co"
        assert page(reponse).select_one('input[value="hors"]').has_attr("checked")


class TestWeight:
    def test_the_results_take_eighteen_queries_at_most_whatever_was_chosen(self, session: Client, estime: Bilan, django_assert_max_num_queries: object) -> None:
        for code in ("prime_activite", "aides_logement", "asf", "cmi", "rsa"):
            choose(session, estime, code, "voulu")
            session.post(address("avis", estime, code), {"statut": "probable", "raison": RAISON})

        # Six of them are the line that this reading leaves in the journal (tests/house/test_budgets.py).
        with django_assert_max_num_queries(18):  # type: ignore[operator]  # a fixture of pytest-django
            session.get(address("resultats", estime))

    def test_the_page_travels_light(self, session: Client, estime: Bilan) -> None:
        reponse = session.get(address("resultats", estime), headers={"Accept-Encoding": "gzip"})

        assert reponse["Content-Encoding"] == "gzip"
        assert len(reponse.content) < 150_000
        assert b"droit-prime_activite" in gzip.decompress(reponse.content)


class TestDeclare:
    def test_says_what_to_tell_for_what_she_chose_or_receives_with_its_sources(self, session: Client, estime: Bilan) -> None:
        choose(session, estime, "rsa", "voulu")
        choose(session, estime, "asf", "ecarte")

        soupe = page(session.get(address("declarer", estime)))

        texte = words(soupe)
        assert soupe.select_one("#dire-rsa")
        assert not soupe.select_one("#dire-asf")
        for mots in ("Couple ou séparation", "L262-46", "remise", "20 jours", "2 mois", "C’était une erreur de bonne foi", "ce n’est pas un non"):
            assert mots in texte, mots
        assert all(lien["href"].startswith("https://") for lien in soupe.select(".conseil a"))
        for conseil in soupe.select(".conseil"):
            assert any(grade in words(conseil) for grade in ("Vérifié.", "Probable.", "À vérifier."))

    def test_gives_examples_for_this_household(self, session: Client, estime: Bilan) -> None:
        choose(session, estime, "aides_logement", "voulu")

        fragment = words(page(session.post(address("declarer", estime), headers=HTMX)))

        assert "5 heures de plus par semaine au SMIC, environ 211 € de plus par mois" in fragment
        assert "Dit 3 mois trop tard" in fragment
        assert "Dit 3 mois trop tard" in words(page(session.post(address("declarer", estime))))

    def test_computes_nothing_before_a_choice(self, session: Client, estime: Bilan) -> None:
        assert "Choisissez d’abord des droits" in words(page(session.post(address("declarer", estime))))

    def test_an_engine_that_warms_or_fails_leaves_the_page_whole(self, session: Client, estime: Bilan, faux_moteur: faux.FauxMoteur) -> None:
        choose(session, estime, "aides_logement", "voulu")
        faux_moteur.etape = faux.EtapeMoteur.CHARGEMENT
        attente = session.post(address("declarer", estime))
        assert attente.status_code == 503
        assert "Si une dette arrive" in words(page(attente))
        faux_moteur.etape, faux_moteur.echoue = faux.EtapeMoteur.PRET, True
        assert "Le calcul n’a pas abouti." in words(page(session.post(address("declarer", estime))))

    def test_its_general_part_is_open_to_all_and_speaks_of_nobody(self) -> None:
        reponse = Client().get(reverse("droits:declarer"))

        assert reponse.status_code == 200
        assert "Demandez une remise, sans attendre" in words(page(reponse))
