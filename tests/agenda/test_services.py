"""Appointments and what becomes of them: written, put off, taken back; one line of the journal each; nobody of another structure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from droits_ouverts.agenda import selectors, triggers
from droits_ouverts.agenda.enums import EtatRendezVous
from droits_ouverts.agenda.errors import AgendaChangedError, AgendaRefusedError, ReplacedError, TooSoonError
from droits_ouverts.agenda.models import Action, Participant, RendezVous, SuiteRendezVous
from droits_ouverts.agenda.rules import Mots
from droits_ouverts.agenda.services import change_details, make_appointment
from droits_ouverts.agenda.services_suite import note_outcome, put_off, stop_series, take_back, withdraw
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.signals import personne_effacee
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.agendas import NOW, an_action, appointment, appointments, wanted
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

APRES = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""Ten in the morning in Paris, the hour of the factory's appointments."""


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def safi(membre: Membre) -> Personne:
    return person_of(membre, now=NOW)


def states(*rendez_vous: RendezVous) -> list[str]:
    return [RendezVous.objects.get(pk=un.pk).etat for un in rendez_vous]


class TestMaking:
    def test_words_are_sealed_and_hours_are_of_paris(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)

        lu = selectors.appointment_for(membre.compte, un.pk, on=NOW.date())
        assert "CAF" not in un.mots_scelles
        assert (lu.mots.objet, lu.mots.lieu) == ("Papiers de la CAF", "Bureau 3")
        assert (lu.debut.hour, lu.fin.minute, lu.nom) == (10, 30, "Safi Exemple")
        assert un.debut_at == APRES

    def test_of_the_team_are_sealed_for_the_structure(self, membre: Membre) -> None:
        un = appointment(membre, mots=Mots(objet="Point du lundi"))

        assert "lundi" not in un.mots_scelles
        assert selectors.appointment_for(membre.compte, un.pk, on=NOW.date()).mots.objet == "Point du lundi"

    def test_a_series_is_written_whole_and_told_once(self, membre: Membre, safi: Personne) -> None:
        serie = appointments(membre, safi, rythme="mensuel", jour=date(2027, 1, 31), jusqu_au=date(2027, 4, 30))

        assert [un.debut_at.date() for un in serie] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
        assert len({un.serie for un in serie}) == 1
        assert Ligne.objects.filter(verb="prendre_rendez_vous", thing_kind="personne", thing_id=str(safi.pk)).count() == 1

    @pytest.mark.parametrize(
        ("autres", "champ"),
        [
            ({"minutes": 0}, "minutes"),
            ({"rythme": "mensuel"}, "jusqu_au"),
            ({"rythme": "toujours", "jusqu_au": date(2027, 1, 1)}, "rythme"),
            ({"mode": "pigeon"}, "mode"),
            ({"jour": date(2027, 3, 28), "heure": time(2, 30)}, "heure"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, membre: Membre, safi: Personne, autres: dict[str, object], champ: str) -> None:
        with pytest.raises(AgendaRefusedError) as refus:
            appointment(membre, safi, **autres)

        assert set(refus.value.errors) == {champ}
        assert not RendezVous.objects.exists()

    def test_somebody_of_elsewhere_cannot_attend(self, membre: Membre, safi: Personne) -> None:
        with pytest.raises(AgendaRefusedError):
            appointment(membre, safi, avec=(MembreFactory.create().compte,))

    def test_nobody_of_another_structure_writes_about_her(self, membre: Membre, safi: Personne) -> None:
        ailleurs = MembreFactory.create()

        with pytest.raises(NotVisibleError):
            appointment(ailleurs, safi)
        with pytest.raises(ForbiddenError):
            make_appointment(actor=ailleurs.compte, structure_id=membre.structure_id, personne_id=None, voulu=wanted(membre.compte), now=NOW)

    def test_who_meets_nobody_writes_nothing(self, membre: Membre) -> None:
        pilote = MembreFactory.create(structure=membre.structure, role=Role.PILOTE)

        with pytest.raises(ForbiddenError):
            make_appointment(actor=pilote.compte, structure_id=membre.structure_id, personne_id=None, voulu=wanted(membre.compte), now=NOW)


class TestChanging:
    def test_details_change_and_hours_do_not(self, membre: Membre, safi: Personne) -> None:
        collegue = MembreFactory.create(structure=membre.structure)
        un = appointment(membre, safi)

        change_details(
            actor=membre.compte, rendez_vous_id=un.pk, voulu=wanted(collegue.compte, mode="visio", mots=Mots(lieu="Salle 2"), jour=date(2027, 5, 5)), now=NOW
        )

        lu = selectors.appointment_for(membre.compte, un.pk, on=NOW.date())
        assert (lu.rendez_vous.mode, lu.mots, lu.comptes, lu.rendez_vous.debut_at) == ("visio", Mots(lieu="Salle 2"), {collegue.compte_id}, APRES)

    def test_who_left_the_team_may_stay_on_it(self, membre: Membre, safi: Personne) -> None:
        collegue = MembreFactory.create(structure=membre.structure)
        un = appointment(membre, safi, avec=(membre.compte, collegue.compte))
        Membre.objects.filter(pk=collegue.pk).update(jusqu_au=date(2026, 11, 1))

        change_details(actor=membre.compte, rendez_vous_id=un.pk, voulu=wanted(membre.compte, collegue.compte, mode="visite"), now=NOW)

        assert Participant.objects.filter(rendez_vous=un).count() == 2


class TestOutcome:
    @pytest.mark.parametrize("vers", ["tenu", "absente", "excusee", "annule"])
    def test_each_is_its_own_and_is_kept_with_its_words(self, membre: Membre, safi: Personne, vers: str) -> None:
        un = appointment(membre, safi)

        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers=vers, note_ecrite="Dit au téléphone.", rang_vu=0, now=APRES)

        suite = SuiteRendezVous.objects.get(rendez_vous=un)
        assert (suite.avant, suite.vers, suite.rang) == ("prevu", vers, 1)
        assert "téléphone" not in suite.mots_scelles
        assert states(un) == [vers]
        un.refresh_from_db()
        assert [ligne.note for ligne in selectors.history_of(un)] == ["Dit au téléphone."]

    def test_before_the_hour_nobody_knows(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)

        for vers in ("tenu", "absente"):
            with pytest.raises(TooSoonError):
                note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers=vers, note_ecrite="", rang_vu=0, now=APRES - timedelta(minutes=1))
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="excusee", note_ecrite="", rang_vu=0, now=NOW)

    @pytest.mark.parametrize("vers", ["absente", "excusee", "reporte", "erreur", "prevu", "n_importe"])
    def test_what_cannot_be_is_refused(self, membre: Membre, vers: str) -> None:
        un = appointment(membre)

        with pytest.raises(AgendaRefusedError):
            note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers=vers, note_ecrite="", rang_vu=0, now=APRES)

    def test_of_two_at_once_the_second_is_told(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="tenu", note_ecrite="", rang_vu=0, now=APRES)

        with pytest.raises(AgendaChangedError):
            note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="absente", note_ecrite="", rang_vu=0, now=APRES)
        assert states(un) == ["tenu"]

    def test_is_taken_back_and_noted_again_with_all_of_it_kept(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="absente", note_ecrite="", rang_vu=0, now=APRES)
        take_back(actor=membre.compte, rendez_vous_id=un.pk, rang_vu=1, now=APRES)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="tenu", note_ecrite="", rang_vu=2, now=APRES)

        un.refresh_from_db()
        assert [(ligne.suite.vers, ligne.reprise) for ligne in selectors.history_of(un)] == [("tenu", False), ("prevu", False), ("absente", True)]

    def test_taking_back_twice_takes_nothing(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        with pytest.raises(AgendaChangedError):
            take_back(actor=membre.compte, rendez_vous_id=un.pk, rang_vu=0, now=APRES)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="annule", note_ecrite="", rang_vu=0, now=NOW)
        take_back(actor=membre.compte, rendez_vous_id=un.pk, rang_vu=1, now=NOW)

        with pytest.raises(AgendaChangedError):
            take_back(actor=membre.compte, rendez_vous_id=un.pk, rang_vu=2, now=NOW)


