"""What a person answered, and one household under two laws: pure rules, each with what would break it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.results import Statut
from droits_ouverts.foundation.durees import Duree
from droits_ouverts.veille.rules import Dit, Lu, check, compared, in_force, may_ask, under
from tests.factories.veilles import A_PRECISER, APRES, AVANT, ECHEC, INCERTAIN, MANQUE, NOUVEAU, PRECISE, law, right

JOUR = date(2026, 11, 27)
OUI = Dit(reponse="oui", le=JOUR, jusqu_au=JOUR + timedelta(days=100))
NON, RETIRE = Dit(reponse="non", le=JOUR), Dit(reponse="retire", le=JOUR)
JOURS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
MOIS = st.integers(0, 70).map(lambda rang: months.shift("2021-01", rang))


def wrong(dits: list[Dit], dit: Dit, *, a_sa_demande: bool = False, today: date = JOUR) -> dict[str, str]:
    return check(dits, dit, a_sa_demande=a_sa_demande, au_plus=Duree(mois=12).after(dit.le), today=today)


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("dits", "on", "vaut"),
        [
            ([], JOUR, False),
            ([OUI], JOUR, True),
            ([OUI], JOUR + timedelta(days=100), True),
            ([OUI], JOUR + timedelta(days=101), False),
            ([OUI], JOUR - timedelta(days=1), False),
            ([NON], JOUR, False),
            ([OUI, RETIRE], JOUR, False),
            ([OUI, NON], JOUR, False),
            ([NON, OUI], JOUR, True),
        ],
    )
    def test_lets_her_be_called_while_her_last_yes_runs(self, dits: list[Dit], on: date, vaut: bool) -> None:
        assert (in_force(dits, on) is not None) is vaut

    def test_a_no_is_never_asked_again(self) -> None:
        assert may_ask([], JOUR)
        assert may_ask([OUI], JOUR + timedelta(days=101))
        assert not may_ask([OUI], JOUR)
        assert not may_ask([NON], JOUR + timedelta(days=5000))
        assert not may_ask([OUI, RETIRE], JOUR + timedelta(days=5000))

    def test_after_a_no_she_must_speak_of_it_herself(self) -> None:
        assert wrong([NON], NON) == {"reponse": "redemandee"}
        assert wrong([NON], OUI) == {"reponse": "redemandee"}
        assert wrong([RETIRE], OUI) == {"reponse": "redemandee"}
        assert wrong([NON], OUI, a_sa_demande=True) == {}

    def test_only_a_yes_is_taken_back(self) -> None:
        assert wrong([], RETIRE) == {"reponse": "sans_accord"}
        assert wrong([NON], RETIRE) == {"reponse": "sans_accord"}
        assert wrong([OUI], RETIRE) == {}

    @given(le=JOURS, jours=st.integers(-30, 500))
    def test_a_yes_runs_twelve_months_at_most(self, le: date, jours: int) -> None:
        fin = le + timedelta(days=jours)
        faux = wrong([], Dit(reponse="oui", le=le, jusqu_au=fin), today=le)

        assert bool(faux) is (fin < le or fin > Duree(mois=12).after(le))

    @given(dits=st.lists(st.sampled_from(["oui", "non", "retire"]), max_size=6), on=JOURS)
    def test_what_the_rule_takes_never_asks_twice_in_a_row(self, dits: list[str], on: date) -> None:
        """Any sequence that `check` takes without her own word holds one no at most, and nothing after it."""
        pris: list[Dit] = []
        for reponse in dits:
            dit = Dit(reponse=reponse, le=on, jusqu_au=on if reponse == "oui" else None)
            if not wrong(pris, dit, today=on):
                pris.append(dit)
        fermes = [rang for rang, dit in enumerate(pris) if dit.reponse != "oui"]

        assert fermes in ([], [len(pris) - 1])


class TestTwoLaws:
    def test_tell_apart_what_is_new_what_was_not_known_and_what_is_not_known(self) -> None:
        lu = compared(AVANT, APRES)

        assert {un.code: un.nature for un in lu.nouveaux} == {NOUVEAU: "nouveau", PRECISE: "precise", A_PRECISER: "a_preciser"}
        assert [(un.code, un.manquants) for un in lu.incertains] == [(INCERTAIN, ("loyer",))]

    def test_a_rule_that_fails_is_no_answer(self) -> None:
        assert compared(AVANT, APRES).echecs == (ECHEC,)
        assert compared(law(right("rsa", Statut.NON_ELIGIBLE, erreur="Échec.")), law(right("rsa", Statut.ELIGIBLE))) == Lu(echecs=("rsa",))
        assert compared(law(), law(right("rsa", Statut.ELIGIBLE))) == Lu(echecs=("rsa",))

    def test_a_rule_that_begins_between_both_is_new_and_not_a_failure(self) -> None:
        """Visale is written from January 2026 on: before, the engine says that it does not know."""
        inconnue = right("visale", Statut.INDETERMINE, erreur="Inconnue.")
        avant, apres = replace(law(inconnue), mois="2025-12"), replace(law(right("visale", Statut.ELIGIBLE)), mois="2026-01")

        lu = compared(avant, apres)

        assert [(un.code, un.nature) for un in lu.nouveaux] == [("visale", "precise")]
        assert compared(replace(avant, mois="2026-01"), replace(apres, mois="2026-02")) == Lu(echecs=("visale",))

    def test_what_she_has_or_does_not_want_is_not_looked_at(self) -> None:
        avant, apres = law(right("rsa", Statut.NON_ELIGIBLE)), law(right("rsa", Statut.ELIGIBLE))

        assert [un.code for un in compared(avant, apres).nouveaux] == ["rsa"]
        assert compared(avant, apres, laisses=frozenset({"rsa"})) == Lu()
        assert compared(avant, law(replace(apres.droits[0], deja_recu=True))) == Lu()
        assert compared(law(replace(avant.droits[0], deja_recu=True)), apres) == Lu()

    @given(avant=st.sampled_from(Statut), apres=st.sampled_from(Statut))
    def test_only_another_answer_is_new(self, avant: Statut, apres: Statut) -> None:
        lu = compared(law(right("rsa", avant)), law(right("rsa", apres, manquants=MANQUE)))
        ordre = [Statut.NON_ELIGIBLE, Statut.INDETERMINE, Statut.ELIGIBLE]

        assert bool(lu.nouveaux) is (ordre.index(apres) > ordre.index(avant))
        assert all(bool(un.manquants) is (apres is Statut.INDETERMINE) for un in lu.droits)

    def test_is_read_again_as_it_was_sealed(self) -> None:
        lu = compared(AVANT, APRES)

        assert Lu.from_bytes(lu.to_bytes()) == lu


class TestOneHousehold:
    @given(naissance=st.dates(date(1930, 1, 1), date(2020, 12, 31)), bilan=MOIS, avant=MOIS, ecart=st.integers(1, 30))
    def test_has_the_same_age_under_both_laws_and_the_true_one_under_the_second(self, naissance: date, bilan: str, avant: str, ecart: int) -> None:
        apres = months.shift(avant, ecart)
        un, autre = under(household(bilan, naissance), avant=avant, apres=apres)
        ne_avant, ne_apres = (date.fromisoformat(une["personnes"][0]["faits"]["date_naissance"]) for une in (un, autre))  # type: ignore[index]  # as written above

        assert ne_apres == naissance
        # A day that the month does not have falls on its last: never on the first of the next one.
        assert months.age_in(ne_avant, avant) == months.age_in(naissance, apres)

    @given(bilan=MOIS, avant=MOIS)
    def test_keeps_incomes_at_their_distance(self, bilan: str, avant: str) -> None:
        apres = months.shift(avant, 1)
        for mois, une in zip((avant, apres), under(household(bilan, date(1990, 5, 31)), avant=avant, apres=apres), strict=True):
            faits = une["personnes"][0]["faits"]  # type: ignore[index]  # as written above
            assert une["mois"] == mois
            assert list(faits["salaire_net"]) == months.window(mois)
            assert list(faits["salaire_net"].values()) == [1.0, 2.0, 3.0, None, 5.0]
            assert faits["chomage_net"] == {"refus": True}
            assert une["menage"] == {"loyer": 567.0}

    def test_a_birthday_is_no_change_of_law(self) -> None:
        """Without moving births, somebody who turns 25 between the two months would be told that the law changed."""
        un, _autre = under(household("2026-11", date(2001, 11, 15)), avant="2026-11", apres="2026-12")

        assert un["personnes"][0]["faits"]["date_naissance"] == "2001-10-15"  # type: ignore[index]  # as written above


def household(mois: str, naissance: date) -> dict[str, object]:
    salaires = dict(zip(months.window(mois), (1.0, 2.0, 3.0, None, 5.0), strict=True))
    faits = {"date_naissance": naissance.isoformat(), "salaire_net": salaires, "chomage_net": {"refus": True}}
    return {"format": "x", "mois": mois, "personnes": [{"id": "p1", "role": "demandeur", "faits": faits}], "menage": {"loyer": 567.0}}
