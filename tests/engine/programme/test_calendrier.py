"""The calendar of rights: what opens, changes or ends, when and why, over a law worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from droits_ouverts.engine.programme import prevoir
from droits_ouverts.engine.programme.calendrier import Calendrier, Cause, GenreCause, Nature, Suppose, from_dict, to_dict
from droits_ouverts.engine.programme.prevoir import compute
from droits_ouverts.engine.programme.vieillir import aged
from droits_ouverts.engine.situation import INCONNUE, Etat, Reponse, Situation
from tests.engine.programme.petite_loi import REGLES, loi, pack, situation

if TYPE_CHECKING:
    from droits_ouverts.engine.programme.variantes import Loi


def lois(mois: str) -> Loi | None:
    """The little law of each month up to August 2027; a child's amount rises in April 2027."""
    return loi(mois, par_enfant=100.0 if mois < "2027-04" else 102.0) if mois <= "2027-08" else None


def calendar(foyer: Situation, completions: list[dict[tuple[str, str], object]] | None = None) -> Calendrier:
    fait = compute(foyer, completions or [{}], lois, pack, regles=REGLES, versions={})
    assert fait is not None
    return fait


def told(dit: Calendrier, code: str) -> list[tuple[str, Nature, tuple[GenreCause, ...]]]:
    return [(e.mois, e.nature, tuple(c.genre for c in e.causes)) for e in dit.evenements if e.code == code]


class TestEvents:
    def test_a_birthday_ends_a_right_the_month_after(self) -> None:
        dit = calendar(situation(enfant="2024-05-02"))

        fin = next(e for e in dit.evenements if e.nature is Nature.FINIT)
        assert (fin.mois, fin.code, fin.sur) == ("2027-06", "enfant", True)
        assert fin.causes == (Cause(genre=GenreCause.ANNIVERSAIRE, personne="moussa", age=3, le="2027-05-02"),)
        assert (fin.avant.max, fin.apres.max) == (102.0, 0.0)  # type: ignore[union-attr]  # it has amounts

    def test_the_law_changes_an_amount(self) -> None:
        assert told(calendar(situation(enfant="2026-01-10")), "enfant") == [("2027-04", Nature.CHANGE, (GenreCause.LOI,))]

    def test_time_in_a_place_opens_a_right(self) -> None:
        assert told(calendar(situation(residence=5)), "logement") == [("2027-06", Nature.OUVRE, (GenreCause.DUREE,))]

    def test_incomes_that_leave_the_window_end_a_right(self) -> None:
        # The prime wants earnings from M-4 to M-2; the last ones told are of August 2026.
        dit = calendar(situation(salaire={"2026-07": 500, "2026-08": 500, "2026-09": 0, "2026-10": 0, "2026-11": 0}, enfant=None))

        assert told(dit, "prime") == [("2027-01", Nature.FINIT, (GenreCause.REVENUS,))]

    def test_two_children_of_one_month_are_two_birthdays(self) -> None:
        foyer = situation(enfant="2024-05-02")
        foyer = replace(foyer, reponses={**foyer.reponses, ("date_naissance", "awa"): Reponse(Etat.CONNU, date(1992, 5, 20))})

        fin = next(e for e in calendar(foyer).evenements if e.nature is Nature.FINIT)

        assert [c.personne for c in fin.causes] == ["moussa"], "whoever has a birthday that month and changes nothing is not named"

    def test_less_than_a_euro_is_not_told(self) -> None:
        dit = compute(situation(enfant="2026-01-10"), [{}], lambda m: loi(m, par_enfant=100.0 if m < "2027-04" else 100.9), pack, regles=REGLES, versions={})

        assert dit is not None
        assert told(dit, "enfant") == []

    def test_what_only_some_completions_say_is_not_sure(self) -> None:
        foyer = situation(residence=None)
        completions: list[dict[tuple[str, str], object]] = [{("mois_residence_metropole_lyon", "awa"): v} for v in (3.0, 20.0)]

        dit = calendar(foyer, completions)

        assert told(dit, "logement") == [], "what was not said does not grow by itself"
        assert Suppose.REPONSES_MANQUENT in dit.hypotheses
        assert "logement" not in dit.ouverts


