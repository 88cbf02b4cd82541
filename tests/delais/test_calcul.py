"""The last day of a limit: against the walk, and what each case of the law promises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.delais.calcul import before_end, birth, declaration_day, last_day
from droits_ouverts.delais.enums import Decompte, Doute, Eloignement, Feries
from droits_ouverts.delais.errors import DayOutOfReachError
from droits_ouverts.delais.feries import is_worked
from droits_ouverts.foundation.durees import Duree
from tests.delais.autre import SABOTAGES, disagreement, disagreements, every_case, sabotaged

DEUX_MOIS = Duree(mois=2)
JOURS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
DUREES = st.builds(Duree, ans=st.integers(0, 3), mois=st.integers(0, 26), semaines=st.integers(0, 8), jours=st.integers(0, 60)).filter(
    lambda duree: duree != Duree()
)
TRANCHE = date(2027, 1, 1), date(2028, 12, 31)


class TestAgainstTheWalk:
    @settings(max_examples=400, deadline=None)
    @given(JOURS, DUREES, st.sampled_from(Decompte), st.sampled_from(Feries), st.sampled_from(Eloignement))
    def test_both_say_the_same_day(self, depart: date, duree: Duree, mode: Decompte, feries: Feries, eloignement: Eloignement) -> None:
        assert disagreement(depart, duree, mode, jours=feries, eloignement=eloignement) == ""

    def test_two_years_of_first_days(self) -> None:
        assert disagreements(every_case(*TRANCHE, pas=3)) == []

    @pytest.mark.parametrize("nom", SABOTAGES)
    def test_a_planted_fault_is_seen(self, nom: str) -> None:
        with sabotaged(nom):
            assert disagreements(every_case(*TRANCHE, pas=3)) != []

    @settings(max_examples=300, deadline=None)
    @given(JOURS, JOURS, DUREES, st.sampled_from(Decompte))
    def test_whoever_begins_later_never_ends_earlier(self, un: date, autre: date, duree: Duree, mode: Decompte) -> None:
        tot, tard = sorted((un, autre))

        assert last_day(tot, duree, mode).le <= last_day(tard, duree, mode).le

    @settings(max_examples=300, deadline=None)
    @given(JOURS, DUREES)
    def test_each_way_of_counting_gives_no_less_than_the_one_before(self, depart: date, duree: Duree) -> None:
        brut, civil, franc = (last_day(depart, duree, mode) for mode in (Decompte.BRUT, Decompte.CIVIL, Decompte.FRANC))

        assert depart < brut.le <= civil.le <= franc.le
        assert is_worked(civil.le)
        assert is_worked(franc.le)
        assert is_worked(brut.prudence_le)


class TestPrudence:
    def test_what_is_debated_at_the_end_of_february_is_said(self) -> None:
        dit = last_day(date(2026, 12, 31), DEUX_MOIS, Decompte.FRANC)

        assert (dit.le, dit.prudence_le, dit.doutes) == (date(2027, 3, 1), date(2027, 2, 26), {Doute.FIN_DE_MOIS})

    def test_a_day_that_exists_is_not_debated(self) -> None:
        dit = last_day(date(2027, 12, 28), DEUX_MOIS, Decompte.FRANC)

        assert (dit.le, dit.prudence_le, dit.doutes) == (date(2028, 2, 29), date(2028, 2, 29), frozenset())

    def test_a_limit_that_may_be_franc_is_counted_without_the_day(self) -> None:
        dit = last_day(date(2026, 9, 10), DEUX_MOIS, Decompte.CIVIL, doutes=frozenset({Doute.JOUR_DE_PLUS}))

        assert dit.prudence_le == date(2026, 11, 10)
        assert dit.prudence_le < last_day(date(2026, 9, 10), DEUX_MOIS, Decompte.FRANC).le

    def test_a_term_of_its_own_on_a_sunday_is_aimed_at_before(self) -> None:
        dit = last_day(date(2026, 8, 15), Duree(mois=3), Decompte.BRUT)

        assert (dit.le, dit.prudence_le) == (date(2026, 11, 15), date(2026, 11, 13))

    def test_silence_is_born_on_a_sunday_and_nobody_aims_at_it(self) -> None:
        dit = birth(date(2026, 12, 7), DEUX_MOIS)

        assert (dit.le, dit.prudence_le) == (date(2027, 2, 7), date(2027, 2, 7))


class TestBeforeAnEnd:
    def test_the_law_shuts_the_door_some_months_before(self) -> None:
        # C2S until 30 April: asked at the latest two months before, 28 February, a Sunday.
        dit = before_end(date(2027, 4, 30), avant=DEUX_MOIS)

        assert (dit.le, dit.prudence_le) == (date(2027, 2, 28), date(2027, 2, 26))

    def test_usage_aims_some_months_before_and_the_door_shuts_at_the_end(self) -> None:
        dit = before_end(date(2027, 4, 30), viser=Duree(mois=6))

        assert (dit.le, dit.prudence_le) == (date(2027, 4, 30), date(2026, 10, 30))

    def test_never_aims_after_the_door_is_shut(self) -> None:
        dit = before_end(date(2027, 4, 30), avant=DEUX_MOIS, viser=Duree(jours=15))

        assert dit.prudence_le <= dit.le

    @settings(max_examples=200, deadline=None)
    @given(JOURS, st.none() | DUREES, st.none() | DUREES)
    def test_the_day_to_aim_at_is_worked_and_in_time(self, fin: date, avant: Duree | None, viser: Duree | None) -> None:
        dit = before_end(fin, avant=avant, viser=viser)

        assert dit.prudence_le <= dit.le <= fin
        assert is_worked(dit.prudence_le)


class TestDeclaration:
    def test_aims_at_the_first_worked_day_of_its_month(self) -> None:
        # A quarter after 5 October: 5 January 2027; the first is a holiday, then a weekend.
        dit = declaration_day(date(2026, 10, 5), Duree(mois=3))

        assert (dit.le, dit.prudence_le) == (date(2027, 1, 5), date(2027, 1, 4))

    def test_a_month_that_begins_on_days_off_leaves_no_time(self) -> None:
        # Due on 1 January 2027: the last worked day before it.
        dit = declaration_day(date(2026, 10, 1), Duree(mois=3))

        assert (dit.le, dit.prudence_le) == (date(2027, 1, 1), date(2026, 12, 31))


class TestBounds:
    @pytest.mark.parametrize(
        ("depart", "duree"),
        [
            (date(1, 1, 1), DEUX_MOIS),
            (date(9999, 12, 31), DEUX_MOIS),
            (date(2026, 1, 1), Duree(ans=101)),
            (date(2026, 1, 1), Duree(jours=999_999_999)),
        ],
    )
    def test_a_mistake_of_typing_is_refused_with_words(self, depart: date, duree: Duree) -> None:
        with pytest.raises(DayOutOfReachError):
            last_day(depart, duree, Decompte.CIVIL)
        with pytest.raises(DayOutOfReachError):
            birth(depart, duree)
        with pytest.raises(DayOutOfReachError):
            before_end(depart, avant=duree)
