"""What is next: written, done, not done after all, taken back; and the agenda that shows it, at a fixed cost."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from droits_ouverts.agenda import selectors
from droits_ouverts.agenda.errors import AgendaChangedError, AgendaRefusedError
from droits_ouverts.agenda.models import Action
from droits_ouverts.agenda.services_actions import AFaire, change_action, do_action, restore_action, undo_action, withdraw_action
from droits_ouverts.agenda.signals import echeances_demandees
from droits_ouverts.coffre.trousseau import kept_open
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from tests.factories.agendas import NOW, TODAY, an_action, appointment
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def safi(membre: Membre) -> Personne:
    return person_of(membre, now=NOW)


class TestAction:
    def test_its_words_are_sealed_and_told_by_number(self, membre: Membre, safi: Personne) -> None:
        action = an_action(membre, safi, quoi="  Appeler   la CAF ")

        assert "CAF" not in action.mots_scelles
        assert selectors.action_for(membre.compte, action.pk, on=TODAY).quoi == "Appeler la CAF"
        assert Ligne.objects.get(verb="noter_action").thing_id == str(safi.pk)

    def test_is_done_and_undone(self, membre: Membre, safi: Personne) -> None:
        action = an_action(membre, safi)

        faite = do_action(actor=membre.compte, action_id=action.pk, now=NOW)
        assert (faite.etat, faite.faite_le, faite.faite_par) == ("faite", TODAY, membre.compte)
        with pytest.raises(AgendaChangedError):
            do_action(actor=membre.compte, action_id=action.pk, now=NOW)

        defaite = undo_action(actor=membre.compte, action_id=action.pk, now=NOW)
        assert (defaite.etat, defaite.faite_le, defaite.faite_par) == ("a_faire", None, None)

    def test_is_taken_back_and_put_back(self, membre: Membre, safi: Personne) -> None:
        action = an_action(membre, safi)
        withdraw_action(actor=membre.compte, action_id=action.pk, now=NOW)
        assert selectors.of_person(safi, on=TODAY)[1] == []

        restore_action(actor=membre.compte, action_id=action.pk, now=NOW)
        assert [ligne.action for ligne in selectors.of_person(safi, on=TODAY)[1]] == [action]

    def test_changes_until_it_is_done(self, membre: Membre, safi: Personne) -> None:
        action = an_action(membre, safi)
        voulue = AFaire(quoi="Apporter le bail", qui="personne", responsable=membre.compte_id, avant_le=None)
        change_action(actor=membre.compte, action_id=action.pk, voulue=voulue, now=NOW)
        assert selectors.action_for(membre.compte, action.pk, on=TODAY).quoi == "Apporter le bail"

        do_action(actor=membre.compte, action_id=action.pk, now=NOW)
        with pytest.raises(AgendaChangedError):
            change_action(actor=membre.compte, action_id=action.pk, voulue=voulue, now=NOW)

    @pytest.mark.parametrize(("autres", "champ"), [({"quoi": "  "}, "quoi"), ({"qui": "nul"}, "qui"), ({"responsable": 0}, "responsable")])
    def test_says_what_is_wrong(self, membre: Membre, safi: Personne, autres: dict[str, object], champ: str) -> None:
        with pytest.raises(AgendaRefusedError) as refus:
            an_action(membre, safi, **autres)

        assert set(refus.value.errors) == {champ}
        assert not Action.objects.exists()

    def test_of_the_team_is_nobodys_homework(self, membre: Membre) -> None:
        with pytest.raises(AgendaRefusedError):
            an_action(membre, qui="personne")

    def test_belongs_to_its_structure(self, membre: Membre, safi: Personne) -> None:
        action, ailleurs = an_action(membre, safi), MembreFactory.create()

        for verbe in (do_action, undo_action, withdraw_action, restore_action):
            with pytest.raises(NotVisibleError):
                verbe(actor=ailleurs.compte, action_id=action.pk, now=NOW)
        with pytest.raises(NotVisibleError):
            selectors.action_for(ailleurs.compte, action.pk, on=TODAY)


class TestDays:
    def page(self, membre: Membre, du: date, au: date, *, equipe: bool = False, on: date = TODAY) -> selectors.Page:
        return selectors.days_of(membre.compte, du, au, toute_l_equipe=equipe, on=on)

    def test_show_each_thing_on_its_day(self, membre: Membre, safi: Personne) -> None:
        tot = appointment(membre, safi)
        an_action(membre, safi)
        an_action(membre, safi, avant_le=date(2026, 11, 20), quoi="En retard")

        page = self.page(membre, TODAY, TODAY + timedelta(days=6))

        assert [(jour.le, [un.rendez_vous.pk for un in jour.rendez_vous], len(jour.actions)) for jour in page.jours][:2] == [
            (TODAY, [], 0),
            (date(2026, 11, 25), [tot.pk], 1),
        ]
        assert [ligne.quoi for ligne in page.en_retard] == ["En retard"]

    def test_are_mine_or_the_teams(self, membre: Membre, safi: Personne) -> None:
        collegue = MembreFactory.create(structure=membre.structure)
        appointment(collegue, safi)
        demain = date(2026, 11, 25)

        assert self.page(membre, demain, demain).vide
        assert len(self.page(membre, demain, demain, equipe=True).jours[0].rendez_vous) == 1

    def test_show_nothing_of_another_structure(self, membre: Membre, safi: Personne) -> None:
        appointment(membre, safi)
        ailleurs = MembreFactory.create()

        assert self.page(ailleurs, date(2026, 11, 25), date(2026, 11, 25), equipe=True).vide

    @pytest.mark.parametrize("equipe", [False, True])
    def test_cost_as_much_for_ten_as_for_one(self, membre: Membre, safi: Personne, *, equipe: bool) -> None:
        def cost() -> int:
            with kept_open(), CaptureQueriesContext(connection) as requetes:
                self.page(membre, TODAY, TODAY + timedelta(days=6), equipe=equipe)
            return len(requetes)

        appointment(membre, safi)
        an_action(membre, safi)
        un = cost()
        for rang in range(9):
            elle = person_of(membre, f"Personne {rang}", now=NOW)
            appointment(membre, elle, now=NOW)
            an_action(membre, elle)

        # Six for the agenda itself, and one for each room that has days to show.
        assert cost() == un <= 6 + len(echeances_demandees.receivers)

    def test_a_day_of_25_hours_ends_at_midnight(self, membre: Membre, safi: Personne) -> None:
        tard = appointment(membre, safi, jour=date(2027, 10, 31), heure=time(23, 30), minutes=20)
        lendemain = appointment(membre, safi, jour=date(2027, 11, 1), heure=time(0, 0), minutes=20)

        page = self.page(membre, date(2027, 10, 31), date(2027, 11, 1), on=date(2027, 10, 31))

        assert [[un.rendez_vous.pk for un in jour.rendez_vous] for jour in page.jours] == [[tard.pk], [lendemain.pk]]


def test_an_appointment_held_is_a_contact(membre: Membre, safi: Personne) -> None:
    from droits_ouverts.agenda.services_suite import note_outcome, take_back
    from droits_ouverts.conservation.echeances import standing

    un = appointment(membre, safi, jour=date(2026, 12, 24))
    apres = datetime(2026, 12, 24, 12, 0, tzinfo=NOW.tzinfo)

    def dernier() -> date | None:
        echeance = standing(membre.structure_id, "personne", str(safi.pk))
        return echeance.dernier_contact if echeance else None

    assert dernier() == TODAY
    note_outcome(actor=membre.compte, rendez_vous_id=un.pk, vers="tenu", note_ecrite="", rang_vu=0, now=apres)
    assert dernier() == date(2026, 12, 24)
    take_back(actor=membre.compte, rendez_vous_id=un.pk, rang_vu=1, now=apres)
    assert dernier() == TODAY
