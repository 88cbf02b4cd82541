"""Keeping a right, asking in time, what costs most, and what holds whatever the facts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.delais.enums import Eloignement, Feries
from droits_ouverts.delais.errors import DayOutOfReachError
from droits_ouverts.droits.enums import Grade
from droits_ouverts.droits.horloges import by_loss, clocks_of, with_loss
from droits_ouverts.droits.horloges_types import Decision, EtatHorloge, FaitsDuDroit, GenreHorloge, Statut, disorders
from tests.droits.horloges import AUJOURDHUI, CATALOGUE, DATES, SABOTAGES, broken_promises, clocks, drawn_facts, kinds, sabotaged

G = GenreHorloge


class TestKeeping:
    def test_c2s_is_asked_again_between_four_and_two_months_before_its_end(self) -> None:
        found = clocks("c2s_sans_participation", Statut.OUVERT, ouvert_le=date(2026, 5, 1), fin_le=date(2027, 4, 30), renouvellement_automatique=False)

        suite = found["renouvellement"]
        assert (suite.ouvre_le, suite.due_le, suite.prudence_le, suite.certaine) == (date(2026, 12, 30), date(2027, 2, 28), date(2027, 2, 26), True)
        assert found["fin"].due_le == date(2027, 4, 30)

    def test_c2s_renewed_by_itself_is_not_asked_and_not_certain_where_nobody_knows(self) -> None:
        faits = {"ouvert_le": date(2026, 5, 1), "fin_le": date(2027, 4, 30)}

        assert "renouvellement" not in clocks("c2s_sans_participation", Statut.OUVERT, **faits, renouvellement_automatique=True)
        assert not clocks("c2s_sans_participation", Statut.OUVERT, **faits)["renouvellement"].certaine

    def test_rsj_is_seen_again_each_quarter_for_twenty_four_months_at_most(self) -> None:
        found = clocks("rsj_metropole_lyon", Statut.OUVERT, ouvert_le=date(2026, 9, 1))

        assert (found["renouvellement"].due_le, found["fin"].due_le, found["fin.au_plus"].due_le) == (
            date(2026, 12, 1),
            date(2026, 12, 1),
            date(2028, 9, 1),
        )
        assert found["renouvellement"].prudence_le == date(2026, 11, 16)

    @pytest.mark.parametrize("code", ["rsa", "prime_activite"])
    def test_a_quarterly_declaration_is_aimed_at_from_the_start_of_its_month_and_never_certain(self, code: str) -> None:
        suite = clocks(code, Statut.OUVERT, ouvert_le=date(2026, 4, 1), derniere_declaration_le=date(2026, 10, 5))["declaration"]

        assert (suite.ouvre_le, suite.due_le, suite.prudence_le) == (date(2027, 1, 1), date(2027, 1, 5), date(2027, 1, 4))
        assert (suite.regle.grade, suite.certaine) == (Grade.VERIFIE, False)

    def test_an_address_is_kept_by_showing_oneself_each_quarter_and_asked_again_each_year(self) -> None:
        found = clocks("domiciliation", Statut.OUVERT, ouvert_le=date(2026, 3, 1), fin_le=date(2027, 2, 28), dernier_contact_le=date(2026, 8, 10))

        assert (found["contact[0]"].due_le, found["contact[0]"].certaine, found["contact[0]"].regle.article) == (
            date(2026, 11, 10),
            True,
            "CASF, art. L. 264-5",
        )
        assert found["renouvellement"].due_le == date(2027, 2, 28)
        assert found["renouvellement"].prudence_le == date(2027, 1, 28)

    def test_a_request_for_housing_is_renewed_each_year(self) -> None:
        suite = clocks("logement_social", Statut.OUVERT, ouvert_le=date(2026, 1, 20))["renouvellement"]

        assert (suite.due_le, suite.ouvre_le, suite.certaine) == (date(2027, 1, 20), date(2026, 12, 20), False)

    @pytest.mark.parametrize("code", ["aah", "aeeh", "cmi", "pch", "rqth"])
    def test_what_the_mdph_gave_is_asked_again_six_months_before(self, code: str) -> None:
        suite = clocks(code, Statut.OUVERT, fin_le=date(2027, 6, 30))["renouvellement"]

        assert (suite.ouvre_le, suite.prudence_le, suite.due_le) == (date(2026, 12, 30), date(2026, 12, 30), date(2027, 6, 30))

    def test_aah_without_a_term_is_not_asked_again_and_one_whose_term_is_not_known_asks_for_it(self) -> None:
        assert clocks("aah", Statut.OUVERT, ouvert_le=date(2026, 1, 1), sans_fin=True) == {}
        suite = clocks("aah", Statut.OUVERT, ouvert_le=date(2026, 1, 1))["renouvellement"]
        assert (suite.etat, suite.manque) == (EtatHorloge.SANS_DATE, ("fin_le",))

    @pytest.mark.parametrize("code", ["tcl_solidaire_gratuit", "tcl_solidaire_reduit"])
    def test_a_transport_pass_is_renewed_from_fifteen_days_before(self, code: str) -> None:
        suite = clocks(code, Statut.OUVERT, fin_le=date(2027, 1, 29))["renouvellement"]

        assert (suite.ouvre_le, suite.prudence_le, suite.due_le) == (date(2027, 1, 14), date(2027, 1, 14), date(2027, 1, 29))

    def test_papers_asked_by_legal_aid_fall_after_a_month(self) -> None:
        found = clocks("aide_juridictionnelle", Statut.DEMANDE, deposee_le=date(2026, 11, 2), pieces_demandees_le=date(2026, 11, 9))

        assert found["pieces[0]"].due_le == date(2026, 12, 9)
        assert "pieces[0]" not in clocks(
            "aide_juridictionnelle", Statut.DEMANDE, deposee_le=date(2026, 11, 2), pieces_demandees_le=date(2026, 11, 9), complet_le=date(2026, 11, 20)
        )

    def test_after_a_first_payment_one_calls_at_one_three_six_and_twelve_months(self) -> None:
        found = clocks("prime_activite", Statut.OUVERT, ouvert_le=date(2026, 9, 1), verse_le=date(2026, 8, 31))

        appels = [horloge.due_le for horloge in found.values() if horloge.genre is G.SUIVI_VERSEMENT]
        assert appels == [date(2026, 9, 30), date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31)]
        assert {horloge.regle.grade for horloge in found.values() if horloge.genre is G.SUIVI_VERSEMENT} == {None}


class TestCampaigns:
    def test_the_energy_cheque_of_the_year_is_asked_before_new_year(self) -> None:
        campagne = clocks("cheque_energie", Statut.A_DEMANDER)["campagnes[0]"]

        assert (campagne.due_le, campagne.prudence_le, campagne.regle.supposee, campagne.certaine) == (date(2026, 12, 31), date(2026, 11, 30), False, False)
        suivante = clocks("cheque_energie", Statut.A_DEMANDER, on=date(2027, 1, 1))["campagnes[0]"]
        assert (suivante.due_le, suivante.regle.supposee, suivante.regle.grade) == (date(2027, 12, 31), True, Grade.A_VERIFIER)

    def test_a_window_is_certain_for_the_year_that_was_read_only(self) -> None:
        lue = clocks("bourse_college", Statut.A_DEMANDER, on=date(2025, 9, 10))["campagnes[0]"]
        autre = clocks("bourse_college", Statut.A_DEMANDER, on=date(2026, 9, 10))["campagnes[0]"]

        assert (lue.ouvre_le, lue.due_le, lue.certaine) == (date(2025, 9, 1), date(2025, 10, 16), True)
        assert (autre.due_le, autre.certaine, autre.regle.grade) == (date(2026, 10, 16), False, Grade.A_VERIFIER)

    def test_once_asked_the_next_one_comes(self) -> None:
        faite = clocks("bourse_college", Statut.OUVERT, deposee_le=date(2026, 9, 12), on=date(2026, 9, 20))["campagnes[0]"]

        assert faite.due_le == date(2027, 10, 16)

    def test_a_student_grant_may_still_be_asked_late(self) -> None:
        found = clocks("bourse_crous", Statut.A_DEMANDER)

        assert [horloge.due_le for horloge in found.values()] == [date(2026, 12, 31), date(2027, 5, 31)]

    @pytest.mark.parametrize("code", ["cantine_periscolaire_venissieux", "cantine_college_metropole"])
    def test_a_school_year_tariff_is_asked_before_term(self, code: str) -> None:
        campagne = clocks(code, Statut.OUVERT, ouvert_le=date(2026, 9, 1))["campagnes[0]"]

        assert campagne.due_le is not None
        assert date(2027, 8, 31) <= campagne.due_le <= date(2027, 9, 4)
        assert not campagne.certaine

    def test_none_runs_while_an_answer_is_awaited(self) -> None:
        assert G.CAMPAGNE not in kinds(clocks("bourse_lycee", Statut.DEMANDE, deposee_le=date(2026, 9, 10)))


class TestByLoss:
    def test_the_dearest_first_then_the_unknown_then_what_costs_nothing(self) -> None:
        rsa = with_loss(clocks("rsa", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2026, 11, 20)).values(), Decimal("651.69"))
        aspa = with_loss(clocks("aspa", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2026, 10, 1)).values(), Decimal(200))
        cmi = with_loss(clocks("cmi", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2026, 10, 2)).values(), None)
        ars = with_loss(clocks("ars", Statut.A_DEMANDER).values(), Decimal(0))

        rangees = by_loss([*ars, *cmi, *aspa, *rsa])

        assert [horloge.droit for horloge in rangees] == ["rsa", "aspa", "cmi", "ars"]

    def test_at_equal_loss_the_nearest_day_first_and_those_without_a_day_last(self) -> None:
        tot = clocks("aspa", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2026, 10, 1)).values()
        tard = clocks("asi", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2026, 11, 1)).values()
        sans = clocks("aah", Statut.DECIDE, decision=Decision.REFUS).values()

        rangees = by_loss(with_loss([*sans, *tard, *tot], Decimal(10)))

        assert [horloge.droit for horloge in rangees] == ["aspa", "asi", "aah"]


JOURS = st.none() | st.dates(date(2020, 1, 1), date(2032, 12, 31))
FAITS = st.builds(
    FaitsDuDroit,
    statut=st.sampled_from(Statut),
    decision=st.none() | st.sampled_from(Decision),
    voies_indiquees=st.none() | st.booleans(),
    sans_fin=st.booleans(),
    renouvellement_automatique=st.none() | st.booleans(),
    eloignement=st.sampled_from(Eloignement),
    feries=st.sampled_from(Feries),
    **dict.fromkeys(DATES, JOURS),
)


class TestWhateverTheFacts:
    @settings(max_examples=600, deadline=None)
    @given(st.sampled_from(sorted(CATALOGUE)), FAITS, st.dates(date(2021, 1, 1), date(2031, 12, 31)))
    def test_a_clock_keeps_its_promises(self, code: str, faits: FaitsDuDroit, on: date) -> None:
        assert broken_promises(code, faits, on) == []
        assert clocks_of(CATALOGUE[code], faits, on=on) == clocks_of(CATALOGUE[code], faits, on=on)

    def test_drawn_facts_keep_them_and_meet_every_kind_of_clock(self) -> None:
        de = random.Random(20261127)  # noqa: S311  a draw that is to be the same each time
        tires = [drawn_facts(de) for _ in range(3000)]

        assert [broken for tire in tires for broken in broken_promises(*tire)] == []
        rencontres = {horloge.genre for code, faits, on in tires for horloge in clocks_of(CATALOGUE[code], faits, on=on)}
        assert rencontres == set(GenreHorloge)

    @pytest.mark.parametrize("nom", SABOTAGES)
    def test_a_planted_fault_breaks_one(self, nom: str) -> None:
        de = random.Random(20261127)  # noqa: S311  a draw that is to be the same each time

        with sabotaged(nom):
            assert [broken for _ in range(3000) for broken in broken_promises(*drawn_facts(de))] != []

    @settings(max_examples=200, deadline=None)
    @given(st.sampled_from(sorted(CATALOGUE)), FAITS, st.dates(date(2021, 1, 1), date(2031, 12, 31)))
    def test_a_day_that_is_not_known_never_makes_an_appeal_end_later(self, code: str, faits: FaitsDuDroit, on: date) -> None:
        faits = replace(faits, statut=Statut.DECIDE, recours_depose_le=None, decision=Decision.REFUS)
        if faits.decision_le is None or faits.decision_notifiee_le is None or faits.decision_notifiee_le < faits.decision_le:
            return

        su = {horloge.cle: horloge for horloge in clocks_of(CATALOGUE[code], faits, on=on)}
        non_su = {horloge.cle: horloge for horloge in clocks_of(CATALOGUE[code], replace(faits, decision_notifiee_le=None), on=on)}

        for cle in su.keys() & non_su.keys():
            if su[cle].due_le is not None and non_su[cle].due_le is not None and cle.startswith("recours"):
                assert non_su[cle].due_le <= su[cle].due_le

    def test_dates_out_of_order_are_named_and_nothing_is_certain(self) -> None:
        faits = FaitsDuDroit(statut=Statut.DECIDE, deposee_le=date(2026, 9, 1), decision=Decision.REFUS, decision_le=date(2026, 8, 1))

        assert disorders(faits) == (("deposee_le", "decision_le"),)
        assert not any(horloge.certaine for horloge in clocks_of(CATALOGUE["aspa"], faits, on=AUJOURDHUI))

    def test_a_year_mistyped_is_refused_with_words(self) -> None:
        with pytest.raises(DayOutOfReachError):
            clocks("aspa", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(226, 9, 10))

    def test_a_right_that_nobody_follows_any_more_has_no_clock(self) -> None:
        assert clocks("rsa", Statut.CLOS, deposee_le=date(2026, 1, 1), verse_le=date(2026, 2, 1)) == {}
