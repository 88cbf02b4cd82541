"""Where answers turn, to one euro, one month, one day; checked against the law computed at both sides of each turn."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from droits_ouverts.engine.programme import bascules, eclairage
from droits_ouverts.engine.programme.bascules import Balayage, births, one_more_hour, sweeps, turns
from droits_ouverts.engine.programme.eclairage import Bascule
from droits_ouverts.engine.programme.eclairer import explain
from droits_ouverts.engine.programme.variantes import Cas, Loi, moved, observe
from droits_ouverts.engine.programme.vieillir import case_of
from droits_ouverts.engine.results import Intervalle
from tests.engine.programme.petite_loi import FIN_PRIME, PLAFOND, REGLES, Reference, loi, pack, situation


@pytest.fixture
def droit() -> Loi:
    return loi()


@pytest.fixture
def awa(droit: Loi) -> Cas:
    return case_of(situation(), [{}], droit.graph.entrees, pack)


def found(trouvees: tuple[Bascule, ...], code: str, fait: str = "salaire_net") -> list[tuple[bool, float]]:
    return [(b.ouvre, b.valeur.min) for b in trouvees if (b.code, b.fait) == (code, fait)]


class TestTurns:
    def test_to_one_euro(self, droit: Loi, awa: Cas) -> None:
        trouvees = turns(droit, awa, sweeps(droit, awa, [0]), REGLES)

        assert found(trouvees, "prime") == [(True, 1.0), (False, FIN_PRIME)]
        assert found(trouvees, "logement") == [(False, PLAFOND + 1)]
        assert found(trouvees, "enfant") == []

    def test_to_one_month(self, droit: Loi, awa: Cas) -> None:
        assert found(turns(droit, awa, sweeps(droit, awa, [0]), REGLES), "logement", "mois_residence_metropole_lyon") == [(True, 12.0)]

    def test_to_one_day(self, droit: Loi, awa: Cas) -> None:
        ((ouvre, jour),) = found(turns(droit, awa, [births(droit, 1)], REGLES), "enfant", "date_naissance")

        assert ouvre
        assert str(np.datetime64(int(jour), "D")) == "2023-11-02", "born later than the first of November 2023, a child is not three yet"

    def test_each_turn_is_one_by_the_law_itself(self, droit: Loi, awa: Cas) -> None:
        check_each(droit, awa)

    def test_that_test_bites(self, droit: Loi, awa: Cas, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bascules, "_closer", lambda _grille, _pose, bas, haut, ouvre: (haut - 1, haut, ouvre))

        with pytest.raises(AssertionError):
            check_each(droit, awa)

    def test_few_computations_whatever_the_number_of_turns(self, droit: Loi, awa: Cas) -> None:
        calcul = droit.calculateur
        assert isinstance(calcul, Reference)

        turns(droit, awa, [*sweeps(droit, awa, [0]), births(droit, 1)], REGLES)

        assert calcul.appels <= 4

    def test_the_household_itself_is_left_as_it_was(self, droit: Loi, awa: Cas) -> None:
        avant = {nom: v.copy() for nom, v in awa.population.entrees.items()}

        turns(droit, awa, sweeps(droit, awa, [0]), REGLES)

        assert all((awa.population.entrees[nom] == v).all() for nom, v in avant.items())

    def test_no_sweep_nothing_found(self, droit: Loi, awa: Cas) -> None:
        assert turns(droit, awa, [], REGLES) == ()


def check_each(droit: Loi, cas: Cas) -> None:
    """On both sides of each turn of the wage, the law must answer one way, then the other."""
    (salaires,) = (b for b in sweeps(droit, cas, [0]) if b.fait == "salaire_net")
    trouvees = turns(droit, cas, [salaires], REGLES)
    assert trouvees
    for bascule in trouvees:
        cotes = np.array([bascule.valeur.min - 1, bascule.valeur.min])
        vues = observe(droit, cas, moved(droit, cas, 2, salaires.moves(cotes)), REGLES)
        assert [bool(x) for x in vues[bascule.code].pose[:, 0]] == [not bascule.ouvre, bascule.ouvre]


class TestUnknown:
    def test_what_is_not_known_gives_bounds(self, droit: Loi) -> None:
        # Her son's income moves the end of the prime, which looks at the family's.
        completions = [{("salaire_net", "moussa"): v} for v in (0.0, 100.0, 240.0)]
        cas = case_of(situation(), completions, droit.graph.entrees, pack)

        trouvees = turns(droit, cas, [s for s in sweeps(droit, cas, [0]) if s.fait == "salaire_net"], REGLES)

        fin = next(b for b in trouvees if b.code == "prime" and not b.ouvre)
        assert fin.valeur == Intervalle(min=FIN_PRIME - 240, max=FIN_PRIME)

    def test_a_turn_of_some_completions_only_says_so(self, droit: Loi) -> None:
        completions = [{("mois_residence_metropole_lyon", "awa"): v} for v in (3.0, 20.0)]
        cas = case_of(situation(residence=None), completions, droit.graph.entrees, pack)

        trouvees = turns(droit, cas, [s for s in sweeps(droit, cas, [0]) if s.fait == "salaire_net"], REGLES)

        (fin,) = [b for b in trouvees if b.code == "logement"]
        assert not fin.toutes
        assert fin.valeur.max == PLAFOND + 1
        assert all(b.toutes for b in trouvees if b.code == "prime")


class TestOneMoreHour:
    def test_half_of_it_stays_where_the_prime_falls_by_half(self, droit: Loi, awa: Cas) -> None:
        marge = one_more_hour(droit, awa, 0, 900.0, 9.745, REGLES)

        assert marge.salaire == 42.23
        assert marge.reste.min == marge.reste.max == pytest.approx(42.23 / 2, abs=0.01)

    def test_what_ends_on_the_way_is_lost(self, droit: Loi, awa: Cas) -> None:
        marge = one_more_hour(droit, awa, 0, FIN_PRIME - 10, 9.745, REGLES)

        assert marge.reste.min == pytest.approx(42.23 - 5, abs=0.01)


class TestEverything:
    def test_it_travels_as_json(self, droit: Loi) -> None:
        dit = explain(situation(salaire=1520.0), [{}], droit, pack, regles=REGLES, versions={"x": "1"}, horaire_net=9.745)

        assert eclairage.from_dict(json.loads(json.dumps(eclairage.to_dict(dit)))) == dit
        assert dit.salaires == {"awa": 1520.0}
        assert {d.code for d in dit.droits} == set(REGLES)
        assert next(d for d in dit.droits if d.code == "prime").echec is not None
        assert dit.marge is not None

    def test_a_rule_that_is_not_compiled_is_left_out(self, droit: Loi) -> None:
        del droit.graph.sorties["enfant_condition_age"]

        dit = explain(situation(), [{}], droit, pack, regles=REGLES, versions={})

        assert {d.code for d in dit.droits} == {"prime", "logement"}
        assert "enfant" not in {b.code for b in dit.bascules}
        assert dit.marge is None

    @pytest.mark.parametrize(("refusee", "dite"), [("enfant_montant", False), ("logement_condition_plafond", True)])
    def test_one_more_hour_is_not_told_without_a_right_that_pays_each_month(self, refusee: str, dite: bool, droit: Loi) -> None:
        del droit.graph.sorties[refusee]
        droit = replace(droit, refus={refusee: "elle lit un texte."})

        dit = explain(situation(salaire=1520.0), [{}], droit, pack, regles=REGLES, versions={}, horaire_net=9.745)

        assert (dit.marge is not None) is dite


def test_a_sweep_is_a_grid_and_its_moves(droit: Loi, awa: Cas) -> None:
    (salaires, residence) = sweeps(droit, awa, [0])

    assert isinstance(salaires, Balayage)
    assert list(salaires.grille[:3]) == [0.0, 10.0, 20.0]
    assert {d.nom for d in salaires.moves(salaires.grille)} >= {f"salaire_net@{r}" for r in range(-4, 1)}
    assert [d.nom for d in residence.moves(residence.grille)] == ["mois_residence_metropole_lyon"]
