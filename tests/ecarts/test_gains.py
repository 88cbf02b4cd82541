"""What a decided amount brings: asked at each decision, computed where the engine answers, kept waiting where it does not, sealed, told, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from droits_ouverts.bilan.ports import EtapeMoteur
from droits_ouverts.config.console import suivi as console
from droits_ouverts.ecarts import tasks
from droits_ouverts.ecarts.models import GainDecide
from droits_ouverts.ecarts.presentation import rows_of
from droits_ouverts.ecarts.selectors import gain_of, open_gain
from droits_ouverts.ecarts.services import store_gain
from droits_ouverts.engine.results import GainReel, Intervalle
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.recepteurs import forget_person
from droits_ouverts.suivi.rules import Montants
from droits_ouverts.suivi.services import correct_last
from tests.bilan.faux import FauxMoteur
from tests.factories.foyers import NOW, Dossier, dossier
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import followed, moved, said

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
JOUR = NOW.date()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def moteur(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FauxMoteur:
    faux = FauxMoteur()
    monkeypatch.setattr("tests.bilan.faux.COURANT", faux)
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return faux


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def awa(membre: Membre) -> Dossier:
    return dossier(membre, "Awa", "Karim")


def granted(membre: Membre, awa: Dossier, montant: int = 500, droit: str = "prime_activite") -> DroitSuivi:
    suivi = followed(membre, awa.personne, "choisi", "depose", droit=droit, now=NOW)
    return moved(membre, suivi, [said("accorde", JOUR, montants=Montants(accorde=Decimal(montant)))], now=NOW)


def client(membre: Membre) -> Client:
    session = Client()
    session.force_login(membre.compte, backend=BACKEND)
    return session


class TestAsking:
    def test_a_decision_with_an_amount_waits_for_the_engine(self, membre: Membre, awa: Dossier) -> None:
        ligne = gain_of(granted(membre, awa))

        assert ligne is not None
        assert (ligne.etat, ligne.bilan_id, ligne.gain_scelle) == ("a_faire", awa.bilan.pk, "")

    def test_without_an_amount_nothing_is_asked(self, membre: Membre, awa: Dossier) -> None:
        followed(membre, awa.personne, "choisi", "depose", "accorde", droit="prime_activite", now=NOW)

        assert not GainDecide.objects.exists()

    def test_without_a_check_up_nothing_is_asked(self, membre: Membre) -> None:
        suivi = followed(membre, person_of(membre, now=NOW), "depose", now=NOW)
        moved(membre, suivi, [said("accorde", JOUR, montants=Montants(accorde=Decimal(500)))], now=NOW)

        assert not GainDecide.objects.exists()

    def test_what_is_paid_replaces_what_was_granted(self, membre: Membre, awa: Dossier, moteur: FauxMoteur) -> None:
        suivi = granted(membre, awa)
        tasks.run_waiting(moteur=moteur, clock=lambda: NOW)
        moved(membre, suivi, [said("verse", JOUR, montants=Montants(verse=Decimal(450)))], now=NOW)

        ligne = gain_of(suivi)
        assert ligne is not None
        assert ligne.etat == "a_faire"
        tasks.run_waiting(moteur=moteur, clock=lambda: NOW)
        assert [montant for _question, _droit, montant in moteur.gains] == [500.0, 450.0]

    def test_a_step_without_an_amount_keeps_what_was_computed(self, membre: Membre, awa: Dossier, moteur: FauxMoteur) -> None:
        suivi = granted(membre, awa)
        tasks.run_waiting(moteur=moteur, clock=lambda: NOW)
        moved(membre, suivi, [said("verse", JOUR)], now=NOW)

        assert gain_of(suivi).etat == "fait"  # type: ignore[union-attr]  # it is there

    @pytest.mark.parametrize("fin", ["perdu", "correction"])
    def test_a_right_that_stops_or_a_decision_taken_back_forgets_it(self, membre: Membre, awa: Dossier, fin: str) -> None:
        suivi = granted(membre, awa)

        if fin == "perdu":
            moved(membre, suivi, [said("perdu", JOUR)], now=NOW)
        else:
            correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=suivi.rang, now=NOW)

        assert not GainDecide.objects.exists()


class TestComputing:
    def test_stores_what_the_engine_answered_sealed(self, membre: Membre, awa: Dossier, moteur: FauxMoteur) -> None:
        suivi = granted(membre, awa)

        assert tasks.run_waiting(moteur=moteur, clock=lambda: NOW) == (1, 0)

        ligne = gain_of(suivi)
        assert ligne is not None
        gain = open_gain(ligne)
        assert gain is not None
        assert (gain.net, ligne.calcule_at) == (Intervalle(min=400.0, max=420.0), NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT gain_scelle FROM ecarts_gaindecide")
            assert "net" not in str(cursor.fetchone())

    def test_an_engine_that_does_not_answer_leaves_it_waiting(self, membre: Membre, awa: Dossier, moteur: FauxMoteur) -> None:
        granted(membre, awa)
        moteur.etape = EtapeMoteur.ABSENT

        assert tasks.run_waiting(moteur=moteur, clock=lambda: NOW) == (0, 1)
        assert GainDecide.objects.get().etat == "a_faire"

    def test_answers_that_do_not_give_the_right_say_nothing(self, membre: Membre, awa: Dossier, moteur: FauxMoteur) -> None:
        suivi = granted(membre, awa)
        moteur.compile = False

        tasks.run_waiting(moteur=moteur, clock=lambda: NOW)

        page = client(membre).get(reverse("ecarts:gain", args=[suivi.pk])).content.decode()
        assert "n’est pas calculable" in page
        assert "<table" not in page

    def test_an_answer_that_comes_after_the_right_moved_is_not_stored(self, membre: Membre, awa: Dossier) -> None:
        suivi = granted(membre, awa)
        ligne = gain_of(suivi)
        assert ligne is not None
        moved(membre, suivi, [said("verse", JOUR, montants=Montants(verse=Decimal(450)))], now=NOW)
        gain = GainReel(droit="prime_activite", mois="2026-11", montant=500.0, net=Intervalle(min=1.0, max=1.0))

        assert not store_gain(gain_id=ligne.pk, mouvement_rang=ligne.mouvement_rang, resultat=gain, versions={}, actor=None, now=NOW)
        assert GainDecide.objects.get().etat == "a_faire"

    def test_the_night_does_it(self, membre: Membre, awa: Dossier, moteur: FauxMoteur, capsys: pytest.CaptureFixture[str]) -> None:
        granted(membre, awa)

        class Options:
            verbe = "gains"

        assert console.run(Options()) == 0  # type: ignore[arg-type]  # what the parser gives
        assert "1 gain(s) calculé(s), 0 en attente." in capsys.readouterr().out


class TestPages:
    def test_the_right_says_it_is_an_estimate_until_it_is_computed(self, membre: Membre, awa: Dossier, moteur: FauxMoteur) -> None:
        suivi, session = granted(membre, awa), client(membre)
        avant = session.get(reverse("suivi:droit", args=[suivi.pk])).content.decode()

        session.post(reverse("ecarts:calculer", args=[suivi.pk]))
        apres = session.get(reverse("suivi:droit", args=[suivi.pk])).content.decode()

        assert "Celui du bilan est une estimation" in avant
        for dit in ("Gain net pour le foyer : de 400", "par an", "OpenFisca", "Ce droit réduit : Revenu de solidarité active", "pas une promesse"):
            assert dit in apres.replace("\u202f", " ").replace("\xa0", " ") or dit in apres

    def test_the_table_says_a_month_and_a_year(self, membre: Membre, awa: Dossier, moteur: FauxMoteur) -> None:
        suivi = granted(membre, awa)
        tasks.run_waiting(moteur=moteur, clock=lambda: NOW)

        page = client(membre).get(reverse("ecarts:gain", args=[suivi.pk])).content.decode()

        assert "Montant décidé" in page
        assert "6\u202f000" in page

    def test_nobody_else_sees_it(self, membre: Membre, awa: Dossier) -> None:
        suivi = granted(membre, awa)

        assert client(MembreFactory.create()).get(reverse("ecarts:gain", args=[suivi.pk])).status_code == 404
        assert client(MembreFactory.create()).post(reverse("ecarts:calculer", args=[suivi.pk])).status_code == 404

    def test_a_right_that_grows_is_said_so(self) -> None:
        gain = GainReel(droit="rsa", mois="2026-11", montant=100.0, net=Intervalle(min=120.0, max=120.0), reductions={"aah": Intervalle(min=-20.0, max=-20.0)})

        assert [(ligne.titre.partition(" : ")[2], ligne.mois.replace("\u202f", "").replace("\xa0", "")) for ligne in rows_of(gain)][1] == ("en plus", "20€")

    def test_it_goes_with_the_person(self, membre: Membre, awa: Dossier) -> None:
        granted(membre, awa)

        forget_person(None, structure_id=membre.structure_id, personne_id=awa.personne.pk)

        assert not GainDecide.objects.exists()
