"""Variants of one household, and rights that look at what was really received."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from droits_ouverts.engine.programme.graph import FAMILLE, Entree, Graph
from droits_ouverts.engine.programme.variantes import Deplacement, Loi, moved, observe, repeat
from droits_ouverts.engine.programme.vieillir import case_of
from tests.engine.programme.petite_loi import Reference, loi, pack, regle, situation


def cover() -> Loi:
    """A cover that opens where the RSA was not received in the months before."""
    g = Graph()
    avant = g.input(Entree(nom="avant.rsa.famille", entity=FAMILLE, dtype="bool", defaut=True))
    g.sorties = {"c2s_sans_participation_eligibilite": g.add("logical_not", (avant,), dtype="bool", entity=FAMILLE)}
    return Loi(mois="2026-11", graph=g, calculateur=Reference(g))


@pytest.mark.parametrize(
    ("recus", "en_regime", "ouvert"), [(None, False, False), (frozenset(), False, True), (frozenset({"rsa"}), False, False), (frozenset(), True, False)]
)
def test_what_was_really_received_counts_as_in_an_estimate(recus: frozenset[str] | None, en_regime: bool, ouvert: bool) -> None:
    droit, regles = cover(), {"c2s_sans_participation": regle("c2s_sans_participation", montant=False)}
    cas = replace(case_of(situation(), [{}], {}, pack), recus=recus)

    assert bool(observe(droit, cas, cas.population, regles, en_regime=en_regime)["c2s_sans_participation"].pose[0, 0]) is ouvert


def test_a_variant_moves_one_input_of_one_person_only() -> None:
    droit = loi()
    cas = case_of(situation(), [{}, {}], droit.graph.entrees, pack)

    population = moved(droit, cas, 3, [Deplacement(nom="salaire_net@0", rang=1, valeurs=np.array([1.0, 2.0, 1e9]))])

    assert population.entrees["salaire_net@0"].reshape(3, 2, 2)[:, :, 1].tolist() == [[1.0, 1.0], [2.0, 2.0], [20000.0, 20000.0]], "bounds are kept"
    assert (population.entrees["salaire_net@0"].reshape(3, 2, 2)[:, :, 0] == 900.0).all()
    assert (population.entrees["date_naissance"] == repeat(cas.population, 3).entrees["date_naissance"]).all()
    assert list(population.groupes[FAMILLE].de) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
