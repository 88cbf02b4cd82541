"""Pages of the agenda: what is typed is never lost, bad input is never a failure, what leaves on paper or by an address says nothing of anybody."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from droits_ouverts.agenda.models import Absence, Action, RendezVous
from droits_ouverts.agenda.services_suite import note_outcome
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from tests.factories.agendas import an_absence, an_action, appointment
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
APRES = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mardi() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create(compte__nom="Inès")


@pytest.fixture
def safi(membre: Membre) -> Personne:
    return person_of(membre, now=NOW)


def signed_in(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


@pytest.fixture
def session(membre: Membre) -> Client:
    return signed_in(membre)


def body(membre: Membre, **autres: object) -> dict[str, object]:
    valeurs: dict[str, object] = {"jour": "2026-11-25", "heure": "10:00", "minutes": "30", "mode": "visite", "lieu": "2 rue Neuve", "objet": "Le bail"}
    return valeurs | {"participants": [membre.compte_id]} | autres


def text(reponse: object) -> str:
    return reponse.content.decode()  # type: ignore[attr-defined,no-any-return]  # an answer


class TestMaking:
    def test_an_appointment_with_a_person(self, session: Client, membre: Membre, safi: Personne) -> None:
        reponse = session.post(reverse("agenda:nouveau_personne", args=[safi.pk]), body(membre), follow=True)

        page = text(reponse)
        un = RendezVous.objects.get()
        assert (un.personne_id, un.mode, un.debut_at) == (safi.pk, "visite", datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
        assert all(mot in page for mot in ("Safi Exemple", "2 rue Neuve", "Le bail", "Mercredi 25 novembre 2026".lower()))

    def test_a_series_of_the_team(self, session: Client, membre: Membre) -> None:
        reponse = session.post(reverse("agenda:nouveau"), body(membre, rythme="quinzaine", jusqu_au="2026-12-31"), follow=True)

        assert "3 rendez-vous" in text(reponse)
        assert RendezVous.objects.filter(personne=None).count() == 3

    @pytest.mark.parametrize(
        ("autres", "phrase"),
        [
            ({"heure": ""}, "obligatoire"),
            ({"participants": []}, "obligatoire"),
            ({"rythme": "mensuel"}, "jusqu’à quel jour"),
            ({"jour": "2027-03-28", "heure": "02:30"}, "n’existe pas"),
            ({"minutes": "7"}, "7"),
            ({"jour": "31/02/2026"}, "date valide"),
        ],
    )
    def test_a_mistake_keeps_everything_that_was_typed(self, session: Client, membre: Membre, safi: Personne, autres: dict[str, object], phrase: str) -> None:
        reponse = session.post(reverse("agenda:nouveau_personne", args=[safi.pk]), body(membre, **autres))

        assert reponse.status_code == 422
        assert phrase in text(reponse)
        assert all(mot in text(reponse) for mot in ("2 rue Neuve", "Le bail"))
        assert not RendezVous.objects.exists()

    def test_an_hour_taken_is_said_and_not_refused(self, session: Client, membre: Membre, safi: Personne) -> None:
        appointment(membre, safi)

        reponse = session.post(reverse("agenda:nouveau"), body(membre), follow=True)

        assert "un autre rendez-vous est déjà prévu pour\xa0: Inès" in text(reponse)
        assert RendezVous.objects.count() == 2


class TestOutcome:
    def test_offers_what_may_be_known_now(self, session: Client, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        page = reverse("agenda:rendez_vous", args=[un.pk])

        avant = re.findall(r'name="vers" value="(\w+)"', text(session.get(page)))
        with time_machine.travel(APRES):
            apres = re.findall(r'name="vers" value="(\w+)"', text(signed_in(membre).get(page)))

        assert (avant, apres) == (["excusee", "annule"], ["tenu", "absente", "excusee", "annule"])

    def test_is_noted_and_undone(self, session: Client, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        page = text(session.post(reverse("agenda:issue", args=[un.pk]), {"vers": "excusee", "note": "Enfant malade.", "rang": 0}, follow=True))
        assert "Enfant malade." in page
        assert "Défaire" in page

        session.post(reverse("agenda:defaire", args=[un.pk]), {"rang": 1})
        un.refresh_from_db()
        assert (un.etat, un.rang) == ("prevu", 2)

    def test_noted_by_somebody_else_meanwhile_loses_no_word(self, session: Client, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="annule", note_ecrite="", rang_vu=0, now=NOW)

        reponse = session.post(reverse("agenda:issue", args=[un.pk]), {"vers": "excusee", "note": "Une longue note.", "rang": 0})

        assert reponse.status_code == 422
        assert "Une longue note." in text(reponse)

    def test_undone_from_an_old_page_is_refused_in_words(self, session: Client, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)

        for rang in ("0", "7", "", "x" * 50, "9" * 40):
            assert session.post(reverse("agenda:defaire", args=[un.pk]), {"rang": rang}).status_code == 409

    def test_another_hour_puts_it_off_and_other_words_do_not(self, session: Client, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        adresse = reverse("agenda:changer", args=[un.pk])

        session.post(adresse, body(membre))
        assert RendezVous.objects.count() == 1
        reponse = session.post(adresse, body(membre, heure="11:00"), follow=True)

        un.refresh_from_db()
        assert (un.etat, RendezVous.objects.count()) == ("reporte", 2)
        assert "C’est reporté" in text(reponse)
        assert session.get(adresse).status_code == 302

    def test_changed_after_somebody_noted_something_loses_no_word(self, session: Client, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="annule", note_ecrite="", rang_vu=0, now=NOW)

        reponse = session.post(reverse("agenda:changer", args=[un.pk]), body(membre, heure="11:00", lieu="9 rue Haute"))

        assert reponse.status_code == 422
        assert "9 rue Haute" in text(reponse)
        assert RendezVous.objects.count() == 1

    def test_a_series_is_withdrawn_and_put_back(self, session: Client, membre: Membre, safi: Personne) -> None:
        session.post(reverse("agenda:nouveau_personne", args=[safi.pk]), body(membre, rythme="hebdomadaire", jusqu_au="2026-12-09"))
        un = RendezVous.objects.order_by("debut_at")[0]
        session.post(reverse("agenda:retirer", args=[un.pk]), {"serie": "toute"})
        assert RendezVous.objects.real().count() == 0

        session.post(reverse("agenda:defaire", args=[un.pk]), {"rang": 1})
        assert RendezVous.objects.planned().count() == 3
        session.post(reverse("agenda:arreter", args=[un.pk]), {"rang": 2})
        assert RendezVous.objects.filter(etat="annule").count() == 3


class TestActions:
    def test_from_writing_to_done_and_back(self, session: Client, membre: Membre, safi: Personne) -> None:
        recu = {"quoi": "Apporter le bail", "qui": "personne", "responsable": membre.compte_id, "avant_le": "2026-11-24"}
        session.post(reverse("agenda:action_personne", args=[safi.pk]), recu)
        action = Action.objects.get()
        assert "Apporter le bail" in text(session.get(reverse("agenda:jour")))

        reponse = session.post(reverse("agenda:action_faite", args=[action.pk]), {"retour": "jour"}, follow=True)
        assert "Fait aujourd’hui" in text(reponse)
        session.post(reverse("agenda:action_pas_faite", args=[action.pk]), {"retour": "personne"})
        action.refresh_from_db()
        assert action.etat == "a_faire"

    def test_changed_once_it_was_done_loses_no_word(self, session: Client, membre: Membre, safi: Personne) -> None:
        action = an_action(membre, safi)
        session.post(reverse("agenda:action_faite", args=[action.pk]))

        reponse = session.post(reverse("agenda:action", args=[action.pk]), {"quoi": "Des mots à moi", "qui": "professionnel", "responsable": membre.compte_id})

        assert reponse.status_code == 422
        assert "Des mots à moi" in text(reponse)

    def test_is_taken_back_and_put_back(self, session: Client, membre: Membre) -> None:
        session.post(reverse("agenda:action_nouvelle"), {"quoi": "Café", "qui": "professionnel", "responsable": membre.compte_id, "avant_le": ""})
        action = Action.objects.get()
        assert "La remettre" in text(session.post(reverse("agenda:action_retirer", args=[action.pk]), follow=True))
        session.post(reverse("agenda:action_retirer", args=[action.pk]), {"geste": "remettre"})
        action.refresh_from_db()
        assert action.etat == "a_faire"


class TestViews:
    @pytest.mark.parametrize("jour", ["", "hier", "2026-02-30", "9999-12-31", "0001-01-01", "2026-11-25T00", "x" * 500])
    def test_any_day_of_the_address_gives_a_page(self, session: Client, jour: str) -> None:
        for vue in ("agenda:jour", "agenda:semaine"):
            assert session.get(reverse(vue), {"jour": jour, "qui": jour}).status_code == 200

    @profile(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.dictionaries(st.sampled_from(["jour", "heure", "minutes", "mode", "participants", "rythme", "jusqu_au", "objet"]), st.text(max_size=20)))
    def test_any_body_gives_a_page(self, session: Client, membre: Membre, autres: dict[str, str]) -> None:
        propres = {champ: valeur.replace("\x00", "") for champ, valeur in autres.items()}

        assert session.post(reverse("agenda:nouveau"), body(membre, **propres)).status_code in {302, 422}

    def test_a_week_shows_its_seven_days(self, session: Client, membre: Membre, safi: Personne) -> None:
        appointment(membre, safi)

        page = text(session.get(reverse("agenda:semaine"), {"jour": "2026-11-25"}))

        assert page.count('class="semaine__jour') == 7
        assert "Safi Exemple" in page

    def test_her_page_shows_what_is_next(self, session: Client, membre: Membre, safi: Personne) -> None:
        appointment(membre, safi)
        an_action(membre, safi)

        page = text(session.get(reverse("personnes:personne", args=[safi.pk])))

        assert "Bureau 3" in page
        assert "Appeler la CAF" in page

    def test_reading_is_written_down_about_her(self, session: Client, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        session.get(reverse("agenda:rendez_vous", args=[un.pk]))

        ligne = Ligne.objects.get(verb="lire_agenda")
        assert (ligne.thing_kind, ligne.thing_id, ligne.structure_id) == ("personne", str(safi.pk), membre.structure_id)


class TestAbsence:
    def test_hands_over_and_gives_back(self, session: Client, membre: Membre, safi: Personne) -> None:
        karim = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        appointment(membre, safi)
        recu = {"compte": membre.compte_id, "du": "2026-11-25", "au": "2026-11-30", "remplace_par": karim.compte_id}

        page = text(session.post(reverse("agenda:absences"), recu, follow=True))
        assert "Karim prend le relais" in page
        assert "1 personne est concernée" in page
        assert "Inès est en congé" in text(signed_in(karim).get(reverse("agenda:jour"), {"jour": "2026-11-25"}))

        page = text(session.post(reverse("agenda:rendre", args=[Absence.objects.get().pk]), follow=True))
        assert "rien n’a été confié" in page
        assert "rendre/" not in page
        assert "Safi" not in text(signed_in(karim).get(reverse("agenda:jour"), {"jour": "2026-11-25"}))

    @pytest.mark.parametrize(
        ("autres", "phrase"),
        [({"au": "2026-11-20"}, "après le premier"), ({"remplace_par": ""}, ""), ({"remplace_par": "999999"}, "999999"), ({"du": "bientôt"}, "date valide")],
    )
    def test_a_mistake_is_said_beside_its_field(self, session: Client, membre: Membre, autres: dict[str, object], phrase: str) -> None:
        recu = {"compte": membre.compte_id, "du": "2026-11-25", "au": "2026-11-30", "remplace_par": ""} | autres

        reponse = session.post(reverse("agenda:absences"), recu)

        assert reponse.status_code == (422 if phrase else 302)
        assert phrase in text(reponse)

    def test_twice_on_the_same_days_is_said_and_kept(self, session: Client, membre: Membre) -> None:
        an_absence(membre, None, date(2026, 11, 25), date(2026, 11, 30), now=NOW)

        reponse = session.post(reverse("agenda:absences"), {"compte": membre.compte_id, "du": "2026-11-30", "au": "2026-12-02", "remplace_par": ""})

        assert reponse.status_code == 422
        assert "déjà notée" in text(reponse)
        assert "2026-12-02" in text(reponse)


def test_the_clock_of_these_tests_is_stopped() -> None:
    assert timezone.localdate() == TODAY
