"""Days of a series, changes of clocks, overlaps and relays, against another implementation written another way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from droits_ouverts.agenda import rules, rules_absence
from droits_ouverts.agenda.rules import Creneau, Mots, Voulu
from droits_ouverts.agenda.rules_absence import Relais
from tests.agenda import autre

JOURS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
RYTHMES = st.sampled_from(["hebdomadaire", "quinzaine", "mensuel", ""])
HEURES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


class TestOccurrences:
    @given(JOURS, RYTHMES, st.integers(0, 400))
    @example(date(2028, 2, 29), "mensuel", 366)
    @example(date(2027, 1, 31), "mensuel", 366)
    @example(date(2027, 10, 28), "hebdomadaire", 200)
    def test_are_those_of_a_walk_day_by_day(self, premier: date, rythme: str, combien: int) -> None:
        fin = premier + timedelta(days=combien)

        assert rules.occurrences(premier, rythme, fin) == autre.days(premier, rythme, fin)[: rules.OCCURRENCES_MAX]

    def test_of_the_31st_take_the_last_day_and_come_back_to_it(self) -> None:
        assert rules.occurrences(date(2027, 12, 31), "mensuel", date(2028, 4, 30)) == [
            date(2027, 12, 31),
            date(2028, 1, 31),
            date(2028, 2, 29),
            date(2028, 3, 31),
            date(2028, 4, 30),
        ]

    def test_counted_from_the_one_before_would_be_seen(self) -> None:
        """31 January, 28 February, then 28 March: the planted fault."""
        assert rules.occurrences(date(2027, 1, 31), "mensuel", date(2027, 3, 31))[-1] != date(2027, 3, 28)

    @pytest.mark.parametrize(
        ("rythme", "jusqu_au", "faux"),
        [
            ("", None, {}),
            ("mensuel", None, {"jusqu_au": "vide"}),
            ("mensuel", date(2026, 11, 24), {"jusqu_au": "avant"}),
            ("mensuel", date(2027, 11, 25), {}),
            ("mensuel", date(2027, 11, 26), {"jusqu_au": "trop_long"}),
        ],
    )
    def test_end_within_a_year(self, rythme: str, jusqu_au: date | None, faux: dict[str, str]) -> None:
        assert rules.check_series(date(2026, 11, 24), rythme, jusqu_au) == faux


class TestClocks:
    @given(JOURS, HEURES)
    @example(date(2027, 3, 28), time(2, 30))
    @example(date(2027, 10, 31), time(2, 30))
    @example(date(2027, 3, 28), time(3))
    def test_an_hour_is_the_first_instant_that_shows_it(self, jour: date, heure: time) -> None:
        attendu = autre.first_instant(jour, heure)

        assert rules.exists(jour, heure) == (attendu is not None)
        assert attendu is None or rules.instant(jour, heure) == attendu

    @given(JOURS, st.integers(0, 24 * 60 - 1))
    @example(date(2027, 3, 28), 60)
    @example(date(2027, 10, 31), 59)
    def test_an_instant_is_shown_as_the_directive_says(self, jour: date, minutes: int) -> None:
        at = datetime.combine(jour, time(), UTC) + timedelta(minutes=minutes)

        assert rules.local(at).replace(tzinfo=None) == autre.shown(at)

    def test_a_weekly_meeting_stays_at_ten(self) -> None:
        voulu = Voulu(jour=date(2027, 3, 24), heure=time(10), minutes=60, mode="sur_place", participants=(1,), rythme="hebdomadaire", jusqu_au=date(2027, 4, 7))

        heures = [rules.local(voulu.on(jour)[0]).hour for jour in rules.occurrences(voulu.jour, voulu.rythme, date(2027, 4, 7))]

        assert heures == [10, 10, 10]
        assert [voulu.on(jour)[0].hour for jour in (date(2027, 3, 24), date(2027, 3, 31))] == [9, 8]

    @pytest.mark.parametrize(("jour", "heures"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 6, 1), 24)])
    def test_a_day_has_its_hours(self, jour: date, heures: int) -> None:
        debut, fin = rules.day_bounds(jour, jour)

        assert fin - debut == timedelta(hours=heures)

    @given(JOURS)
    def test_a_week_goes_from_monday_to_sunday(self, jour: date) -> None:
        lundi, dimanche = rules.week_of(jour)

        assert (lundi.isoweekday(), dimanche.isoweekday()) == (1, 7)
        assert lundi <= jour <= dimanche
        assert dimanche - lundi == timedelta(days=6)


class TestAppointment:
    def voulu(self, **autres: object) -> Voulu:
        valeurs: dict[str, object] = {"jour": date(2026, 11, 25), "heure": time(10), "minutes": 30, "mode": "visio", "participants": (1,)}
        return Voulu(**(valeurs | autres))  # type: ignore[arg-type]  # the test's own values

    @pytest.mark.parametrize(
        ("autres", "faux"),
        [
            ({}, {}),
            ({"minutes": 0}, {"minutes": "vide"}),
            ({"minutes": 721}, {"minutes": "trop_long"}),
            ({"participants": ()}, {"participants": "vide"}),
            ({"participants": (1, 3)}, {"participants": "inconnu"}),
            ({"jour": date(2027, 3, 28), "heure": time(2, 30)}, {"heure": "n_existe_pas"}),
            ({"rythme": "mensuel"}, {"jusqu_au": "vide"}),
        ],
    )
    def test_says_what_is_wrong(self, autres: dict[str, object], faux: dict[str, str]) -> None:
        assert rules.check(self.voulu(**autres), connus=[1, 2]) == faux

    @pytest.mark.parametrize("etat", ["tenu", "absente", "excusee", "reporte", "annule", "erreur"])
    def test_has_one_outcome(self, etat: str) -> None:
        assert [vers for vers in rules.ISSUES if rules.may_follow(etat, vers, avec_personne=True)] == []

    def test_each_outcome_is_open_while_it_is_planned(self) -> None:
        assert all(rules.may_follow("prevu", vers, avec_personne=True) for vers in rules.ISSUES)
        assert [vers for vers in rules.ISSUES if not rules.may_follow("prevu", vers, avec_personne=False)] == ["absente", "excusee"]
        assert not rules.may_follow("prevu", "erreur", avec_personne=True)

    def test_only_what_needs_the_hour_waits_for_it(self) -> None:
        debut = datetime(2026, 11, 25, 9, tzinfo=UTC)

        assert [vers for vers in rules.ISSUES if rules.is_too_soon(vers, debut, debut - timedelta(minutes=1))] == ["tenu", "absente"]
        assert [vers for vers in rules.ISSUES if rules.is_too_soon(vers, debut, debut)] == []

    def test_words_are_cleaned_and_read_back(self) -> None:
        mots = rules.cleaned(Mots(objet="  Les   papiers ", lieu="x" * 900, note=" une\n  deux  fois "))

        assert mots == Mots(objet="Les papiers", lieu="x" * 200, note="une\ndeux fois")
        assert Mots.from_bytes(mots.to_bytes()) == mots


CRENEAUX = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(1, 10)), max_size=8)


class TestOverlaps:
    @given(CRENEAUX, st.integers(0, 30), st.integers(1, 10))
    def test_are_the_minutes_that_two_share(self, autres: list[tuple[str, int, int]], debut: int, duree: int) -> None:
        zero = datetime(2026, 11, 25, 9, tzinfo=UTC)

        def made(cle: str, depart: int, minutes: int, quoi: str) -> Creneau:
            return Creneau(cle=cle, quoi=quoi, debut=zero + timedelta(minutes=depart), fin=zero + timedelta(minutes=depart + minutes))

        trouves = rules.overlapping(made("a", debut, duree, ""), [made(*un, str(rang)) for rang, un in enumerate(autres)])
        siennes = set(range(debut, debut + duree))
        attendus = {str(rang) for rang, (cle, depart, minutes) in enumerate(autres) if cle == "a" and siennes & set(range(depart, depart + minutes))}

        assert {un.quoi for un in trouves} == attendus


TABLEAUX = st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 8), max_size=6).map(lambda table: {a: b for a, b in table.items() if a != b})


class TestRelay:
    @given(TABLEAUX)
    def test_is_passed_on_until_somebody_is_there(self, table: dict[int, int | None]) -> None:
        jour = date(2026, 12, 24)
        relais = [Relais(compte=absent, du=jour, au=jour, par=par) for absent, par in table.items()]

        assert rules_absence.covering(relais, jour) == {absent: autre.cover(table, absent) for absent in table}

    @given(TABLEAUX)
    def test_never_comes_to_somebody_who_is_away(self, table: dict[int, int | None]) -> None:
        jour = date(2026, 12, 24)

        assert not set(rules_absence.covering([Relais(compte=a, du=jour, au=jour, par=b) for a, b in table.items()], jour).values()) & set(table)

    @pytest.mark.parametrize(("jour", "par"), [(date(2026, 12, 20), None), (date(2026, 12, 21), 2), (date(2026, 12, 31), 2), (date(2027, 1, 1), None)])
    def test_runs_from_the_first_day_to_the_last(self, jour: date, par: int | None) -> None:
        un = Relais(compte=1, du=date(2026, 12, 21), au=date(2026, 12, 31), par=2)

        assert rules_absence.covering([un], jour).get(1) == par

    def test_ends_the_day_before_the_return(self) -> None:
        assert rules_absence.last_day(date(2026, 12, 31), date(2026, 12, 27)) == date(2026, 12, 26)
        assert rules_absence.last_day(date(2026, 12, 31), None) == date(2026, 12, 31)
        assert rules_absence.last_day(date(2026, 12, 31), date(2027, 2, 1)) == date(2026, 12, 31)

    @pytest.mark.parametrize(
        ("du", "au", "faux"),
        [
            (date(2026, 12, 21), date(2026, 12, 21), {}),
            (date(2026, 12, 21), date(2026, 12, 20), {"au": "avant"}),
            (date(2026, 12, 21), date(2028, 12, 20), {"au": "trop_long"}),
        ],
    )
    def test_says_what_is_wrong(self, du: date, au: date, faux: dict[str, str]) -> None:
        assert rules_absence.check(du, au) == faux

    @given(st.integers(0, 20), st.integers(0, 5), st.integers(0, 20), st.integers(0, 5))
    def test_overlaps_where_a_day_is_in_both(self, a: int, longue: int, b: int, autre_longue: int) -> None:
        zero = date(2026, 12, 1)
        un = Relais(compte=1, du=zero + timedelta(days=b), au=zero + timedelta(days=b + autre_longue), par=None)
        commun = set(range(a, a + longue + 1)) & set(range(b, b + autre_longue + 1))

        assert rules_absence.overlaps(zero + timedelta(days=a), zero + timedelta(days=a + longue), [un]) == bool(commun)
