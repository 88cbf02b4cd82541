"""Erasure on demand: asked, cancelled for seven days, then nothing of her opens or stands anywhere; another's check-up stays, without her name."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.bilan import effacement, selectors, services_effacement
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.services_effacement import erase_due
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.models import CleSujet, IndexAveugle, RegistreEffacement
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.faits import totals
from droits_ouverts.conservation.models import Contact, Preavis
from droits_ouverts.conservation.services import lift_hold, note_contact, set_hold
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.errors import ErasureAskedError, ErasureStateError, FileHeldError
from droits_ouverts.personnes.models import DemandeEffacement, Personne
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.personnes.services_droits import ask_erasure, cancel_erasure
from droits_ouverts.personnes.services_partage import undo
from droits_ouverts.personnes.signals import effacement_verifie
from droits_ouverts.structures.models import Membre
from tests.factories.foyers import NOW, Dossier, dossier
from tests.factories.partages import shared
from tests.factories.structures import MembreFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
APRES = NOW + timedelta(days=7)


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def awa(membre: Membre) -> Dossier:
    return dossier(membre, "Awa", "Karim")


def ask(membre: Membre, elle: Dossier, obstacle: Obstacle = Obstacle.AUCUN) -> DemandeEffacement:
    return ask_erasure(actor=membre.compte, personne_id=elle.personne.pk, mode=ModeAccord.ORAL, obstacle=obstacle, now=NOW)


def everything() -> str:
    """Every value of every row of ours, journal included."""
    models = [model for model in apps.get_models() if model.__module__.startswith("droits_ouverts.")]
    return repr([row for model in models for row in model._default_manager.values_list()])


class TestAsking:
    def test_erases_nothing_for_seven_days(self, membre: Membre, awa: Dossier) -> None:
        demande = ask(membre, awa)

        assert demande.a_partir_du == APRES.date()
        assert erase_due(APRES - timedelta(days=1)) == 0
        assert open_identity(Personne.objects.get()).prenom == "Awa"

    def test_closes_what_others_read_at_the_next_request(self, membre: Membre, awa: Dossier) -> None:
        lecteur = MembreFactory.create()
        shared(membre, awa.personne, lecteur.structure_id, debut=timezone.localdate(), now=timezone.now())
        client = Client()
        client.force_login(lecteur.compte, backend=BACKEND)
        page = reverse("personnes:partagee", args=[awa.personne.pk, "accompagnement"])
        assert client.get(page).status_code == 200

        ask_erasure(actor=membre.compte, personne_id=awa.personne.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=timezone.now())

        assert client.get(page).status_code == 404

    def test_meanwhile_nothing_is_shared_again(self, membre: Membre, awa: Dossier) -> None:
        partage = shared(membre, awa.personne, MembreFactory.create().structure_id, debut=NOW.date(), now=NOW)
        ask(membre, awa)

        with pytest.raises(ErasureAskedError):
            shared(membre, awa.personne, MembreFactory.create().structure_id, debut=NOW.date(), now=NOW)
        with pytest.raises(ErasureAskedError):
            undo(actor=membre.compte, partage_id=partage.pk, now=NOW)

    def test_twice_is_refused(self, membre: Membre, awa: Dossier) -> None:
        ask(membre, awa)
        with pytest.raises(ErasureStateError):
            ask(membre, awa)

    @pytest.mark.parametrize("obstacle", [Obstacle.LOI, Obstacle.RECOURS])
    def test_what_must_be_kept_stays_and_the_refusal_is_written(self, membre: Membre, awa: Dossier, obstacle: Obstacle) -> None:
        ask(membre, awa, obstacle)

        assert erase_due(APRES) == 0
        assert Personne.objects.count() == 1
        assert Ligne.objects.filter(verb="refuser_effacement").count() == 1
        client = Client()
        client.force_login(membre.compte, backend=BACKEND)
        assert "CNIL" in client.get(reverse("personnes:personne", args=[awa.personne.pk])).content.decode()


class TestChangingHerMind:
    def test_within_seven_days_keeps_everything(self, membre: Membre, awa: Dossier) -> None:
        ask(membre, awa)
        cancel_erasure(actor=membre.compte, personne_id=awa.personne.pk, now=APRES - timedelta(days=1))

        assert erase_due(APRES) == 0
        assert Personne.objects.count() == 1

    def test_is_too_late_on_the_day(self, membre: Membre, awa: Dossier) -> None:
        ask(membre, awa)
        with pytest.raises(ErasureStateError):
            cancel_erasure(actor=membre.compte, personne_id=awa.personne.pk, now=APRES)

    def test_meanwhile_the_night_looks_again(self, membre: Membre, awa: Dossier) -> None:
        ask(membre, awa)
        DemandeEffacement.objects.update(annulee_at=NOW, annulee_par=membre.compte)

        assert services_effacement._erase_if_due(awa.personne.pk, APRES) is False


class TestHeld:
    @pytest.fixture(autouse=True)
    def _held(self, membre: Membre, awa: Dossier) -> None:
        set_hold(actor=membre.compte, genre="personne", sujet_id=awa.personne.pk, motif=MotifReserve.RECOURS, now=NOW)

    def test_a_file_on_hold_is_not_asked_to_be_erased(self, membre: Membre, awa: Dossier) -> None:
        with pytest.raises(FileHeldError):
            ask(membre, awa)
        assert not DemandeEffacement.objects.exists()
        assert ask(membre, awa, Obstacle.RECOURS).obstacle == Obstacle.RECOURS

    def test_a_hold_set_meanwhile_keeps_it_until_it_is_lifted(self, membre: Membre, awa: Dossier) -> None:
        lift_hold(actor=membre.compte, genre="personne", sujet_id=awa.personne.pk, now=NOW)
        ask(membre, awa)
        set_hold(actor=membre.compte, genre="personne", sujet_id=awa.personne.pk, motif=MotifReserve.REQUISITION, now=NOW)

        assert erase_due(APRES) == 0
        assert Personne.objects.exists()
        lift_hold(actor=membre.compte, genre="personne", sujet_id=awa.personne.pk, now=APRES)
        assert erase_due(APRES) == 1

    def test_sabotage_a_hold_that_nobody_hears_of_keeps_nothing(self, membre: Membre, awa: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(effacement_verifie, "send", lambda **_: [])

        ask(membre, awa)

        assert DemandeEffacement.objects.exists()


class TestOnTheDay:
    def test_what_retention_noted_goes_too_and_the_totals_stay(self, membre: Membre, awa: Dossier) -> None:
        note_contact(actor=membre.compte, genre="personne", sujet_id=awa.personne.pk, le=NOW.date(), now=NOW)
        Preavis.objects.create(structure=membre.structure, genre="bilan", sujet_id=str(awa.bilan.pk), terme=NOW.date(), donne_le=NOW.date())
        avant = totals([membre.structure_id])
        ask(membre, awa)
        erase_due(APRES)

        assert not Contact.objects.exists()
        assert not Preavis.objects.exists()
        assert totals([membre.structure_id]) == avant

    def test_nothing_of_her_stands_or_opens(self, membre: Membre, awa: Dossier) -> None:
        shared(membre, awa.personne, MembreFactory.create().structure_id, debut=NOW.date(), now=NOW)
        ask(membre, awa)
        numero, bilan = awa.personne.pk, awa.bilan
        scelle, jeton = awa.personne, bilan.reponses_scellees

        call_command("effacer_personnes", "--a-blanc", verbosity=0)
        assert Personne.objects.exists()
        with time_machine.travel(APRES, tick=True):
            call_command("effacer_personnes", verbosity=0)

        assert not Personne.objects.exists()
        assert not Bilan.objects.exists()
        assert not any(model._default_manager.exists() for model in apps.get_app_config("personnes").get_models() if model.__name__ != "LectureDuJour")
        assert not CleSujet.objects.filter(genre__in=["personne", "bilan"]).exists()
        assert not IndexAveugle.objects.filter(genre="personne").exists()
        assert {(ligne.genre, ligne.sujet_id) for ligne in RegistreEffacement.objects.all()} == {("personne", str(numero)), ("bilan", str(bilan.pk))}
        assert jeton not in everything()
        with pytest.raises(ErasedError):
            open_identity(scelle)
        assert Ligne.objects.filter(verb="effacer_personne", thing_id=str(numero)).count() == 1

    def test_the_journal_keeps_numbers_only(self, membre: Membre, awa: Dossier) -> None:
        ask(membre, awa)
        erase_due(APRES)

        assert [marque for marque in (*awa.marques.values(), "Awa") if marque in everything()] == []

    def test_without_its_keys_destroyed_it_would_still_open(self, membre: Membre, awa: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
        ask(membre, awa)
        monkeypatch.setattr(effacement, "destroy_keys", lambda *args, **kwargs: 0)
        erase_due(APRES)

        assert open_identity(awa.personne).prenom == "Awa"


class TestTheOtherAdult:
    def test_keeps_his_check_up_without_her_name(self, membre: Membre, awa: Dossier) -> None:
        karim = dossier(membre, "Karim", "Awa")
        avant = selectors.open_answers(karim.bilan)
        ask(membre, awa)
        erase_due(APRES)
        karim.bilan.refresh_from_db()
        apres = selectors.open_answers(karim.bilan)

        assert [un.prenom for un in avant.membres] == ["Karim", "Awa"]
        assert [un.prenom for un in apres.membres] == ["Karim", ""]
        assert [un.faits for un in apres.membres] == [un.faits for un in avant.membres]
        assert open_identity(Personne.objects.get()).prenom == "Karim"
        assert selectors.latest_estimate(karim.bilan) is not None
        assert Ligne.objects.filter(verb="retirer_un_prenom", thing_id=str(karim.bilan.pk)).count() == 1

    def test_somebody_of_the_same_name_born_another_day_keeps_hers(self, membre: Membre, awa: Dossier) -> None:
        karim = dossier(membre, "Karim", "Awa")
        reponses = selectors.open_answers(karim.bilan)
        reponses.membres[1].faits["date_naissance"] = "1970-01-01"

        assert not services_effacement._is_her(reponses.membres[1], ("awa", "1992-03-14"))
        assert services_effacement._is_her(selectors.open_answers(karim.bilan).membres[1], ("awa", "1992-03-14"))


class TestPage:
    def test_asks_then_cancels(self, membre: Membre, awa: Dossier) -> None:
        client = Client()
        client.force_login(membre.compte, backend=BACKEND)
        page, adresse = reverse("personnes:personne", args=[awa.personne.pk]), reverse("personnes:effacer", args=[awa.personne.pk])

        assert client.post(adresse, {"mode": "oral"}).status_code == 422
        assert "sera effacé le" in client.post(adresse, {"mode": "oral", "obstacle": "aucun"}, follow=True).content.decode()
        client.post(reverse("personnes:annuler_effacement", args=[awa.personne.pk]))
        assert "sera effacé le" not in client.get(page).content.decode()

    def test_asks_for_a_fresh_proof(self, membre: Membre, awa: Dossier) -> None:
        client = Client()
        client.force_login(membre.compte, backend=BACKEND)
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            reponse = client.post(reverse("personnes:effacer", args=[awa.personne.pk]), {"mode": "oral", "obstacle": "aucun"})

        assert reponse.headers["Location"].startswith("/compte/confirmer/")
        assert not DemandeEffacement.objects.exists()
