"""The clocks of a followed right through its whole life: appeals from the right day to their end, periods that come back, a settled clock that settles only its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from droits_ouverts.droits.horloges_types import Statut
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import echeances, services_suite
from droits_ouverts.suivi.models import DroitSuivi, Echeance
from droits_ouverts.suivi.presentation import days_said, how_far
from droits_ouverts.suivi.selectors_listes import Filtres, to_do
from tests.droits.horloges import clocks
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import followed, moved, said

pytestmark = pytest.mark.django_db
JOUR = date(2026, 1, 5)


def at(jour: date) -> datetime:
    return datetime(jour.year, jour.month, jour.day, 9, 0, tzinfo=UTC)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


def lived(membre: Membre, personne: Personne, droit: str, *pas: tuple[str, date, dict[str, object]]) -> DroitSuivi:
    """A right that took each step on its day, noted that day."""
    (premier, jour, reste), *suite = pas
    suivi = followed(membre, personne, premier, droit=droit, depuis=jour, now=at(jour), **reste)
    for vers, le, dit in suite:
        moved(membre, suivi, [said(vers, le, **dit)], now=at(le))
    return suivi


def running(suivi: DroitSuivi, *natures: str, on: date) -> list[tuple[str, date]]:
    """The clocks of these kinds that run on a day, after its night: what for, until when."""
    echeances.refresh_one(suivi.pk, now=at(on))
    rows = Echeance.objects.of_structures([suivi.structure_id]).due().filter(droit_suivi=suivi, nature__in=natures)
    return [(une.nature, une.due_le) for une in rows.order_by("due_le", "nature")]


def settle(membre: Membre, suivi: DroitSuivi, nature: str, reglement: str, on: date) -> Echeance:
    """Settle the next clock of a kind that runs."""
    une: Echeance = Echeance.objects.of_structures([suivi.structure_id]).due().filter(droit_suivi=suivi, nature=nature).earliest("due_le")
    return services_suite.settle_clock(echeance_id=une.pk, actor=membre.compte, reglement=reglement, raison="Convenu avec elle.", now=at(on))


APPELS = ("recours_prealable", "silence_recours", "recours_juridictionnel")


class TestAppeals:
    def test_a_refusal_is_contested_from_the_day_it_reached_her(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(
            membre, personne, "rsa", ("depose", JOUR, {}), ("refuse", date(2026, 2, 2), {}), ("recours", date(2026, 3, 2), {"recu_le": date(2026, 3, 2)})
        )
        avant = lived(membre, person_of(membre, "Mariam"), "rsa", ("depose", JOUR, {}), ("refuse", date(2026, 2, 10), {"notifie_le": date(2026, 2, 10)}))

        assert running(avant, *APPELS, on=date(2026, 2, 11)) == [("recours_prealable", date(2026, 4, 10))]
        assert running(suivi, *APPELS, on=date(2026, 3, 3)) == [("silence_recours", date(2026, 5, 2))]

    def test_an_appeal_against_a_silence_has_its_answer_then_its_judge(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "aah", ("depose", JOUR, {"recu_le": JOUR}))
        # Silence of four months: a refusal on 5 May.
        assert running(suivi, *APPELS, on=date(2026, 5, 4)) == []
        assert running(suivi, *APPELS, on=date(2026, 5, 5)) == [("recours_prealable", date(2026, 7, 6))]
        moved(membre, suivi, [said("silence", date(2026, 5, 20))], now=at(date(2026, 5, 20)))
        assert running(suivi, *APPELS, on=date(2026, 5, 20)) == [("recours_prealable", date(2026, 7, 6))]

        moved(membre, suivi, [said("recours", date(2026, 6, 1), recu_le=date(2026, 6, 3))], now=at(date(2026, 6, 3)))

        assert running(suivi, *APPELS, on=date(2026, 6, 4)) == [("silence_recours", date(2026, 8, 3))]
        assert running(suivi, "silence", on=date(2026, 6, 4)) == []
        # Refused again by silence: two months to go to court, which end once she did.
        assert ("recours_juridictionnel", date(2026, 10, 5)) in running(suivi, *APPELS, on=date(2026, 8, 3))
        moved(membre, suivi, [said("silence", date(2026, 8, 4)), said("recours", date(2026, 9, 1))], now=at(date(2026, 9, 1)))
        assert running(suivi, *APPELS, on=date(2026, 9, 2)) == []

    def test_papers_asked_during_an_appeal_do_not_stop_its_clock(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(
            membre,
            personne,
            "aah",
            ("depose", JOUR, {"recu_le": JOUR}),
            ("silence", date(2026, 5, 20), {}),
            ("recours", date(2026, 6, 1), {"recu_le": date(2026, 6, 1)}),
        )

        moved(membre, suivi, [said("pieces_demandees", date(2026, 6, 15))], now=at(date(2026, 6, 15)))

        assert running(suivi, *APPELS, on=date(2026, 6, 16)) == [("silence_recours", date(2026, 8, 1))]

    def test_a_part_granted_on_appeal_leads_to_the_judge_from_that_decision(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(
            membre,
            personne,
            "rsa",
            ("depose", JOUR, {}),
            ("refuse", date(2026, 2, 2), {"notifie_le": date(2026, 2, 2)}),
            ("recours", date(2026, 3, 2), {}),
            ("partiel", date(2026, 4, 3), {"notifie_le": date(2026, 4, 3)}),
        )

        # A délai franc of two months from 3 April: 4 June.
        assert running(suivi, *APPELS, on=date(2026, 4, 4)) == [("recours_juridictionnel", date(2026, 6, 4))]

    def test_what_came_back_has_nothing_to_contest(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "rsa", ("verse", JOUR, {}), ("perdu", date(2026, 2, 2), {"notifie_le": date(2026, 2, 2)}))
        assert running(suivi, *APPELS, on=date(2026, 2, 3)) == [("recours_prealable", date(2026, 4, 2))]

        moved(membre, suivi, [said("verse", date(2026, 3, 2))], now=at(date(2026, 3, 2)))

        assert running(suivi, *APPELS, on=date(2026, 3, 3)) == []

    def test_one_that_was_settled_says_nothing_of_the_next_refusal(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "rsa", ("depose", JOUR, {}), ("refuse", date(2026, 2, 2), {"notifie_le": date(2026, 2, 2)}))
        settle(membre, suivi, "recours_prealable", "faite", date(2026, 2, 10))
        assert running(suivi, *APPELS, on=date(2026, 2, 11)) == []

        moved(membre, suivi, [said("depose", date(2026, 3, 2)), said("refuse", date(2026, 4, 1), notifie_le=date(2026, 4, 1))], now=at(date(2026, 4, 1)))

        assert running(suivi, *APPELS, on=date(2026, 4, 2)) == [("recours_prealable", date(2026, 6, 1))]

    def test_it_leaves_the_list_a_month_after_its_last_day_and_never_before(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "rsa", ("depose", JOUR, {}), ("refuse", date(2026, 2, 2), {"notifie_le": date(2026, 2, 2)}))
        dernier = date(2026, 4, 2)

        for jour, la in ((dernier, True), (dernier + timedelta(days=30), True), (dernier + timedelta(days=31), False)):
            echeances.refresh_one(suivi.pk, now=at(jour))
            assert ("recours_prealable" in {une.nature for une in to_do(membre.compte, Filtres(), on=jour).lignes}) is la


class TestLastDay:
    VISE, DERNIER = date(2026, 11, 27), date(2026, 11, 30)
    """A Friday to aim at, a Monday that is the last day: the limit ended on a Sunday."""

    @pytest.mark.parametrize(
        ("jour", "dit"),
        [
            (date(2026, 11, 20), "J-7"),
            (date(2026, 11, 27), "aujourd’hui"),
            (date(2026, 11, 28), "dernier jour J-2"),
            (date(2026, 11, 30), "dernier jour aujourd’hui"),
            (date(2026, 12, 1), "passé de 1\u00a0j"),
        ],
    )
    def test_it_is_never_said_to_be_over_while_it_runs(self, jour: date, dit: str) -> None:
        assert how_far(self.VISE, self.DERNIER, on=jour) == dit

    def test_it_is_always_told_with_its_weekday(self) -> None:
        for deplacee, a_faire_le in ((False, self.VISE), (False, self.DERNIER), (True, date(2026, 12, 9))):
            dit = days_said("recours_prealable", a_faire_le=a_faire_le, due_le=self.DERNIER, deplacee=deplacee)
            assert "Dernier jour\u00a0: lundi 30 novembre 2026." in dit
        assert days_said("recours_prealable", a_faire_le=self.VISE, due_le=self.DERNIER, deplacee=False).startswith("Visez le vendredi 27 novembre 2026.")

    def test_the_house_s_own_day_is_not_told_as_a_limit_of_the_law(self) -> None:
        dit = days_said("demander", a_faire_le=self.DERNIER, due_le=self.DERNIER, deplacee=False)
        assert dit == "Avant le lundi 30 novembre 2026, pour ne pas perdre un mois de plus."

    def test_one_waits_for_an_answer_and_aims_at_nothing(self) -> None:
        assert days_said("silence", a_faire_le=self.VISE, due_le=self.DERNIER, deplacee=False) == "Jusqu’au lundi 30 novembre 2026."


OUVERT = date(2026, 1, 15)


class TestPeriods:
    def test_a_quarter_follows_the_one_that_was_declared_at_once(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "rsa", ("depose", JOUR, {}), ("verse", OUVERT, {}))
        assert running(suivi, "declaration", on=OUVERT) == [("declaration", date(2026, 4, 15))]

        settle(membre, suivi, "declaration", "faite", date(2026, 4, 2))

        assert [une.due_le for une in Echeance.objects.due().filter(droit_suivi=suivi, nature="declaration")] == [date(2026, 7, 15)]

    def test_one_that_was_missed_stays_until_the_next_takes_its_place(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "rsa", ("depose", JOUR, {}), ("verse", OUVERT, {}))

        assert running(suivi, "declaration", on=date(2026, 6, 30)) == [("declaration", date(2026, 4, 15))]
        assert running(suivi, "declaration", on=date(2026, 7, 1)) == [("declaration", date(2026, 7, 15))]
        assert running(suivi, "declaration", on=date(2028, 1, 2)) == [("declaration", date(2028, 1, 15))]

    @pytest.mark.parametrize(("droit", "nature", "suivante"), [("rsa", "declaration", date(2026, 7, 15)), ("domiciliation", "contact", date(2026, 7, 15))])
    def test_a_pause_is_of_its_period(self, membre: Membre, personne: Personne, droit: str, nature: str, suivante: date) -> None:
        suivi = lived(membre, personne, droit, ("depose", JOUR, {}), ("verse", OUVERT, {}))
        settle(membre, suivi, nature, "pause", date(2026, 3, 2))

        assert running(suivi, nature, on=date(2026, 4, 15)) == []
        assert running(suivi, nature, on=date(2026, 4, 16)) == [(nature, suivante)]
        assert running(suivi, nature, on=date(2026, 4, 17)) == [(nature, suivante)]

    def test_a_sign_of_life_is_due_until_it_is_given_then_again(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "domiciliation", ("depose", JOUR, {}), ("verse", OUVERT, {}))
        assert running(suivi, "contact", on=date(2026, 8, 1)) == [("contact", date(2026, 4, 15))]

        settle(membre, suivi, "contact", "faite", date(2026, 8, 3))

        assert running(suivi, "contact", on=date(2026, 8, 3)) == [("contact", date(2026, 11, 3))]

    @pytest.mark.parametrize(
        ("droit", "fins"),
        [
            ("rsj_metropole_lyon", [date(2026, 4, 15), date(2026, 7, 15), date(2026, 10, 15)]),
            ("domiciliation", [date(2027, 1, 15), date(2028, 1, 15), date(2029, 1, 15)]),
        ],
    )
    def test_each_renewal_asked_for_leaves_room_for_the_next(self, membre: Membre, personne: Personne, droit: str, fins: list[date]) -> None:
        suivi = lived(membre, personne, droit, ("depose", JOUR, {}), ("verse", OUVERT, {}))

        for fin in fins:
            jour = fin - timedelta(days=3)
            assert running(suivi, "renouvellement", on=jour) == [("renouvellement", fin)]
            # Its end stays until somebody says what became of it.
            assert ("fin_de_droit", fins[0]) in running(suivi, "fin_de_droit", on=jour)
            settle(membre, suivi, "renouvellement", "faite", jour)

    def test_what_the_decision_says_of_its_end_comes_first(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(
            membre, personne, "c2s_sans_participation", ("depose", JOUR, {}), ("accorde", date(2026, 2, 2), {"debut_le": OUVERT, "fin_le": date(2026, 12, 31)})
        )
        assert running(suivi, "renouvellement", on=date(2026, 2, 3)) == [("renouvellement", date(2026, 10, 31))]
        settle(membre, suivi, "renouvellement", "faite", date(2026, 9, 20))
        assert running(suivi, "renouvellement", on=date(2026, 9, 21)) == [("renouvellement", date(2027, 10, 31))]

        moved(
            membre,
            suivi,
            [said("verse", date(2026, 9, 22)), said("maintenu", date(2026, 11, 2), debut_le=date(2027, 1, 1), fin_le=date(2027, 12, 31))],
            now=at(date(2026, 11, 2)),
        )

        assert running(suivi, "renouvellement", on=date(2026, 11, 3)) == [("renouvellement", date(2027, 10, 31))]

    def test_a_request_for_housing_is_renewed_each_year_while_it_waits(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "logement_social", ("depose", JOUR, {}), ("en_instruction", date(2026, 2, 2), {}))
        assert running(suivi, "renouvellement", on=date(2026, 12, 20)) == [("renouvellement", date(2027, 1, 5))]

        settle(membre, suivi, "renouvellement", "faite", date(2026, 12, 20))

        assert running(suivi, "renouvellement", on=date(2026, 12, 21)) == [("renouvellement", date(2028, 1, 5))]

    def test_a_request_that_a_silence_decides_is_not_renewed(self) -> None:
        assert "renouvellement" not in clocks("domiciliation", Statut.DEMANDE, deposee_le=JOUR)


class TestAsking:
    def test_what_she_wants_is_asked_for_before_the_month_ends(self, membre: Membre, personne: Personne) -> None:
        suivi = lived(membre, personne, "prime_activite", ("choisi", date(2026, 1, 5), {}))
        assert running(suivi, "demander", on=date(2026, 1, 6)) == [("demander", date(2026, 1, 31))]
        # It is late and stays: each month costs her.
        assert running(suivi, "demander", on=date(2026, 3, 6)) == [("demander", date(2026, 1, 31))]

        settle(membre, suivi, "demander", "faite", date(2026, 3, 6))
        assert running(suivi, "demander", on=date(2026, 3, 7)) == [("demander", date(2026, 3, 31))]
        moved(membre, suivi, [said("depose", date(2026, 3, 9))], now=at(date(2026, 3, 9)))

        assert running(suivi, "demander", on=date(2026, 3, 10)) == []

    def test_nothing_is_asked_of_who_has_not_decided_nor_out_of_its_season(self, membre: Membre, personne: Personne) -> None:
        propose = lived(membre, personne, "rsa", ("propose", JOUR, {}))
        bourse = lived(membre, personne, "bourse_lycee", ("choisi", JOUR, {}))

        assert running(propose, "demander", on=JOUR) == []
        assert running(bourse, "demander", on=JOUR) == []
        assert [nature for nature, _ in running(bourse, "campagne", on=JOUR)] == ["campagne"]

    def test_it_is_listed_by_what_it_costs(self, membre: Membre, personne: Personne) -> None:
        lived(membre, personne, "prime_activite", ("choisi", JOUR, {}))

        assert [une.nature for une in to_do(membre.compte, Filtres(), on=JOUR).lignes] == ["demander"]
