"""The verbs of reports: who may, when, and what is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits import selectors, signalements
from droits_ouverts.droits.enonces import fingerprint_at
from droits_ouverts.droits.errors import AlreadyReportedError, AlreadySettledError, StatementGoneError, TooLateToUndoError, UnknownDroitError
from droits_ouverts.droits.models import Signalement
from droits_ouverts.droits.services import get
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Role
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def reported(cle: str = "montants[0]", code: str = "rsa") -> Signalement:
    empreinte = fingerprint_at(get(code), cle)
    assert empreinte
    return signalements.report_statement(code=code, cle=cle, empreinte=empreinte, now=NOW)


@pytest.fixture
def gardienne() -> Compte:
    return MembreFactory.create(role=Role.COORDINATEUR).compte


class TestReport:
    def test_keeps_the_statement_and_the_day_and_nothing_of_the_reader(self) -> None:
        signalement = reported()

        assert (signalement.droit, signalement.cle, str(signalement.signale_le)) == ("rsa", "montants[0]", "2026-11-25")
        assert {field.name for field in Signalement._meta.concrete_fields} == {
            "id",
            "droit",
            "cle",
            "empreinte",
            "commentaire",
            "signale_le",
            "regle_at",
            "regle_par",
            "suite",
        }
        line = Ligne.objects.get()
        assert (line.verb, line.actor_id, line.thing_id) == ("signaler_enonce", None, str(signalement.pk))

    def test_shows_on_the_page(self) -> None:
        reported("recours[0]")
        reported("")

        assert selectors.reported_places(get("rsa")) == {"recours[0]", ""}
        assert selectors.reported_places(get("aah")) == set()

    def test_of_a_statement_that_was_mended_since_no_longer_shows(self) -> None:
        Signalement.objects.create(droit="rsa", cle="montants[0]", empreinte="0" * 64, signale_le=NOW.date())

        assert selectors.reported_places(get("rsa")) == set()

    @pytest.mark.parametrize(("cle", "empreinte"), [("montants[0]", "0" * 64), ("montants[99]", ""), ("n’importe quoi", "x"), ("", "")])
    def test_of_what_is_not_there_is_refused(self, cle: str, empreinte: str) -> None:
        with pytest.raises(StatementGoneError):
            signalements.report_statement(code="rsa", cle=cle, empreinte=empreinte, now=NOW)

    def test_of_an_unknown_right_is_refused(self) -> None:
        with pytest.raises(UnknownDroitError):
            signalements.report_statement(code="inconnu", cle="", empreinte="", now=NOW)

    def test_what_can_be_written_is_bounded(self) -> None:
        for _time in range(signalements.ENOUGH):
            reported()

        with pytest.raises(AlreadyReportedError):
            reported()
        assert Signalement.objects.count() == signalements.ENOUGH


class TestUndo:
    def test_within_a_minute_nothing_is_kept(self) -> None:
        signalement = reported()

        signalements.withdraw_report(signalement_id=signalement.pk, reported_at=NOW, now=NOW + timedelta(seconds=59))

        assert not Signalement.objects.exists()
        assert list(Ligne.objects.values_list("verb", flat=True)) == ["signaler_enonce", "retirer_signalement"]

    def test_after_a_minute_it_stays(self) -> None:
        signalement = reported()

        with pytest.raises(TooLateToUndoError):
            signalements.withdraw_report(signalement_id=signalement.pk, reported_at=NOW, now=NOW + timedelta(seconds=61))
        assert Signalement.objects.exists()

    def test_twice_finds_nothing(self) -> None:
        signalement = reported()
        signalements.withdraw_report(signalement_id=signalement.pk, reported_at=NOW, now=NOW)

        with pytest.raises(NotVisibleError):
            signalements.withdraw_report(signalement_id=signalement.pk, reported_at=NOW, now=NOW)


class TestPrecision:
    def test_is_kept_within_an_hour(self) -> None:
        signalement = reported()

        signalements.complete_report(signalement_id=signalement.pk, reported_at=NOW, commentaire="  Vu sur\n caf.fr ", now=NOW + timedelta(minutes=59))

        signalement.refresh_from_db()
        assert signalement.commentaire == "Vu sur caf.fr"

    def test_after_an_hour_is_refused(self) -> None:
        with pytest.raises(TooLateToUndoError):
            signalements.complete_report(signalement_id=reported().pk, reported_at=NOW, commentaire="Vu", now=NOW + timedelta(minutes=61))

    @pytest.mark.parametrize(("text", "trace"), [("awa@exemple.fr", "courriel"), ("06 12 34 56 78", "telephone"), ("a" * 301, "longueur")])
    def test_that_looks_personal_or_is_too_long_is_refused(self, text: str, trace: str) -> None:
        with pytest.raises(signalements.PersonalCommentError) as caught:
            signalements.complete_report(signalement_id=reported().pk, reported_at=NOW, commentaire=text, now=NOW)

        assert trace in caught.value.traces


class TestSettle:
    @pytest.mark.parametrize("role", [Role.COORDINATEUR, Role.RESPONSABLE, Role.TECHNIQUE])
    def test_those_who_keep_the_catalogue_do_it_with_a_sentence(self, role: Role) -> None:
        signalement = reported()
        actor = MembreFactory.create(role=role).compte

        signalements.settle_report(signalement_id=signalement.pk, actor=actor, suite="Corrigé.", now=NOW)

        assert selectors.reported_places(get("rsa")) == set()
        assert list(selectors.reports(settled=True).values_list("suite", "regle_par")) == [("Corrigé.", actor.pk)]
        assert Ligne.objects.filter(verb="regler_signalement", actor_id=actor.pk).count() == 1

    @pytest.mark.parametrize("role", [Role.AMBASSADEUR, Role.MEDIATEUR, Role.AGENT, Role.PILOTE, Role.ELU])
    def test_others_may_not(self, role: Role) -> None:
        with pytest.raises(ForbiddenError):
            signalements.settle_report(signalement_id=reported().pk, actor=MembreFactory.create(role=role).compte, suite="Corrigé.", now=NOW)

    def test_who_left_may_not(self) -> None:
        with pytest.raises(ForbiddenError):
            signalements.settle_report(
                signalement_id=reported().pk, actor=MembreFactory.create(role=Role.RESPONSABLE, partie=True).compte, suite="Corrigé.", now=NOW
            )

    def test_once_only(self, gardienne: Compte) -> None:
        signalement = reported()
        signalements.settle_report(signalement_id=signalement.pk, actor=gardienne, suite="Corrigé.", now=NOW)

        with pytest.raises(AlreadySettledError):
            signalements.settle_report(signalement_id=signalement.pk, actor=gardienne, suite="Encore.", now=NOW)
        with pytest.raises(TooLateToUndoError):
            signalements.withdraw_report(signalement_id=signalement.pk, reported_at=NOW, now=NOW)

    @pytest.mark.parametrize("suite", ["", "   ", "a" * 301])
    def test_without_a_sentence_is_refused(self, gardienne: Compte, suite: str) -> None:
        with pytest.raises(ValueError, match="says what was done"):
            signalements.settle_report(signalement_id=reported().pk, actor=gardienne, suite=suite, now=NOW)

    def test_the_database_refuses_one_that_is_half_settled(self) -> None:
        signalement = reported()

        with pytest.raises(IntegrityError), transaction.atomic():
            Signalement.objects.filter(pk=signalement.pk).update(regle_at=NOW)
