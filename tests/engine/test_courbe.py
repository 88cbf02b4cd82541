"""The curve "if I worked more hours": against the estimate of the same household, and as a value that can be read and sent."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.engine import copies_partagees
from droits_ouverts.engine.courbe import Courbe, Hypothese, indu, rows
from droits_ouverts.engine.courbe_calcul import compute, smic
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.serialize import courbe_from_dict, courbe_to_dict
from droits_ouverts.engine.situation import SituationError
from tests.bilan.courbes import courbe
from tests.engine.cast import awa, leo, situation

STABLE = {"ressources_stables": True}


@pytest.fixture(scope="module")
def celle_d_awa() -> Courbe:
    return compute(situation(awa(**STABLE)))


class TestComputed:
    def test_it_agrees_with_the_estimate_at_each_wage(self, celle_d_awa: Courbe) -> None:
        for salaire in (0, 900, 1500):
            droits = {d.code: d for d in Engine().estimate(situation(awa(**STABLE, salaire_net=salaire))).droits}
            point = celle_d_awa.au_salaire(salaire)
            assert point.salaire == salaire
            for code in ("rsa", "prime_activite", "aides_logement", "allocations_familiales", "asf"):
                montant = droits[code].montant_mensuel
                attendu = montant.max if montant and droits[code].statut == "eligible" else 0.0
                assert point.droit(code).max == pytest.approx(attendu, abs=0.02), (salaire, code)

    def test_it_goes_hour_by_hour_and_past_full_time(self, celle_d_awa: Courbe) -> None:
        assert [celle_d_awa.aux_heures(h).heures for h in range(36)] == list(range(36))
        assert celle_d_awa.points[-1].salaire > celle_d_awa.aux_heures(35).salaire * 1.4
        assert [p.salaire for p in celle_d_awa.points] == sorted({p.salaire for p in celle_d_awa.points})

    def test_the_wage_of_today_is_on_it(self, celle_d_awa: Courbe) -> None:
        assert celle_d_awa.salaire_actuel == 900
        assert celle_d_awa.actuel is not None
        assert celle_d_awa.points[celle_d_awa.actuel].salaire == 900

    def test_the_total_is_the_wage_and_the_rights(self, celle_d_awa: Courbe) -> None:
        for point in celle_d_awa.points:
            assert point.total.max == pytest.approx(point.salaire + sum(i.max for i in point.droits.values()), abs=1.0)

    def test_what_an_hour_leaves_is_the_difference_with_the_next_hour(self, celle_d_awa: Courbe) -> None:
        for heures in range(35):
            ici, apres = celle_d_awa.aux_heures(heures), celle_d_awa.aux_heures(heures + 1)
            assert ici.reste is not None
            assert ici.reste.max == pytest.approx(apres.total.max - ici.total.max, abs=0.05)

    def test_a_right_ends_where_it_is_said(self, celle_d_awa: Courbe) -> None:
        rsa = next(d for d in celle_d_awa.droits if d.code == "rsa")
        assert rsa.fin is not None
        assert all(p.droit("rsa").max < 1 for p in celle_d_awa.points if p.salaire >= rsa.fin)
        assert celle_d_awa.au_salaire(rsa.fin - 15).droit("rsa").max >= 1
        assert {"prime_activite", "aides_logement", "c2s_sans_participation"} <= {d.code for d in celle_d_awa.droits}
        assert "asf" not in {d.code for d in celle_d_awa.droits}, "a right that the wage does not change is not told as changing"

    def test_the_minimum_wage_is_the_one_of_the_month(self) -> None:
        assert (smic("2026-11").horaire_brut, smic("2026-11").depuis) == (12.31, "2026-06-01")
        assert (smic("2026-05").horaire_brut, smic("2026-05").depuis) == (12.02, "2026-01-01")
        assert smic("2026-11").horaire_net == pytest.approx(12.31 * 0.7916, abs=0.001)

    def test_what_is_missing_widens_it_and_is_said(self) -> None:
        vague = compute(situation(leo(autres_ressources=None, aide_financiere_des_parents=None)))
        assert vague.completions > 1
        assert Hypothese.REPONSES_MANQUENT in vague.hypotheses
        assert any(p.total.max > p.total.min + 50 for p in vague.points)

    def test_a_wage_that_is_not_known_is_not_invented(self) -> None:
        vague = compute(situation(awa(salaire_net=None)))
        assert (vague.salaire_actuel, vague.actuel) == (None, None)
        assert len(rows(vague)) == 8

    def test_a_child_has_no_curve(self) -> None:
        with pytest.raises(SituationError):
            compute(situation(awa()), "moussa")

    def test_a_rule_that_fails_gives_no_curve(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(copies_partagees.Copies, "members", lambda *_: (_ for _ in ()).throw(ArithmeticError))
        with pytest.raises(ArithmeticError):
            compute(situation(leo()))

    def test_it_travels_as_json(self, celle_d_awa: Courbe) -> None:
        voyage: dict[str, Any] = json.loads(json.dumps(courbe_to_dict(celle_d_awa)))
        assert courbe_from_dict(voyage) == celle_d_awa


class TestRead:
    @settings(deadline=None)
    @given(st.floats(min_value=0, max_value=10_000, allow_nan=False))
    def test_any_wage_has_its_nearest_point(self, salaire: float) -> None:
        trace = courbe()
        point = trace.au_salaire(salaire)
        assert abs(point.salaire - salaire) == min(abs(p.salaire - salaire) for p in trace.points)

    def test_a_table_fits_a_phone(self) -> None:
        lignes = rows(courbe())
        assert 9 <= len(lignes) <= 10
        assert 900.0 in [point.salaire for point in lignes]
        assert [p.salaire for p in lignes] == sorted(p.salaire for p in lignes)

    def test_today_is_not_told_twice_when_it_is_an_hour_of_the_table(self) -> None:
        assert len(rows(courbe(actuel=0.0))) == 8


class TestDebt:
    def test_it_is_what_was_received_less_what_was_due(self) -> None:
        dette = indu(courbe(), 300, 3)
        # At 900 the aid is 310 and the prime 250; at 1,200 the aid is 280 and the prime has ended.
        assert dette.par_droit["aides_logement"].max == pytest.approx(90)
        assert dette.par_droit["prime_activite"].max == pytest.approx(750)
        assert dette.total.max == pytest.approx(840)
        assert dette.supprimes == ("prime_activite",)

    def test_only_the_rights_that_are_received_count(self) -> None:
        assert set(indu(courbe(), 300, 3, ["aides_logement"]).par_droit) == {"aides_logement"}

    @settings(deadline=None)
    @given(st.floats(min_value=0, max_value=900), st.integers(0, 24))
    def test_it_grows_with_the_delay_and_is_never_below_zero(self, hausse: float, mois: int) -> None:
        dette, apres = indu(courbe(), hausse, mois), indu(courbe(), hausse, mois + 1)
        assert 0 <= dette.total.min <= dette.total.max <= apres.total.max + 0.01
        assert math.isclose(dette.total.max, sum(i.max for i in dette.par_droit.values()), abs_tol=0.02)

    def test_told_at_once_nothing_is_owed(self) -> None:
        assert indu(courbe(), 300, 0).total.max == 0

    def test_without_a_known_wage_nothing_is_made_up(self) -> None:
        with pytest.raises(ValueError, match="known wage"):
            indu(courbe(actuel=None), 300, 3)
        assert indu(courbe(actuel=None), 300, 3, depuis=900).total.max == pytest.approx(840)

    def test_of_two_rights_that_exclude_each_other_one_counts(self) -> None:
        trace = compute(situation(leo()))
        dette = indu(trace, 300, 3)
        assert not {"rsj_metropole_lyon", "cej_allocation"} <= set(dette.par_droit)
