"""Papers, calls, changes of life, and the clocks that follow from the steps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import echeances, services, services_suite
from droits_ouverts.suivi.appels import calls_said
from droits_ouverts.suivi.echeances import refresh_one
from droits_ouverts.suivi.errors import CallStandsError, StepRefusedError
from droits_ouverts.suivi.models import DroitSuivi, Echeance, Piece
from droits_ouverts.suivi.selectors import moves_in_order, open_paper, open_reason
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, VERS_VERSE, followed, moved, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


def running(suivi: DroitSuivi, nature: str) -> dict[str, date]:
    return {une.cle: une.a_faire_le for une in Echeance.objects.filter(droit_suivi=suivi, nature=nature, faite_le__isnull=True).order_by("a_faire_le")}


class TestPapers:
    def test_a_paper_is_asked_given_and_missing_again(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)
        piece = services_suite.ask_paper(
            droit_suivi_id=suivi.pk, actor=membre.compte, nature="identite", precision="La carte de Safi.", avant_le=TODAY + timedelta(days=10), now=NOW
        )
        assert open_paper(piece) == "La carte de Safi."
        assert "Safi" not in piece.precision_scellee
        assert list(running(suivi, "piece").values()) == [TODAY + timedelta(days=10)]

        services_suite.settle_paper(piece_id=piece.pk, actor=membre.compte, suite="donnee", now=NOW)
        piece.refresh_from_db()
        assert (piece.donnee_le, piece.sans_objet_le) == (TODAY, None)
        assert running(suivi, "piece") == {}

        services_suite.settle_paper(piece_id=piece.pk, actor=membre.compte, suite="manque", now=NOW)
        piece.refresh_from_db()
        assert piece.donnee_le is None
        assert len(running(suivi, "piece")) == 1
        assert Ligne.objects.filter(verb__in=["demander_piece", "donner_piece"]).count() == 3

    def test_what_is_wrong_writes_nothing(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)

        for reste, champ in (
            ({"nature": "chaussette"}, "nature"),
            ({"avant_le": TODAY - timedelta(days=1)}, "avant_le"),
            ({"precision": "a" * 501}, "precision"),
        ):
            with pytest.raises(StepRefusedError) as refus:
                services_suite.ask_paper(**({"droit_suivi_id": suivi.pk, "actor": membre.compte, "nature": "identite", "now": NOW} | reste))
            assert refus.value.errors.keys() == {champ}
        assert not Piece.objects.exists()

    def test_another_structure_settles_nothing(self, membre: Membre, personne: Personne) -> None:
        piece = services_suite.ask_paper(droit_suivi_id=followed(membre, personne).pk, actor=membre.compte, nature="banque", now=NOW)

        for numero, suite in ((piece.pk, "donnee"), (piece.pk + 1, "donnee")):
            with pytest.raises(NotVisibleError):
                services_suite.settle_paper(piece_id=numero, actor=MembreFactory.create().compte, suite=suite, now=NOW)


class TestCalls:
    def test_they_are_planned_after_payment(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE, depuis=date(2026, 10, 10))
        assert suivi.verse_le == date(2026, 10, 31)

        assert list(running(suivi, "appel").values()) == [date(2026, 11, 30), date(2027, 1, 31), date(2027, 4, 30), date(2027, 10, 31)]

    def test_one_that_found_her_is_done_in_two_taps(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)

        services_suite.note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat="toujours_verse", now=NOW)

        assert [cle.split("-")[1] for cle in running(suivi, "appel")] == ["3", "6", "12"]

    def test_nobody_reached_is_tried_three_times(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE, depuis=TODAY - timedelta(days=100))
        for essai in range(2):
            services_suite.note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat="injoignable", now=NOW + timedelta(days=7 * essai))
            assert running(suivi, "appel")["appel-1-20260909"] == TODAY + timedelta(days=7 * (essai + 1))

        services_suite.note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat="injoignable", now=NOW + timedelta(days=14))

        assert [cle.split("-")[1] for cle in running(suivi, "appel")] == ["3", "6", "12"]

    def test_who_does_not_want_calls_gets_none(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)

        services_suite.note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat="ne_souhaite_pas", now=NOW)

        assert running(suivi, "appel") == {}

    def test_what_was_there_before_is_not_called_about(self, membre: Membre, personne: Personne) -> None:
        assert running(followed(membre, personne, "verse"), "appel") == {}

    def test_a_month_that_is_not_planned_is_refused(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)

        for reste in ({"mois": 2}, {"resultat": "fache"}):
            with pytest.raises(StepRefusedError):
                services_suite.note_call(**({"droit_suivi_id": suivi.pk, "actor": membre.compte, "mois": 1, "resultat": "arrete", "now": NOW} | reste))


class TestCallsInTheirTime:
    def test_one_that_nobody_made_is_over_on_the_day_of_the_next_one_and_told(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE, depuis=date(2026, 10, 10))
        paye = suivi.verse_le
        assert paye == date(2026, 10, 31)
        for jour, restent in ((date(2027, 1, 30), ["1", "3", "6", "12"]), (date(2027, 1, 31), ["3", "6", "12"]), (date(2027, 12, 1), ["12"])):
            refresh_one(suivi.pk, now=datetime(jour.year, jour.month, jour.day, 12, tzinfo=UTC))
            assert [cle.split("-")[1] for cle in running(suivi, "appel")] == restent

        dits = calls_said(suivi, moves_in_order(suivi), on=date(2027, 12, 1))
        assert [(un.mois, un.le, un.fait) for un in dits] == [(6, date(2027, 10, 31), False), (3, date(2027, 4, 30), False), (1, date(2027, 1, 31), False)]
        refresh_one(suivi.pk, now=datetime(2028, 2, 1, 12, tzinfo=UTC))
        assert running(suivi, "appel") == {}

    def test_one_that_was_made_or_not_wanted_is_not_told_as_missed(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE, depuis=date(2026, 10, 10))
        services_suite.note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat="ne_souhaite_pas", now=NOW)

        dits = calls_said(suivi, moves_in_order(suivi), on=date(2028, 6, 1))
        assert [(un.mois, un.fait, un.par) for un in dits] == [(1, True, membre.compte.nom)]

    def test_the_rule_bites(self, membre: Membre, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        suivi = followed(membre, personne, *VERS_VERSE, depuis=date(2026, 10, 10))
        monkeypatch.setattr(echeances, "closes_on", lambda _paye, _mois: date.max)
        refresh_one(suivi.pk, now=datetime(2028, 2, 1, 12, tzinfo=UTC))

        assert len(running(suivi, "appel")) == 4


class TestACallNotedByMistake:
    def test_is_taken_back_and_due_again(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)
        avant = running(suivi, "appel")
        appel = services_suite.note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat="ne_souhaite_pas", now=NOW)
        services_suite.undo_call(droit_suivi_id=suivi.pk, appel_id=appel.pk, actor=membre.compte, now=NOW + timedelta(minutes=9))

        assert running(suivi, "appel") == avant
        assert Ligne.objects.filter(verb="reprendre_appel", thing_id=str(suivi.pk)).count() == 1

    def test_neither_later_nor_by_somebody_else_nor_before_another_one(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)
        collegue = MembreFactory.create(structure=membre.structure)
        note = {"droit_suivi_id": suivi.pk, "mois": 1, "resultat": "injoignable"}
        appel = services_suite.note_call(actor=membre.compte, now=NOW, **note)  # type: ignore[arg-type]  # the same values
        for qui, apres in ((membre, 11), (collegue, 1)):
            with pytest.raises(CallStandsError):
                services_suite.undo_call(droit_suivi_id=suivi.pk, appel_id=appel.pk, actor=qui.compte, now=NOW + timedelta(minutes=apres))
        with pytest.raises(NotVisibleError):
            services_suite.undo_call(droit_suivi_id=suivi.pk, appel_id=appel.pk, actor=MembreFactory.create().compte, now=NOW)
        services_suite.note_call(actor=membre.compte, now=NOW, **note)  # type: ignore[arg-type]  # the same values
        with pytest.raises(CallStandsError):
            services_suite.undo_call(droit_suivi_id=suivi.pk, appel_id=appel.pk, actor=membre.compte, now=NOW)

        assert suivi.appels.count() == 2


class TestLeftInPeace:
    def test_who_gives_up_has_no_clock_any_more(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", droit="aah")
        services_suite.ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature="sante", avant_le=TODAY + timedelta(days=3), now=NOW)
        assert Echeance.objects.filter(droit_suivi=suivi).exists()

        moved(membre, suivi, [said("renonce")])

        assert not Echeance.objects.filter(droit_suivi=suivi).exists()

    def test_a_correction_brings_them_back(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", droit="aah")
        avant = set(Echeance.objects.filter(droit_suivi=suivi).values_list("cle", "due_le"))
        moved(membre, suivi, [said("renonce")])

        services.correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=3, now=NOW)

        assert set(Echeance.objects.filter(droit_suivi=suivi).values_list("cle", "due_le")) == avant


class TestClocks:
    def test_the_silence_of_the_aah_is_a_refusal_that_opens_its_appeal(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", droit="aah", depuis=date(2026, 6, 25), recu_le=date(2026, 7, 2))

        assert list(running(suivi, "silence").values()) == [date(2026, 11, 2)]
        assert len(running(suivi, "recours_prealable")) == 1

    def test_the_night_sees_a_silence_that_became_a_decision(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", droit="aah", depuis=TODAY - timedelta(days=7), recu_le=TODAY)
        assert running(suivi, "recours_prealable") == {}

        assert echeances.refresh_all(NOW + timedelta(days=130)) == 1

        assert len(running(suivi, "recours_prealable")) == 1

    def test_a_refusal_opens_its_appeal_from_the_day_it_reached_her(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", "refuse", droit="rsa", depuis=TODAY - timedelta(days=30), notifie_le=TODAY - timedelta(days=10))

        (jour,) = running(suivi, "recours_prealable").values()
        assert TODAY + timedelta(days=45) < jour < TODAY + timedelta(days=60)

    def test_a_c2s_is_renewed_before_its_end(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", "accorde", droit="c2s_sans_participation", debut_le=date(2026, 12, 1), fin_le=date(2027, 11, 30))

        (jour,) = running(suivi, "renouvellement").values()
        assert date(2027, 7, 1) < jour < date(2027, 11, 30)

    def test_each_quarter_has_its_declaration(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE, depuis=date(2026, 9, 1))
        (premiere,) = Echeance.objects.filter(droit_suivi=suivi, nature="declaration")

        services_suite.settle_clock(echeance_id=premiere.pk, actor=membre.compte, reglement="faite", now=NOW)
        echeances.refresh_all(NOW)

        (seconde,) = running(suivi, "declaration").values()
        assert seconde > premiere.due_le + timedelta(days=60)


class TestSettling:
    @pytest.fixture
    def echeance(self, membre: Membre, personne: Personne) -> Echeance:
        suivi = followed(membre, personne, *VERS_VERSE)
        return Echeance.objects.filter(droit_suivi=suivi, nature="appel").earliest("due_le")

    def test_it_is_moved_with_a_reason_that_survives(self, membre: Membre, echeance: Echeance) -> None:
        jour = TODAY + timedelta(days=60)
        services_suite.settle_clock(echeance_id=echeance.pk, actor=membre.compte, reglement="deplacee", jour=jour, raison="Elle part au pays.", now=NOW)
        echeances.refresh_all(NOW + timedelta(days=1))

        echeance.refresh_from_db()
        assert (echeance.a_faire_le, echeance.jusqu_au, echeance.reglee_par) == (jour, jour, membre.compte)
        assert open_reason(echeance) == "Elle part au pays."
        assert "pays" not in echeance.raison_scellee

    def test_it_is_paused_and_runs_again(self, membre: Membre, echeance: Echeance) -> None:
        services_suite.settle_clock(echeance_id=echeance.pk, actor=membre.compte, reglement="pause", raison="Hospitalisée.", now=NOW)
        assert echeance not in Echeance.objects.of_structures([membre.structure_id]).due()

        services_suite.settle_clock(echeance_id=echeance.pk, actor=membre.compte, reglement="court", now=NOW)

        echeance.refresh_from_db()
        assert (echeance.pausee, echeance.raison_scellee, echeance.reglee_par) == (False, "", None)

    @pytest.mark.parametrize(
        ("reste", "champ"),
        [
            ({"reglement": "oubliee"}, "reglement"),
            ({"reglement": "deplacee", "raison": "Vacances."}, "jour"),
            ({"reglement": "deplacee", "raison": "Vacances.", "jour": TODAY - timedelta(days=1)}, "jour"),
            ({"reglement": "pause"}, "raison"),
            ({"reglement": "pause", "raison": "a" * 501}, "raison"),
        ],
    )
    def test_a_reason_and_a_day_to_come_are_asked(self, membre: Membre, echeance: Echeance, reste: dict[str, object], champ: str) -> None:
        with pytest.raises(StepRefusedError) as refus:
            services_suite.settle_clock(**({"echeance_id": echeance.pk, "actor": membre.compte, "now": NOW} | reste))

        assert refus.value.errors.keys() == {champ}

    def test_another_structure_settles_nothing(self, echeance: Echeance) -> None:
        with pytest.raises(NotVisibleError):
            services_suite.settle_clock(echeance_id=echeance.pk, actor=MembreFactory.create().compte, reglement="faite", now=NOW)


class TestChanges:
    def test_one_is_noted_and_set_aside_and_taken_back(self, membre: Membre, personne: Personne) -> None:
        un = services_suite.note_change_of_life(personne_id=personne.pk, actor=membre.compte, nature="emploi", le=TODAY, now=NOW)

        assert services_suite.set_change_aside(changement_id=un.pk, actor=membre.compte, ecarte=True, now=NOW).ecarte_le == TODAY
        assert services_suite.set_change_aside(changement_id=un.pk, actor=membre.compte, ecarte=False, now=NOW).ecarte_le is None

    def test_nobody_else_notes_one(self, membre: Membre, personne: Personne) -> None:
        autre = MembreFactory.create().compte
        un = services_suite.note_change_of_life(personne_id=personne.pk, actor=membre.compte, nature="emploi", le=TODAY, now=NOW)

        with pytest.raises(NotVisibleError):
            services_suite.note_change_of_life(personne_id=personne.pk, actor=autre, nature="emploi", le=TODAY, now=NOW)
        with pytest.raises(NotVisibleError):
            services_suite.set_change_aside(changement_id=un.pk, actor=autre, ecarte=True, now=NOW)