class TestPuttingOff:
    def off(self, membre: Membre, un: RendezVous, rang: int = 0) -> RendezVous:
        voulu = wanted(membre.compte, jour=date(2026, 12, 2))
        return put_off(actor=membre.compte, rendez_vous_id=un.pk, voulu=voulu, rang_vu=rang, now=NOW)

    def test_keeps_the_first_one_and_makes_another(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)

        autre = self.off(membre, un)

        assert states(un, autre) == ["reporte", "prevu"]
        assert (autre.remplace, autre.personne_id, un.debut_at) == (un.pk, safi.pk, APRES)
        un.refresh_from_db()
        assert selectors.replaced_by(un) == autre

    def test_taken_back_the_other_one_goes(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        autre = self.off(membre, un)

        take_back(actor=membre.compte, rendez_vous_id=un.pk, rang_vu=1, now=NOW)

        assert states(un, autre) == ["prevu", "erreur"]
        with pytest.raises(NotVisibleError):
            selectors.appointment_for(membre.compte, autre.pk, on=NOW.date())
        assert self.off(membre, un, rang=2) == selectors.replaced_by(RendezVous.objects.get(pk=un.pk))

    def test_not_once_the_other_one_has_a_follow_up(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        autre = self.off(membre, un)
        note_outcome(actor=membre.compte, rendez_vous_id=autre.pk, vers="excusee", note_ecrite="", rang_vu=0, now=NOW)

        with pytest.raises(ReplacedError):
            take_back(actor=membre.compte, rendez_vous_id=un.pk, rang_vu=1, now=NOW)
        assert states(un, autre) == ["reporte", "excusee"]

    def test_one_that_replaces_is_not_withdrawn_alone(self, membre: Membre, safi: Personne) -> None:
        autre = self.off(membre, appointment(membre, safi))

        with pytest.raises(AgendaChangedError):
            withdraw(actor=membre.compte, rendez_vous_id=autre.pk, toute_la_serie=False, now=NOW)


class TestSeries:
    @pytest.fixture
    def serie(self, membre: Membre, safi: Personne) -> list[RendezVous]:
        return appointments(membre, safi, rythme="hebdomadaire", jusqu_au=date(2026, 12, 16))

    def test_stops_from_one_on(self, membre: Membre, serie: list[RendezVous]) -> None:
        assert stop_series(actor=membre.compte, rendez_vous_id=serie[1].pk, rang_vu=0, now=NOW) == 3
        assert states(*serie) == ["prevu", "annule", "annule", "annule"]

    def test_noted_by_mistake_goes_whole(self, membre: Membre, serie: list[RendezVous]) -> None:
        assert withdraw(actor=membre.compte, rendez_vous_id=serie[0].pk, toute_la_serie=True, now=NOW) == 4
        assert set(states(*serie)) == {"erreur"}

        take_back(actor=membre.compte, rendez_vous_id=serie[2].pk, rang_vu=1, now=NOW)
        assert set(states(*serie)) == {"prevu"}

    def test_taken_back_is_back_but_for_what_moved_on(self, membre: Membre, serie: list[RendezVous]) -> None:
        stop_series(actor=membre.compte, rendez_vous_id=serie[1].pk, rang_vu=0, now=NOW)
        plus_tard = NOW + timedelta(minutes=1)
        take_back(actor=membre.compte, rendez_vous_id=serie[3].pk, rang_vu=1, now=plus_tard)
        assert states(*serie) == ["prevu"] * 4

        with pytest.raises(AgendaChangedError):
            take_back(actor=membre.compte, rendez_vous_id=serie[2].pk, rang_vu=2, now=plus_tard)

    def test_what_was_held_stays_when_the_rest_stops(self, membre: Membre, serie: list[RendezVous]) -> None:
        plus_tard = serie[2].debut_at
        note_outcome(actor=membre.compte, rendez_vous_id=serie[2].pk, vers="tenu", note_ecrite="", rang_vu=0, now=plus_tard)

        assert stop_series(actor=membre.compte, rendez_vous_id=serie[0].pk, rang_vu=0, now=NOW) == 3
        assert states(*serie) == ["annule", "annule", "tenu", "annule"]

    def test_without_one_nothing_stops(self, membre: Membre, safi: Personne) -> None:
        with pytest.raises(AgendaChangedError):
            stop_series(actor=membre.compte, rendez_vous_id=appointment(membre, safi).pk, rang_vu=0, now=NOW)


class TestOverlaps:
    def test_are_said_of_who_attends_and_of_her(self, membre: Membre, safi: Personne) -> None:
        collegue = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        appointment(membre, safi, heure=time(10, 15))
        un = appointment(membre, safi, avec=(collegue.compte,))

        assert selectors.conflicts_of(selectors.appointment_for(membre.compte, un.pk, on=NOW.date())) == ["Safi Exemple"]

    def test_not_of_what_was_cancelled_or_follows(self, membre: Membre, safi: Personne) -> None:
        annule = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=annule.pk, vers="annule", note_ecrite="", rang_vu=0, now=NOW)
        appointment(membre, safi, heure=time(10, 30))
        un = appointment(membre, safi)

        assert selectors.conflicts_of(selectors.appointment_for(membre.compte, un.pk, on=NOW.date())) == []


PLANTED = {
    "an outcome rewritten": lambda: SuiteRendezVous.objects.update(vers="absente"),
    "an outcome removed": lambda: SuiteRendezVous.objects.all()._raw_delete("default"),
    "another hour": lambda: RendezVous.objects.update(debut_at=NOW),
    "another person": lambda: RendezVous.objects.update(personne=None),
    "a state that nothing says": lambda: RendezVous.objects.update(etat="absente"),
    "a rank that nothing says": lambda: RendezVous.objects.update(rang=7),
    "an outcome out of order": lambda: SuiteRendezVous.objects.bulk_create([_copied(rang=5)]),
    "an outcome from elsewhere": lambda: SuiteRendezVous.objects.bulk_create([_copied(rang=2, avant="excusee", vers="annule")]),
    "a taking back of nothing": lambda: SuiteRendezVous.objects.bulk_create(
        [_copied(rang=2, avant="tenu", vers="annule", annule_id=SuiteRendezVous.objects.get().pk)]
    ),
    "other words": lambda: SuiteRendezVous.objects.update(mots_scelles="do2.autre"),
}


def _copied(**autres: object) -> SuiteRendezVous:
    suite = SuiteRendezVous.objects.get()
    valeurs = {"rendez_vous_id": suite.rendez_vous_id, "rang": 2, "avant": "tenu", "vers": "prevu", "auteur_id": suite.auteur_id, "note_at": suite.note_at}
    return SuiteRendezVous(**(valeurs | autres))


class TestTheDatabase:
    @pytest.mark.parametrize("planted", PLANTED)
    def test_refuses(self, membre: Membre, safi: Personne, planted: str) -> None:
        un = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="tenu", note_ecrite="Venue.", rang_vu=0, now=APRES)

        with pytest.raises(DatabaseError), transaction.atomic():
            PLANTED[planted]()

    @pytest.mark.parametrize("planted", ["an outcome rewritten", "an outcome removed", "another hour", "a state that nothing says", "an outcome out of order"])
    def test_without_its_triggers_would_not(self, membre: Membre, safi: Personne, planted: str) -> None:
        un = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="tenu", note_ecrite="Venue.", rang_vu=0, now=APRES)
        with connection.cursor() as cursor:
            for statement in triggers.REMOVE[connection.vendor]:
                cursor.execute(statement)

        PLANTED[planted]()

    def test_lets_it_go_whole_with_her(self, membre: Membre, safi: Personne) -> None:
        un = appointment(membre, safi)
        note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="tenu", note_ecrite="Venue.", rang_vu=0, now=APRES)
        an_action(membre, safi)
        autre = appointment(membre, person_of(membre, "Karim", now=NOW))

        personne_effacee.send(sender=Personne, structure_id=membre.structure_id, personne_id=safi.pk)

        assert list(RendezVous.objects.all()) == [autre]
        assert not SuiteRendezVous.objects.exists()
        assert not Action.objects.exists()
        assert Participant.objects.count() == 1

    def test_every_state_has_its_word(self) -> None:
        assert {etat.value for etat in EtatRendezVous} == {"prevu", "tenu", "absente", "excusee", "reporte", "annule", "erreur"}