class TestHowFar:
    def test_it_says_until_when_it_is_computed(self) -> None:
        dit = calendar(situation())

        assert (dit.mois, dit.jusqu_a, dit.demande_jusqu_a) == ("2026-11", "2027-08", "2028-11")
        assert all("2026-11" < e.mois <= dit.jusqu_a for e in dit.evenements)

    def test_a_month_that_lacks_stops_it_and_is_not_jumped_over(self) -> None:
        dit = compute(situation(), [{}], lambda m: None if m == "2027-02" else loi(m), pack, regles=REGLES, versions={})

        assert dit is not None
        assert dit.jusqu_a == "2027-01"

    def test_no_law_for_the_month_of_the_check_up_no_calendar(self) -> None:
        assert compute(situation(), [{}], lambda _m: None, pack, regles=REGLES, versions={}) is None

    def test_a_rule_that_is_not_compiled_is_said(self) -> None:
        sans = loi()
        del sans.graph.sorties["enfant_montant"]

        dit = compute(situation(), [{}], lambda m: sans if m == "2026-11" else None, pack, regles=REGLES, versions={})

        assert dit is not None
        assert dit.non_couverts == ("enfant",)
        assert dit.ouverts == ("prime", "logement")

    def test_a_rule_that_a_later_month_leaves_out_is_said(self) -> None:
        sans = loi("2026-12")
        del sans.graph.sorties["enfant_montant"]

        dit = compute(situation(), [{}], {"2026-11": loi(), "2026-12": sans}.get, pack, regles=REGLES, versions={})

        assert dit is not None
        assert dit.non_couverts == ("enfant",)

    def test_it_travels_as_json(self) -> None:
        dit = calendar(situation(residence=5))

        assert dit.evenements
        assert from_dict(json.loads(json.dumps(to_dict(dit)))) == dit


class TestSabotage:
    def test_ages_that_are_not_frozen_find_no_birthday(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prevoir, "_shift", lambda dates, _ecart: dates)

        with pytest.raises(AssertionError):
            TestEvents().test_a_birthday_ends_a_right_the_month_after()

    def test_a_household_that_does_not_age_is_found_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prevoir, "aged", lambda foyer, k: replace(aged(foyer, k), reponses=foyer.reponses))

        with pytest.raises(AssertionError):
            TestEvents().test_time_in_a_place_opens_a_right()

    def test_a_law_that_is_not_compared_is_found_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prevoir, "_old_law", lambda _avant, mois, _regles: mois.vues)

        with pytest.raises(AssertionError):
            TestEvents().test_the_law_changes_an_amount()


class TestAging:
    def test_months_told_stay_and_later_ones_repeat_the_last(self) -> None:
        foyer = situation(salaire={"2026-07": 1, "2026-08": 2, "2026-09": 3, "2026-10": 4, "2026-11": 5})

        assert dict(aged(foyer, 2).reponse("salaire_net", "awa").valeur) == {  # type: ignore[call-overload]  # a tuple of pairs
            "2026-09": 3.0,
            "2026-10": 4.0,
            "2026-11": 5.0,
            "2026-12": 5.0,
            "2027-01": 5.0,
        }
        assert set(dict(aged(foyer, 9).reponse("salaire_net", "awa").valeur).values()) == {5.0}  # type: ignore[call-overload]  # as above

    def test_only_time_moves(self) -> None:
        foyer = situation(residence=20)
        apres = aged(foyer, 13)

        assert apres.mois == "2027-12"
        assert apres.reponse("mois_residence_metropole_lyon", "awa").valeur == 33
        assert apres.naissance("moussa") == foyer.naissance("moussa")
        assert apres.reponse("enceinte", "awa") == INCONNUE

    def test_what_was_not_said_stays_so(self) -> None:
        assert aged(situation(residence=None), 5).reponse("mois_residence_metropole_lyon", "awa") == INCONNUE

    def test_a_birth_on_the_last_day_of_a_long_month(self) -> None:
        dates = np.array(["2024-03-31", "2024-01-15"], dtype="datetime64[D]")

        assert [str(d) for d in prevoir._shift(dates, -1)] == ["2024-02-29", "2023-12-15"]
        assert [str(d) for d in prevoir._shift(dates, 1)] == ["2024-04-30", "2024-02-15"]
