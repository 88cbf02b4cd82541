"""Somebody is away and somebody covers: seen by who covers, marked, given back by itself; and the private address that shows hours only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from droits_ouverts.agenda import rules_absence, selectors, selectors_absence
from droits_ouverts.agenda.errors import AbsenceOverlapError, AgendaChangedError, AgendaRefusedError
from droits_ouverts.agenda.models import Absence, FluxAgenda
from droits_ouverts.agenda.services_absence import close_feed, come_back, note_absence, open_feed, owner_of
from droits_ouverts.agenda.services_actions import do_action
from droits_ouverts.agenda.services_suite import note_outcome
from droits_ouverts.conservation.nuit import sweep
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.agendas import NOW, TODAY, an_absence, an_action, appointment
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

DEMAIN = date(2026, 11, 25)
RETOUR = datetime(2026, 11, 28, 9, 0, tzinfo=NOW.tzinfo)


@pytest.fixture
def ines(db: None) -> Membre:
    return MembreFactory.create(compte__nom="Inès")


@pytest.fixture
def karim(ines: Membre) -> Membre:
    return MembreFactory.create(structure=ines.structure, compte__nom="Karim")


@pytest.fixture
def safi(ines: Membre) -> Personne:
    return person_of(ines, now=NOW)


def seen(membre: Membre, jour: date = DEMAIN, *, on: date = TODAY) -> list[tuple[str, str]]:
    """What somebody sees on a day: the person, and whom it is covered for."""
    page = selectors.days_of(membre.compte, jour, jour, toute_l_equipe=False, on=on)
    return [(ligne.nom, ligne.relais.absent if ligne.relais else "") for ligne in page.jours[0].rendez_vous]


class TestCovering:
    def test_shows_hers_marked_on_her_days_only(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        appointment(ines, safi)
        appointment(ines, safi, jour=date(2026, 11, 30))
        an_absence(ines, karim, TODAY, date(2026, 11, 27))

        assert seen(karim) == [("Safi Exemple", "Inès")]
        assert seen(ines) == [("Safi Exemple", "Inès")]
        assert seen(karim, date(2026, 11, 30)) == []

    def test_hands_over_what_is_due_while_it_lasts(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        an_action(ines, safi)
        an_absence(ines, karim, DEMAIN, date(2026, 11, 27))

        def due(membre: Membre, on: date) -> int:
            page = selectors.days_of(membre.compte, on, on + timedelta(days=1), toute_l_equipe=False, on=on)
            return sum(len(jour.actions) for jour in page.jours) + len(page.en_retard)

        assert [due(karim, jour) for jour in (TODAY, DEMAIN, date(2026, 11, 27), date(2026, 11, 28))] == [0, 1, 1, 0]
        assert due(ines, date(2026, 11, 28)) == 1

    def test_nothing_is_reassigned(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        action, un = an_action(ines, safi), appointment(ines, safi)
        an_absence(ines, karim, TODAY, DEMAIN)

        action.refresh_from_db()
        assert action.responsable_id == ines.compte_id
        assert [ligne.compte_id for ligne in un.participants.all()] == [ines.compte_id]

    def test_passes_on_where_who_covers_is_away_too(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        awa = MembreFactory.create(structure=ines.structure, compte__nom="Awa")
        appointment(ines, safi)
        an_absence(ines, karim, TODAY, DEMAIN)
        an_absence(karim, awa, DEMAIN, DEMAIN)

        assert (seen(karim), seen(awa)) == ([], [("Safi Exemple", "Inès")])

    def test_that_is_not_passed_on_would_be_seen(self, ines: Membre, karim: Membre, safi: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        awa = MembreFactory.create(structure=ines.structure, compte__nom="Awa")
        appointment(ines, safi)
        an_absence(ines, karim, TODAY, DEMAIN)
        an_absence(karim, awa, DEMAIN, DEMAIN)
        monkeypatch.setattr(rules_absence, "_end", lambda absent, du_jour: du_jour[absent])

        assert (seen(karim), seen(awa)) == ([("Safi Exemple", "Inès")], [])

    def test_of_nobody_stays_marked(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        appointment(ines, safi)
        an_absence(ines, None, TODAY, DEMAIN)

        page = selectors.days_of(ines.compte, DEMAIN, DEMAIN, toute_l_equipe=False, on=TODAY)
        assert page.jours[0].rendez_vous[0].relais.par == ""  # type: ignore[union-attr]  # it is there
        assert seen(karim) == []

    def test_who_covers_may_act_and_she_reads_it_back(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        un, action = appointment(ines, safi), an_action(ines, safi)
        absence = an_absence(ines, karim, TODAY, date(2026, 11, 27))
        note_outcome(actor=karim.compte, rendez_vous_id=un.pk, vers="tenu", note_ecrite="", rang_vu=0, now=un.debut_at)
        do_action(actor=karim.compte, action_id=action.pk, now=un.debut_at)

        rendue = selectors_absence.handed_over(absence, on=date(2026, 11, 28))

        assert (len(rendue.rendez_vous), len(rendue.actions), rendue.personnes, rendue.notees) == (1, 1, 1, 2)


class TestAbsence:
    def test_ends_earlier_when_she_is_back(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        appointment(ines, safi, jour=date(2026, 11, 28))
        absence = an_absence(ines, karim, TODAY, date(2026, 11, 30))
        assert len(seen(karim, date(2026, 11, 28))) == 1

        come_back(actor=ines.compte, absence_id=absence.pk, now=RETOUR)

        assert seen(karim, date(2026, 11, 28), on=date(2026, 11, 28)) == []
        with pytest.raises(AgendaChangedError):
            come_back(actor=ines.compte, absence_id=absence.pk, now=RETOUR)

    def test_taken_back_before_its_first_day_never_was(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        appointment(ines, safi)
        absence = an_absence(ines, karim, DEMAIN, date(2026, 11, 30))

        come_back(actor=ines.compte, absence_id=absence.pk, now=NOW)

        assert seen(karim) == []
        an_absence(ines, karim, DEMAIN, date(2026, 11, 30))
        assert len(seen(karim)) == 1

    def test_does_not_overlap_another_one(self, ines: Membre, karim: Membre) -> None:
        an_absence(ines, karim, DEMAIN, date(2026, 11, 30))

        with pytest.raises(AbsenceOverlapError):
            an_absence(ines, None, date(2026, 11, 30), date(2026, 12, 2))
        an_absence(ines, None, date(2026, 12, 1), date(2026, 12, 2))
        an_absence(karim, ines, DEMAIN, date(2026, 11, 30))

    @pytest.mark.parametrize(
        ("du", "au", "qui", "champ"),
        [
            (DEMAIN, TODAY, "karim", "au"),
            (date(2026, 11, 20), date(2026, 11, 23), "karim", "au"),
            (DEMAIN, DEMAIN, "ines", "remplace_par"),
            (DEMAIN, DEMAIN, "ailleurs", "remplace_par"),
        ],
    )
    def test_says_what_is_wrong(self, ines: Membre, karim: Membre, du: date, au: date, qui: str, champ: str) -> None:
        par = {"karim": karim, "ines": ines, "ailleurs": MembreFactory.create()}[qui]

        with pytest.raises(AgendaRefusedError) as refus:
            an_absence(ines, par, du, au)
        assert set(refus.value.errors) == {champ}

    def test_is_hers_or_noted_by_who_manages(self, ines: Membre, karim: Membre) -> None:
        responsable = MembreFactory.create(structure=ines.structure, role=Role.RESPONSABLE)

        def noted(actor: Membre) -> Absence:
            return note_absence(
                actor=actor.compte, structure_id=ines.structure_id, compte_id=ines.compte_id, du=DEMAIN, au=DEMAIN, remplace_par_id=karim.compte_id, now=NOW
            )

        with pytest.raises(ForbiddenError):
            noted(karim)
        absence = noted(responsable)
        with pytest.raises(ForbiddenError):
            come_back(actor=karim.compte, absence_id=absence.pk, now=NOW)
        with pytest.raises(NotVisibleError):
            come_back(actor=MembreFactory.create().compte, absence_id=absence.pk, now=NOW)
        assert come_back(actor=responsable.compte, absence_id=absence.pk, now=NOW).rendue_le == DEMAIN

    def test_is_forgotten_after_three_months(self, ines: Membre, karim: Membre) -> None:
        an_absence(ines, karim, TODAY, DEMAIN)
        appointment(ines)

        sweep(datetime(2027, 2, 24, 3, tzinfo=NOW.tzinfo), dry_run=False)
        assert Absence.objects.count() == 1
        sweep(datetime(2027, 2, 25, 3, tzinfo=NOW.tzinfo), dry_run=False)
        assert Absence.objects.count() == 0

    def test_what_is_the_teams_goes_after_a_year(self, ines: Membre, safi: Personne) -> None:
        reunion, elle = appointment(ines), appointment(ines, safi)
        note_outcome(actor=ines.compte, rendez_vous_id=reunion.pk, vers="tenu", note_ecrite="Vu.", rang_vu=0, now=reunion.fin_at)
        an_action(ines)

        faits = sweep(datetime(2027, 11, 25, 3, tzinfo=NOW.tzinfo), dry_run=True)
        assert (faits["agenda.RendezVous"], faits["agenda.Action"]) == (1, 1)
        sweep(datetime(2027, 11, 24, 3, tzinfo=NOW.tzinfo), dry_run=False)
        assert reunion.suites.count() == 1
        sweep(datetime(2027, 11, 25, 3, tzinfo=NOW.tzinfo), dry_run=False)
        assert not type(reunion).objects.filter(pk=reunion.pk).exists()
        assert type(elle).objects.filter(pk=elle.pk).exists()


class TestFeed:
    def test_is_kept_by_a_digest_and_replaced(self, ines: Membre) -> None:
        premiere = open_feed(actor=ines.compte, now=NOW)
        seconde = open_feed(actor=ines.compte, now=NOW)

        assert premiere not in FluxAgenda.objects.get().empreinte
        assert (owner_of(premiere), owner_of(seconde)) == (None, ines.compte)

    def test_closed_it_opens_nothing(self, ines: Membre) -> None:
        jeton = open_feed(actor=ines.compte, now=NOW)

        assert close_feed(actor=ines.compte)
        assert owner_of(jeton) is None
        assert not close_feed(actor=ines.compte)

    def test_of_a_closed_account_opens_nothing(self, ines: Membre) -> None:
        jeton = open_feed(actor=ines.compte, now=NOW)
        ines.compte.is_active = False
        ines.compte.save(update_fields=["is_active"])

        assert owner_of(jeton) is None

    def test_is_not_for_who_meets_nobody(self, db: None) -> None:
        with pytest.raises(ForbiddenError):
            open_feed(actor=MembreFactory.create(role=Role.ELU).compte, now=NOW)

    def test_shows_her_hours_and_those_she_covers(self, ines: Membre, karim: Membre, safi: Personne) -> None:
        appointment(ines, safi)
        an_action(ines, safi)
        assert [heure.fin is None for heure in selectors_absence.hours_of(ines.compte, on=TODAY)] == [True, False]
        assert selectors_absence.hours_of(karim.compte, on=TODAY) == []

        an_absence(ines, karim, TODAY, DEMAIN)
        assert len(selectors_absence.hours_of(karim.compte, on=TODAY)) == 2
