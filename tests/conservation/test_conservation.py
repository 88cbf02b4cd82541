"""What starts the clock, what holds it, who is told; and the purge that two persons want."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from droits_ouverts.bilan import departs, services_choix
from droits_ouverts.bilan.enums import DecisionChoix, FormeBilan
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.services import start_bilan
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.models import RegistreEffacement
from droits_ouverts.conservation import effacement, purge
from droits_ouverts.conservation.courriels import tell_managers
from droits_ouverts.conservation.echeances import schedule, standing
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.errors import ContactRefusedError, HeldError, PurgeRefusedError
from droits_ouverts.conservation.faits import totals
from droits_ouverts.conservation.models import DemandePurge, Fait, Preavis
from droits_ouverts.conservation.services import give_notices, lift_hold, note_contact, set_hold
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import identity_context, open_identity
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.plugin import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
AVANT = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
JOUR = AVANT.date()
TERME = date(2028, 1, 31)
ANNONCE = TERME - timedelta(days=30)


def at(jour: date) -> datetime:
    return datetime(jour.year, jour.month, jour.day, 2, 0, tzinfo=UTC)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def seconde() -> Membre:
    return MembreFactory.create(role=Role.PILOTE)


@pytest.fixture
def suivie(membre: Membre) -> Personne:
    """A person with a check-up, seen last on the last day of January."""
    bilan = start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-01", now=AVANT)
    personne = person_of(membre, now=AVANT)
    departs.attach_bilan(bilan_id=bilan.pk, actor=membre.compte, personne=personne, accord_mode=ModeAccord.ORAL, accord_le=JOUR, now=AVANT)
    return personne


def terme_of(personne: Personne) -> date:
    echeance = standing(personne.structure_id, "personne", str(personne.pk))
    assert echeance is not None
    return echeance.terme


class TestClock:
    def test_runs_two_years_from_the_last_contact(self, suivie: Personne) -> None:
        assert terme_of(suivie) == TERME

    def test_runs_three_months_for_somebody_without_a_check_up(self, membre: Membre) -> None:
        assert terme_of(person_of(membre, now=AVANT)) == date(2026, 4, 30)

    def test_starts_again_with_a_choice_and_not_with_an_opinion(self, suivie: Personne, membre: Membre) -> None:
        bilan = Bilan.objects.get(personne=suivie)
        plus_tard = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        services_choix.choose_right(bilan_id=bilan.pk, actor=membre.compte, droit="rsa", decision=DecisionChoix.VOULU, motif=None, mots="", now=plus_tard)

        assert terme_of(suivie) == date(2028, 3, 2)

    def test_costs_as_many_queries_for_many_files(self, suivie: Personne, membre: Membre, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for _ in range(5):
            person_of(membre, now=AVANT)

        with django_assert_num_queries(6):
            assert len(schedule(membre.structure_id)) == 6


class TestContact:
    def test_starts_the_clock_again_and_takes_the_notice_back(self, suivie: Personne, membre: Membre) -> None:
        assert give_notices(membre.structure_id, on=ANNONCE) == 1
        note_contact(actor=membre.compte, genre="personne", sujet_id=suivie.pk, le=ANNONCE, now=at(ANNONCE))

        assert terme_of(suivie) == date(2030, 1, 1)
        assert not Preavis.objects.exists()

    def test_of_long_ago_changes_no_notice(self, suivie: Personne, membre: Membre) -> None:
        give_notices(membre.structure_id, on=ANNONCE)
        note_contact(actor=membre.compte, genre="personne", sujet_id=suivie.pk, le=JOUR, now=at(ANNONCE))

        assert terme_of(suivie) == TERME
        assert Preavis.objects.exists()

    @pytest.mark.parametrize("le", [date(2026, 1, 30), date(2027, 1, 2)])
    def test_is_neither_to_come_nor_before_the_file(self, suivie: Personne, membre: Membre, le: date) -> None:
        with pytest.raises(ContactRefusedError):
            note_contact(actor=membre.compte, genre="personne", sujet_id=suivie.pk, le=le, now=at(date(2027, 1, 1)))

    def test_is_noted_by_those_who_hold_the_file(self, suivie: Personne, seconde: Membre) -> None:
        with pytest.raises(NotVisibleError):
            note_contact(actor=seconde.compte, genre="personne", sujet_id=suivie.pk, le=JOUR, now=AVANT)


class TestHold:
    def test_keeps_a_file_past_its_term_and_gives_a_month_once_lifted(self, suivie: Personne, membre: Membre) -> None:
        set_hold(actor=membre.compte, genre="personne", sujet_id=suivie.pk, motif=MotifReserve.RECOURS, now=AVANT)
        give_notices(membre.structure_id, on=ANNONCE)
        tard = TERME + timedelta(days=100)
        assert purge.report(tard).sujets == ()

        lift_hold(actor=membre.compte, genre="personne", sujet_id=suivie.pk, now=at(tard))

        assert terme_of(suivie) == tard + timedelta(days=30)
        assert purge.report(tard + timedelta(days=29)).sujets == ()

    def test_is_set_once_and_leaves_lines(self, suivie: Personne, membre: Membre) -> None:
        set_hold(actor=membre.compte, genre="personne", sujet_id=suivie.pk, motif=MotifReserve.RECOURS, now=AVANT)
        with pytest.raises(HeldError):
            set_hold(actor=membre.compte, genre="personne", sujet_id=suivie.pk, motif=MotifReserve.RECOURS, now=AVANT)
        lift_hold(actor=membre.compte, genre="personne", sujet_id=suivie.pk, now=AVANT)
        with pytest.raises(HeldError):
            lift_hold(actor=membre.compte, genre="personne", sujet_id=suivie.pk, now=AVANT)

        assert set(Ligne.objects.about("personne", suivie.pk).values_list("verb", flat=True)) >= {"mettre_en_reserve", "lever_reserve"}


class TestNotice:
    def test_is_given_once_and_tells_managers_nothing_personal(
        self, suivie: Personne, membre: Membre, settings: SettingsWrapper, mailoutbox: list[EmailMessage]
    ) -> None:
        settings.COURRIEL_ACTIF = True
        assert [give_notices(membre.structure_id, on=ANNONCE + timedelta(days=n)) for n in (-1, 0, 1)] == [0, 1, 0]

        assert tell_managers(membre.structure_id, 1, on=ANNONCE) == 1
        (courriel,) = mailoutbox
        assert "30 jours" in courriel.body
        assert "Safi" not in str(courriel.message())

    def test_that_was_late_puts_the_erasing_off(self, suivie: Personne, membre: Membre) -> None:
        give_notices(membre.structure_id, on=TERME)

        assert purge.report(TERME + timedelta(days=29)).sujets == ()
        assert purge.report(TERME + timedelta(days=30)).sujets == ((membre.structure_id, "personne", str(suivie.pk)),)


class TestPurge:
    @pytest.fixture
    def demande(self, suivie: Personne, membre: Membre) -> DemandePurge:
        give_notices(membre.structure_id, on=ANNONCE)
        return purge.ask(actor=membre.compte, on=TERME, now=at(TERME), chaque_nuit=False)

    def approve(self, demande: DemandePurge, actor: Membre) -> None:
        purge.approve(actor=actor.compte, empreinte=demande.empreinte, on=TERME, now=at(TERME))

    def test_needs_a_second_person_who_may(self, demande: DemandePurge, membre: Membre) -> None:
        with pytest.raises(PurgeRefusedError, match="Aucun rapport n’est approuvé"):
            purge.run_approved(at(TERME))
        with pytest.raises(PurgeRefusedError, match="pas celle qui approuve"):
            self.approve(demande, membre)
        with pytest.raises(PurgeRefusedError, match="Ce compte n’approuve pas"):
            self.approve(demande, MembreFactory.create(role=Role.MEDIATEUR))
        assert Personne.objects.exists()

    def test_the_database_itself_refuses_one_person_twice(self, demande: DemandePurge) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            DemandePurge.objects.filter(pk=demande.pk).update(approuvee_par=demande.demandee_par, approuvee_at=AVANT)

    def test_erases_for_good_and_keeps_the_totals(self, suivie: Personne, demande: DemandePurge, membre: Membre, seconde: Membre) -> None:
        avant = totals([membre.structure_id])
        bilan = Bilan.objects.get(personne=suivie)
        self.approve(demande, seconde)

        assert purge.run_approved(at(TERME)) == 1

        assert (Personne.objects.count(), Bilan.objects.count(), Preavis.objects.count()) == (0, 0, 0)
        assert totals([membre.structure_id]) == avant
        assert set(RegistreEffacement.objects.values_list("genre", "sujet_id")) == {("personne", str(suivie.pk)), ("bilan", str(bilan.pk))}
        assert {"effacer_a_terme", "detruire_cles"} <= set(Ligne.objects.about("personne", suivie.pk).values_list("verb", flat=True))
        with pytest.raises(ErasedError):
            open_identity(suivie)
        assert identity_context(suivie).sujet is not None

    def test_a_report_that_changed_is_approved_again(self, suivie: Personne, demande: DemandePurge, membre: Membre, seconde: Membre) -> None:
        self.approve(demande, seconde)
        note_contact(actor=membre.compte, genre="personne", sujet_id=suivie.pk, le=TERME, now=at(TERME))

        with pytest.raises(PurgeRefusedError, match="Le rapport a changé"):
            purge.run_approved(at(TERME))
        assert Personne.objects.exists()

    def test_stopped_half_way_it_goes_on_and_leaves_who_came_back(self, membre: Membre, seconde: Membre) -> None:
        trois = [person_of(membre, now=AVANT) for _ in range(3)]
        fin = date(2026, 4, 30)
        give_notices(membre.structure_id, on=fin - timedelta(days=30))
        demande = purge.ask(actor=membre.compte, on=fin, now=at(fin), chaque_nuit=False)
        self.approve(demande, seconde)
        arrets = iter([False, True, True])
        assert purge.run_approved(at(fin), stop=lambda: next(arrets)) == 1
        note_contact(actor=membre.compte, genre="personne", sujet_id=trois[2].pk, le=fin, now=at(fin))

        assert purge.run_approved(at(fin)) == 1
        assert list(Personne.objects.values_list("pk", flat=True)) == [trois[2].pk]
        demande.refresh_from_db()
        assert (demande.sujets, demande.executee_at) == ([], at(fin))


class TestNight:
    @pytest.fixture
    def chaque_nuit(self, suivie: Personne, membre: Membre, seconde: Membre) -> DemandePurge:
        give_notices(membre.structure_id, on=ANNONCE)
        demande = purge.ask(actor=membre.compte, on=ANNONCE, now=at(ANNONCE), chaque_nuit=True)
        return purge.approve(actor=seconde.compte, empreinte=demande.empreinte, on=ANNONCE, now=at(ANNONCE))

    def test_erases_alone_once_approved(self, chaque_nuit: DemandePurge) -> None:
        assert [purge.run_night(at(TERME - timedelta(days=1))), purge.run_night(at(TERME))] == [0, 1]

    def test_does_not_without_approval_or_after_a_year_or_under_another_policy(self, chaque_nuit: DemandePurge, membre: Membre) -> None:
        assert purge.is_nightly_approved(date(2029, 1, 1)) is False
        assert purge.is_nightly_approved(date(2028, 12, 31))
        DemandePurge.objects.update(politique="une autre")
        with pytest.raises(PurgeRefusedError, match="n’est pas approuvé"):
            purge.run_night(at(TERME))

    def test_stops_when_it_is_taken_back(self, chaque_nuit: DemandePurge, membre: Membre) -> None:
        assert purge.stop_nights(actor=membre.compte, now=at(TERME)) == 1
        assert not purge.is_nightly_approved(TERME)

    def test_stops_before_a_night_that_would_take_too_many(self, chaque_nuit: DemandePurge, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(purge.Rapport, "depasse", True)

        with pytest.raises(PurgeRefusedError, match="plus qu’une nuit"):
            purge.run_night(at(TERME))
        assert Personne.objects.exists()


class TestErasing:
    def test_what_was_touched_since_stays(self, suivie: Personne, membre: Membre) -> None:
        give_notices(membre.structure_id, on=ANNONCE)
        note_contact(actor=membre.compte, genre="personne", sujet_id=suivie.pk, le=TERME, now=at(TERME))

        assert not effacement.erase_file(membre.structure_id, "personne", str(suivie.pk), on=TERME, now=at(TERME))

    def test_an_anonymous_check_up_leaves_its_facts(self, membre: Membre) -> None:
        bilan, _code = departs.start_anonymous(
            actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-01", now=AVANT, forme=FormeBilan.COURT
        )
        departs.erase_anonymous(bilan_id=bilan.pk, actor=membre.compte, now=AVANT)

        assert [(fait.mois, fait.genre, fait.nombre) for fait in Fait.objects.all()] == [("2026-01", "bilan", 1)]

    def test_of_one_file_reads_no_other(self, suivie: Personne, membre: Membre) -> None:
        person_of(membre, now=AVANT)
        with CaptureQueriesContext(connection) as queries:
            assert standing(membre.structure_id, "personne", str(suivie.pk)) is not None

        assert len(queries) == 6
