"""Why a right answers what it answers, over a law small enough to be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from droits_ouverts.engine.programme import explication
from droits_ouverts.engine.programme.explication import dependencies, first_failure, in_words, subgraph, why
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree, Graph
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.programme.sensibilite import real_dependencies
from droits_ouverts.engine.programme.variantes import Cas, Loi, facts_of
from droits_ouverts.engine.programme.vieillir import case_of
from tests.engine.programme.petite_loi import FIN_PRIME, PLAFOND, REGLES, Reference, loi, pack, situation


def cas(**faits: object) -> tuple[Loi, Cas]:
    droit = loi()
    return droit, case_of(situation(**faits), [{}], droit.graph.entrees, pack)  # type: ignore[arg-type]  # facts of the made-up household


class TestDependencies:
    def test_the_inputs_behind_an_output(self) -> None:
        graph = loi().graph

        assert dependencies(graph, ["enfant_montant"]) == {"date_naissance"}
        assert dependencies(graph, ["prime_condition_ressources"]) == {"salaire_net@0"}
        assert facts_of(sorted(dependencies(graph, ["logement_eligibilite"]))) == ["mois_residence_metropole_lyon", "salaire_net"]

    def test_the_part_of_a_graph_gives_the_same(self) -> None:
        droit, awa = cas()

        partie = subgraph(droit.graph, {"x": droit.graph.sorties["prime_montant"]})

        assert len(partie) < len(droit.graph)
        partie.check()
        assert Reference(partie).run(awa.population)["x"] == droit.calculateur.run(awa.population)["prime_montant"]

    def test_the_facts_that_really_change_a_right(self) -> None:
        droit, awa = cas()

        vraies = real_dependencies(droit, awa, REGLES)

        assert vraies["prime"] == (("salaire_net", "awa"), ("salaire_net", "moussa"))
        assert vraies["enfant"] == (("date_naissance", "moussa"),), "her mother's age changes nothing"
        assert ("mois_residence_metropole_lyon", "awa") in vraies["logement"]

    def test_a_fact_behind_a_closed_door_changes_nothing(self) -> None:
        droit, awa = cas(residence=3, salaire=3000.0, enfant=None)

        vraies = real_dependencies(droit, awa, REGLES)

        assert vraies["logement"] == (), "two conditions fail: neither fact opens the right alone"


class TestFirstFailure:
    def test_a_right_that_opens_has_none(self) -> None:
        droit, awa = cas()

        assert first_failure(droit, awa, REGLES["prime"]) is None

    def test_what_was_compared_and_with_what(self) -> None:
        droit, awa = cas(salaire=1520.0, enfant=None)

        echec = first_failure(droit, awa, REGLES["prime"])

        assert echec is not None
        assert echec.condition == "prime_condition_ressources"
        (comparaison,) = echec.comparaisons
        assert (comparaison.op, comparaison.gauche.valeur, comparaison.droite.valeur) == ("greater_equal", 1520.0, FIN_PRIME)
        assert (comparaison.gauche.faits, comparaison.gauche.fait, comparaison.droite.faits) == (("salaire_net",), "", ())
        assert comparaison.seule

    def test_the_order_of_the_rule_decides_which_comes_first(self) -> None:
        droit, awa = cas(residence=3, salaire=3000.0, enfant=None)
        regle = REGLES["logement"]

        premiere = first_failure(droit, awa, regle)
        renversee = first_failure(droit, awa, replace(regle, conditions=regle.conditions[::-1]))

        assert premiere is not None
        assert renversee is not None
        assert (premiere.condition, renversee.condition) == ("logement_condition_metropole", "logement_condition_plafond")
        assert renversee.comparaisons[0].gauche.fait == "salaire_net"
        assert renversee.comparaisons[0].droite.valeur == PLAFOND

    def test_the_person_told_of_is_the_nearest_to_the_right(self) -> None:
        droit, awa = cas(residence=20, salaire=1520.0)

        echec = first_failure(droit, awa, REGLES["logement"])

        # Moussa earns nothing but has no residence told; Awa has the residence and earns too much: both meet one condition, she comes first.
        assert echec is not None
        assert (echec.condition, echec.comparaisons[0].personne) == ("logement_condition_plafond", "awa")

    def test_in_words(self) -> None:
        droit, awa = cas(residence=20, salaire=1520.0, enfant=None)

        echec = first_failure(droit, awa, REGLES["logement"])

        assert echec is not None
        assert in_words(echec.comparaisons[0]) == "salaire_net 1520 > 1340 (la loi)"


def truth(op: str, a: float, b: float) -> tuple[Graph, Cas]:
    """Return a graph that says whether two incomes are above 10, joined by `op`, for a person who has `a` and `b`."""
    g = Graph()
    noeuds = []
    for nom in ("salaire_net@0", "chomage_net@0"):
        entree = g.input(Entree(nom=nom, entity=INDIVIDU, dtype="float64"))
        noeuds.append(g.add("greater", (entree, g.const(10.0, "float64")), dtype="bool", entity=INDIVIDU))
    g.sorties = {"x": g.add(op, tuple(noeuds), dtype="bool", entity=INDIVIDU)}
    population = Population(personnes=1, groupes={}, entrees={"salaire_net@0": np.array([a]), "chomage_net@0": np.array([b])})
    return g, Cas(mois="2026-11", population=population, completions=1, ids=("awa",), famille=(0,))


class TestWhy:
    @pytest.mark.parametrize(
        ("op", "a", "b", "attendues"),
        [
            ("logical_and", 5.0, 20.0, [("salaire_net", True)]),
            ("logical_and", 5.0, 5.0, [("salaire_net", False), ("chomage_net", False)]),
            ("logical_and", 20.0, 20.0, [("salaire_net", True), ("chomage_net", True)]),
            ("logical_or", 5.0, 5.0, [("salaire_net", True), ("chomage_net", True)]),
            ("logical_or", 20.0, 5.0, [("salaire_net", True)]),
            ("logical_or", 20.0, 20.0, [("salaire_net", False), ("chomage_net", False)]),
            ("multiply", 5.0, 20.0, [("salaire_net", True)]),
            ("add", 5.0, 5.0, [("salaire_net", True), ("chomage_net", True)]),
        ],
    )
    def test_the_members_that_decide_and_whether_each_decides_alone(self, op: str, a: float, b: float, attendues: list[tuple[str, bool]]) -> None:
        graph, awa = truth(op, a, b)

        assert [(c.gauche.fait, c.seule) for c in why(graph, awa, "x", 0)] == attendues

    @pytest.mark.parametrize("op", ["logical_and", "logical_or", "multiply", "add"])
    @pytest.mark.parametrize(("a", "b"), [(5.0, 5.0), (5.0, 20.0), (20.0, 5.0), (20.0, 20.0)])
    def test_a_comparison_that_decides_alone_turns_the_answer_by_itself(self, op: str, a: float, b: float) -> None:
        graph, awa = truth(op, a, b)
        dit = bool(Reference(graph).run(awa.population)["x"][0])
        seules = {c.gauche.fait for c in why(graph, awa, "x", 0) if c.seule}

        for nom in ("salaire_net", "chomage_net"):
            entrees = {**awa.population.entrees}
            entrees[f"{nom}@0"] = np.where(entrees[f"{nom}@0"] > 10, 5.0, 20.0)
            autre = Population(personnes=1, groupes={}, entrees=entrees)
            assert (bool(Reference(graph).run(autre)["x"][0]) is not dit) == (nom in seules)

    def test_that_test_bites(self, monkeypatch: pytest.MonkeyPatch) -> None:
        suivre = explication.Lecture.of_members

        def wrong(suivi: Any, membres: Any, *, conjonction: bool, vrai: bool, seule: bool) -> Any:
            return suivre(suivi, membres, conjonction=not conjonction, vrai=vrai, seule=seule)

        monkeypatch.setattr(explication.Lecture, "of_members", wrong)
        with pytest.raises(AssertionError):
            self.test_a_comparison_that_decides_alone_turns_the_answer_by_itself("logical_and", 5.0, 5.0)

    def test_a_negation_is_seen_through_and_the_comparison_is_told_as_it_is(self) -> None:
        graph, awa = truth("logical_and", 5.0, 20.0)
        graph.sorties["y"] = graph.add("logical_not", (graph.sorties["x"],), dtype="bool", entity=INDIVIDU)

        (comparaison,) = why(graph, awa, "y", 0)

        assert (comparaison.op, comparaison.gauche.valeur, comparaison.droite.valeur) == ("less_equal", 5.0, 10.0)

    def test_a_choice_between_branches_is_told_by_what_chose(self) -> None:
        graph, awa = truth("logical_and", 5.0, 20.0)
        oui, non = graph.const(value=True, dtype="bool"), graph.const(value=False, dtype="bool")
        graph.sorties["z"] = graph.add("where", (graph.sorties["x"], oui, non), dtype="bool", entity=INDIVIDU)

        assert [c.gauche.fait for c in why(graph, awa, "z", 0)] == ["salaire_net"]

    def test_too_many_things_are_not_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        graph, awa = truth("logical_and", 5.0, 5.0)
        monkeypatch.setattr(explication, "MOTIFS_MAX", 1)

        assert why(graph, awa, "x", 0) == []
