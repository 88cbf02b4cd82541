"""What may be answered, where steps lead, when who is reminded: by table, then beside a walk of the days written otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.delais.feries import is_worked
from droits_ouverts.orientation import rules
from droits_ouverts.orientation.rules import Acte, Arret, Pas, Rappel, Trajet
from tests.orientation.horloge import Essai, fautes, vecu

LUNDI = date(2026, 11, 2)


def pas(rang: int, statut: str, jour: int = 0, **reste: object) -> Pas:
    return Pas(rang=rang, statut=statut, fait_le=LUNDI + timedelta(days=jour), **reste)  # type: ignore[arg-type]  # the test's own values


class TestAnswers:
    @pytest.mark.parametrize(
        ("statut", "reponse", "permis"),
        [
            ("envoyee", "recue", True),
            ("envoyee", "faite", True),
            ("recue", "recue", False),
            ("recue", "a_l_etude", True),
            ("a_l_etude", "recue", False),
            ("a_l_etude", "impossible", True),
            ("rendez_vous", "rendez_vous", True),
            ("rendez_vous", "faite", True),
            ("faite", "impossible", False),
            ("impossible", "faite", False),
            ("annulee", "recue", False),
            ("expiree", "faite", True),
            ("expiree", "recue", True),
            ("envoyee", "expiree", False),
            ("envoyee", "annulee", False),
            ("envoyee", "n_importe", False),
        ],
    )
    def test_come_after_what_they_may(self, statut: str, reponse: str, permis: bool) -> None:
        assert rules.may_answer(statut, reponse) is permis


class TestPosition:
    def test_is_what_the_last_step_in_force_says(self) -> None:
        lue = rules.position([pas(1, "envoyee"), pas(2, "recue", 2), pas(3, "faite", 9)])

        assert (lue.statut, lue.statut_le, lue.repondue_le) == ("faite", LUNDI + timedelta(days=9), LUNDI + timedelta(days=2))

    def test_a_correction_takes_a_step_back(self) -> None:
        lue = rules.position([pas(1, "envoyee"), pas(2, "faite", 3), pas(3, "envoyee", 3, annule=2)])

        assert (lue.statut, lue.repondue_le, lue.horloge_rang) == ("envoyee", None, 1)

    def test_an_appointment_counts_from_its_day(self) -> None:
        jour = LUNDI + timedelta(days=40)
        lue = rules.position([pas(1, "envoyee"), pas(2, "rendez_vous", 3, rdv_le=jour)])

        assert (lue.rdv_le, lue.horloge_le, lue.horloge_rang) == (jour, jour, 2)

    def test_an_answer_after_the_end_begins_the_count_again(self) -> None:
        lue = rules.position([pas(1, "envoyee"), pas(2, "expiree", 32), pas(3, "recue", 40), pas(4, "a_l_etude", 44)])

        assert (lue.statut, lue.horloge_le, lue.horloge_rang) == ("a_l_etude", LUNDI + timedelta(days=40), 3)

    def test_study_counts_from_the_sending(self) -> None:
        assert rules.position([pas(1, "envoyee"), pas(2, "a_l_etude", 3)]).horloge_le == LUNDI


def due(statut: str, jours: int, *rappels: Rappel, arrets: tuple[Arret, ...] = ()) -> tuple[str, int]:
    etat = rules.position([pas(1, "envoyee"), *([pas(2, statut)] if statut != "envoyee" else [])])
    lu = rules.due(etat, rappels=rappels, arrets=arrets, on=LUNDI + timedelta(days=jours))
    return lu.acte.value, lu.palier


def rappel(palier: int, jours: int) -> Rappel:
    return Rappel(palier=palier, le=LUNDI + timedelta(days=jours))


class TestClock:
    @pytest.mark.parametrize(
        ("statut", "jours", "rappels", "attendu"),
        [
            ("envoyee", 8, (), ("rien", 0)),
            ("envoyee", 10, (), ("relancer", 10)),
            ("envoyee", 12, (), ("rien", 0)),  # a Saturday
            ("envoyee", 11, (rappel(10, 10),), ("rien", 0)),
            ("envoyee", 21, (rappel(10, 10),), ("relancer", 21)),
            ("envoyee", 21, (rappel(10, 15),), ("rien", 0)),
            ("envoyee", 22, (rappel(10, 15),), ("relancer", 21)),
            ("recue", 21, (rappel(10, 10),), ("relancer", 21)),
            ("envoyee", 29, (rappel(10, 10), rappel(21, 21)), ("rien", 0)),
            ("envoyee", 30, (rappel(10, 10), rappel(21, 21)), ("clore", 0)),
            ("envoyee", 50, (), ("relancer", 21)),
            ("envoyee", 51, (rappel(21, 50),), ("rien", 0)),
            ("envoyee", 57, (rappel(21, 50),), ("clore", 0)),
            ("a_l_etude", 30, (), ("rien", 0)),
            ("a_l_etude", 45, (), ("relancer", 45)),
            ("a_l_etude", 59, (rappel(45, 45),), ("rien", 0)),
            ("a_l_etude", 60, (rappel(45, 45),), ("rien", 0)),  # the first of January
            ("a_l_etude", 63, (rappel(45, 45),), ("clore", 0)),
            ("faite", 100, (), ("rien", 0)),
            ("annulee", 100, (), ("rien", 0)),
        ],
    )
    def test_by_table(self, statut: str, jours: int, rappels: tuple[Rappel, ...], attendu: tuple[str, int]) -> None:
        assert due(statut, jours, *rappels) == attendu

    def test_nothing_on_a_day_that_is_not_worked(self) -> None:
        armistice = date(2026, 11, 11)
        etat = rules.position([Pas(rang=1, statut="envoyee", fait_le=armistice - timedelta(days=10))])

        assert rules.due(etat, rappels=(), arrets=(), on=armistice) == rules.RIEN
        assert rules.due(etat, rappels=(), arrets=(), on=armistice + timedelta(days=1)).palier == 10

    def test_a_pause_stops_the_days(self) -> None:
        arret = Arret(du=LUNDI + timedelta(days=5), au=LUNDI + timedelta(days=19))

        assert due("envoyee", 10, arrets=(arret,)) == ("rien", 0)
        assert due("envoyee", 23, arrets=(arret,)) == ("rien", 0)
        assert due("envoyee", 24, arrets=(arret,)) == ("relancer", 10)
        assert due("envoyee", 24, arrets=(Arret(du=LUNDI),)) == ("rien", 0)

    def test_the_next_reminder_is_told(self) -> None:
        etat = rules.position([pas(1, "envoyee")])

        assert rules.next_reminder(etat, rappels=(), arrets=(), on=LUNDI) == LUNDI + timedelta(days=10)
        assert rules.next_reminder(etat, rappels=(), arrets=(Arret(du=LUNDI),), on=LUNDI) is None
        assert rules.next_reminder(rules.position([pas(1, "envoyee"), pas(2, "faite")]), rappels=(), arrets=(), on=LUNDI) is None


jours = st.integers(0, 120)
essais = st.builds(
    Essai,
    debut=st.integers(0, 400).map(lambda n: date(2026, 1, 5) + timedelta(days=n)),
    reponses=st.dictionaries(jours, st.sampled_from(["recue", "rendez_vous", "a_l_etude", "faite", "impossible"]), max_size=4),
    rdv=st.integers(1, 40),
    pauses=st.lists(st.tuples(jours, st.integers(1, 30)), max_size=3),
    pannes=st.frozensets(jours, max_size=60),
)


class TestOneHundredAndTwentyDays:
    @given(essais)
    @settings(max_examples=400, deadline=None)
    def test_no_reminder_twice_none_lost_none_in_a_pause(self, essai: Essai) -> None:
        assert fautes(essai, vecu(essai)) == []

    @pytest.mark.parametrize(
        ("nom", "valeur"),
        [
            ("ECART", 0),
            ("is_worked", lambda jour: True),
            ("counted_days", lambda depuis, on, arrets: (on - depuis).days),
            ("PALIERS", {"envoyee": (10,), "recue": (10,), "rendez_vous": (10,), "a_l_etude": (45,)}),
            ("FIN", {"envoyee": 22, "recue": 22, "rendez_vous": 22, "a_l_etude": 46}),
            ("due", lambda etat, *, rappels, arrets, on: rules.Du(acte=Acte.RELANCER, palier=10)),
            ("due", lambda etat, *, rappels, arrets, on: rules.RIEN),
        ],
    )
    def test_each_planted_fault_is_seen(self, monkeypatch: pytest.MonkeyPatch, nom: str, valeur: object) -> None:
        monkeypatch.setattr(rules, nom, valeur)
        temoins = [
            Essai(debut=date(2026, 3, 2), reponses={}, rdv=5, pauses=[(8, 20)], pannes=frozenset()),
            Essai(debut=date(2026, 3, 2), reponses={}, rdv=5, pauses=[], pannes=frozenset(range(5, 18))),
            Essai(debut=date(2026, 3, 4), reponses={}, rdv=5, pauses=[], pannes=frozenset()),
            Essai(debut=date(2026, 3, 4), reponses={3: "a_l_etude"}, rdv=5, pauses=[], pannes=frozenset()),
        ]

        assert any(fautes(essai, vecu(essai)) for essai in temoins)


def trajet(jours: int, apres: int | None, *, promis: int = 10, annulee: bool = False) -> Trajet:
    envoyee = LUNDI - timedelta(days=jours)
    return Trajet(envoyee_le=envoyee, repondue_le=None if apres is None else envoyee + timedelta(days=apres), delai_promis=promis, annulee=annulee)


class TestMeasures:
    def test_count_what_had_time_to_come_back(self) -> None:
        lue = rules.measure([trajet(40, 2), trajet(40, 12), trajet(40, None), trajet(3, None), trajet(3, 1), trajet(90, None, annulee=True)], on=LUNDI)

        assert (lue.envoyes, lue.repondus, lue.tenus, lue.delai_median) == (4, 3, 2, 2)

    def test_say_nothing_of_nothing(self) -> None:
        assert rules.measure([], on=LUNDI) == rules.Mesure(envoyes=0, repondus=0, tenus=0, delai_median=None)


def test_the_reference_knows_holidays_otherwise() -> None:
    """The walk of the tests counts worked days by its own list: both agree over three years."""
    from tests.orientation.horloge import travaille

    assert [jour for n in range(1200) if is_worked(jour := date(2025, 1, 1) + timedelta(days=n)) != travaille(jour)] == []


class TestCircuits:
    def test_each_is_told_apart_and_small_ones_are_not_told(self) -> None:
        trajets = [("a", trajet(40, 2))] * 6 + [("b", trajet(40, None))] * 7 + [("c", trajet(40, 2))] * 2 + [("d", trajet(40, 2))] * 3
        recul = rules.review(trajets, on=LUNDI)

        assert (recul.ensemble.envoyes, recul.ensemble.tenus) == (18, 11)
        assert [(nom, une.envoyes, une.tenus, une.non_tenus) for nom, une in recul.circuits] == [("b", 7, 0, 7), ("a", 6, 6, 0)]

    def test_one_small_circuit_is_not_found_by_a_difference(self) -> None:
        """All together less those that are told would say it: the smallest of these is not told either."""
        recul = rules.review([("a", trajet(40, 2))] * 6 + [("b", trajet(40, None))] * 7 + [("c", trajet(40, 2))], on=LUNDI)

        assert [nom for nom, _une in recul.circuits] == ["b"]
        assert recul.ensemble.envoyes - sum(une.envoyes for _nom, une in recul.circuits) >= rules.PETIT

    def test_nothing_is_told_of_less_than_five(self) -> None:
        assert rules.review([("a", trajet(40, 2))] * 4, on=LUNDI).circuits == ()
        assert rules.review([("a", trajet(40, 2))] * 4, on=LUNDI).ensemble.est_petite
        assert not rules.review([("a", trajet(40, 2))] * 5, on=LUNDI).ensemble.est_petite
