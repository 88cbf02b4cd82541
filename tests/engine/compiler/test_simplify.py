"""The simplified graph says what the graph said, to the last bit: rule by rule, whole graphs, and with rules that lie."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from droits_ouverts.engine.compiler.simplify.builder import Builder, Regle
from droits_ouverts.engine.compiler.simplify.passes import compact, ranges_of, simplify
from droits_ouverts.engine.compiler.simplify.rules import RULES
from droits_ouverts.engine.programme.evaluation import evaluate, evaluate_nodes
from droits_ouverts.engine.programme.graph import FAMILLE, INDIVIDU, Entree, Graph, Node
from tests.engine.compiler.melange import whole_graph
from tests.engine.compiler.patterns import PATTERNS
from tests.engine.compiler.populations import population

RAPIDE = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PAR_NOM = {regle.nom: regle for regle in RULES}


def differences(avant: Graph, apres: Graph, rng: np.random.Generator, personnes: int = 60) -> list[str]:
    """Return the outputs that are not the same bits, NaN being NaN."""
    foyers = population(rng, avant.entrees, personnes)
    attendus, obtenus = evaluate(avant, foyers), evaluate(apres, foyers)
    faux = []
    for nom, attendu in attendus.items():
        x, y = np.broadcast_arrays(attendu, obtenus[nom])
        pareils = x.dtype == y.dtype and ((x == y) | ((x != x) & (y != y))).all()  # noqa: PLR0124 - NaN alone differs from itself
        if pareils and x.dtype.kind == "f":
            pareils = (np.isnan(x) | (np.signbit(x) == np.signbit(y))).all()
        if not pareils:
            faux.append(nom)
    return faux


def caught(sabotee: Regle, nom: str, tours: int = 60) -> bool:
    """Tell whether the property that each rule is held to turns red with this rule in its place."""
    for graine in range(tours):
        rng = np.random.default_rng(graine)
        graph = PATTERNS[nom](rng)
        if differences(graph, simplify(graph, rules=(sabotee,)), rng):
            return True
    return False


@pytest.mark.parametrize("nom", sorted(PAR_NOM))
class TestEachRule:
    def test_it_changes_no_bit(self, nom: str) -> None:
        @RAPIDE
        @given(st.integers(0, 2**32))
        def property_(graine: int) -> None:
            rng = np.random.default_rng(graine)
            graph = PATTERNS[nom](rng)
            graph.check()
            simple = simplify(graph, rules=(PAR_NOM[nom],))
            simple.check()
            assert not differences(graph, simple, rng)

        property_()

    def test_it_applies_and_refuses(self, nom: str) -> None:
        comptes: Counter[str] = Counter()
        intacts = 0
        for graine in range(80):
            un: Counter[str] = Counter()
            simplify(PATTERNS[nom](np.random.default_rng(graine)), rules=(PAR_NOM[nom],), comptes=un)
            comptes += un
            intacts += not un[nom]

        assert comptes[nom] > 0
        assert intacts > 0


class TestWholeGraphs:
    def test_random_graphs_keep_every_bit(self) -> None:
        @settings(RAPIDE, max_examples=120)
        @given(st.integers(0, 2**32))
        def property_(graine: int) -> None:
            rng = np.random.default_rng(graine)
            graph = whole_graph(rng, 60)
            graph.check()
            simple = simplify(graph)
            simple.check()
            assert len(simple) <= len(compact(graph)) + 3
            assert not differences(graph, simple, rng)

        property_()

    def test_ranges_hold_what_nodes_take(self) -> None:
        for graine in range(80):
            rng = np.random.default_rng(graine)
            graph = whole_graph(rng, 60)
            foyers = population(rng, graph.entrees, 40)
            with np.errstate(all="ignore"):
                connus = ranges_of(graph)
            for node, valeur, connu in zip(graph.nodes, evaluate_nodes(graph, foyers), connus, strict=True):
                if "64[" in node.dtype:
                    continue
                nan = np.isnan(valeur) if valeur.dtype.kind == "f" else np.zeros(valeur.shape, dtype=bool)
                assert connu.nan or not nan.any(), node
                restent = valeur[~nan]
                assert all(connu.lo <= v <= connu.hi for v in restent.tolist()), (node, connu)
                if valeur.dtype.kind == "f":
                    assert connu.negzero or not ((restent == 0) & np.signbit(restent)).any(), (node, connu)
                    finis = restent[np.isfinite(restent)]
                    assert not connu.integral or (finis == np.floor(finis)).all(), (node, connu)

    def test_nothing_is_left_to_do_after_once(self) -> None:
        for graine in range(10):
            simple = simplify(whole_graph(np.random.default_rng(graine), 60))

            assert simplify(simple).nodes == simple.nodes

    def test_inputs_and_names_of_outputs_are_kept(self) -> None:
        graph = whole_graph(np.random.default_rng(3), 40)

        simple = simplify(graph)

        assert simple.entrees == graph.entrees
        assert list(simple.sorties) == list(graph.sorties)

    def test_cost_grows_in_a_straight_line(self) -> None:
        appels = {}
        for taille in (500, 4000):
            comptes: Counter[str] = Counter()
            graph = whole_graph(np.random.default_rng(1), taille)
            simplify(graph, rules=tuple(_counted(regle, comptes) for regle in RULES))
            appels[taille] = comptes["appels"]

        assert appels[4000] < 8 * 3 * appels[500]


def _counted(regle: Regle, comptes: Counter[str]) -> Regle:
    def counted(b: Builder, node: Node, signless: bool) -> int | None:
        comptes["appels"] += 1
        return regle.fonction(b, node, signless)

    return Regle(regle.ops, counted)


# Rules that lie: each forgets the condition that makes its model exact.


def times_zero_without_finiteness(b: Builder, node: Node, _signless: bool) -> int | None:
    return b.const(0, node.dtype) if any(b.is_zero(arg) for arg in node.args) else None


def plus_zero_whatever_the_sign(b: Builder, node: Node, _signless: bool) -> int | None:
    return next((x for x, zero in (node.args, node.args[::-1]) if b.is_zero(zero)), None)


def reassociation(b: Builder, node: Node, _signless: bool) -> int | None:
    x, k = node.args
    dedans = b.node(x)
    if dedans.op == "add" and b.is_const(k, dedans.args[1]):
        return b.make("add", dedans.args[0], b.make("add", dedans.args[1], k, dtype=node.dtype), dtype=node.dtype)
    return None


def extremes_swapped(b: Builder, node: Node, _signless: bool) -> int | None:
    x, y = node.args
    return y if node.op == "maximum" and b.ranges[x].lo > b.ranges[y].hi else None


def extremes_without_nan(b: Builder, node: Node, _signless: bool) -> int | None:
    x, y = node.args
    return x if node.op == "maximum" and b.ranges[x].lo >= b.ranges[y].hi else None


def cast_through_float32(b: Builder, node: Node, _signless: bool) -> int | None:
    entre = b.node(node.args[0])
    return b.make("cast", entre.args[0], dtype=node.dtype) if entre.op == "cast" else None


def comparison_ignoring_overflow(b: Builder, node: Node, _signless: bool) -> int | None:
    somme = b.node(node.args[1])
    return b.const(True, "bool") if somme.op == "add" and node.args[0] in somme.args and "int" in somme.dtype else None


def mask_of_infinities(b: Builder, node: Node, _signless: bool) -> int | None:
    for masque, x in (node.args, node.args[::-1]):
        if b.op(masque) == "cast" and b.node(b.node(masque).args[0]).dtype == "bool":
            return b.make("where", b.node(masque).args[0], x, b.const(0, node.dtype), dtype=node.dtype)
    return None


def negated_order_with_nan(b: Builder, node: Node, _signless: bool) -> int | None:
    arg = b.node(node.args[0])
    return b.make("less_equal", arg.args[1], arg.args[0]) if arg.op == "less" else None


def any_member_of_a_role(b: Builder, node: Node, _signless: bool) -> int | None:
    somme = b.node(node.args[1])
    if somme.op != "group_sum" or b.node(somme.args[0]).dtype != "bool":
        return None
    return b.make("group_any", somme.args[0], params=(somme.params[0], False), dtype="bool", entity=somme.entity)


def member_without_a_default(b: Builder, node: Node, _signless: bool) -> int | None:
    return node.args[0] if b.is_const(node.args[0]) else None


SABOTAGES: dict[str, tuple[tuple[str, ...], Callable[[Builder, Node, bool], int | None]]] = {
    "multiply_zero": (("multiply",), times_zero_without_finiteness),
    "add_zero": (("add",), plus_zero_whatever_the_sign),
    "reassociation": (("add",), reassociation),
    "extreme_decided": (("maximum",), extremes_swapped),
    "extreme_decided ": (("maximum",), extremes_without_nan),
    "cast_of_cast": (("cast",), cast_through_float32),
    "overflow": (("less",), comparison_ignoring_overflow),
    "mask_times": (("multiply",), mask_of_infinities),
    "not_of_comparison": (("logical_not",), negated_order_with_nan),
    "any_of_sum": (("less",), any_member_of_a_role),
    "member_of_constant": (("group_nth", "group_person"), member_without_a_default),
}


class TestSabotage:
    @pytest.mark.parametrize("nom", sorted(SABOTAGES))
    def test_a_rule_that_forgets_its_condition_is_caught(self, nom: str) -> None:
        ops, fonction = SABOTAGES[nom]

        assert caught(Regle(ops, fonction), nom.strip())

    @pytest.mark.parametrize("nom", sorted(PAR_NOM))
    def test_a_rule_whose_answer_is_another_value_is_caught(self, nom: str) -> None:
        vraie = PAR_NOM[nom]

        def wrong(b: Builder, node: Node, signless: bool) -> int | None:
            rank = vraie.fonction(b, node, signless)
            if rank is None:
                return None
            resultat = b.node(rank)
            if "64[" in resultat.dtype:
                return rank
            return b.const(True if resultat.dtype == "bool" else 17, resultat.dtype)

        assert caught(dataclasses.replace(vraie, fonction=wrong), nom)


class TestSignOfZero:
    def ratio(self, zero: float) -> Graph:
        graph = Graph()
        x = graph.input(Entree(nom="x", entity=INDIVIDU, dtype="float64", minimum=-5, maximum=5))
        produit = graph.add("multiply", (x, graph.const(zero, "float64")), dtype="float64", entity=INDIVIDU)
        graph.sorties["inverse"] = graph.add("divide", (graph.const(1.0, "float64"), produit), dtype="float64", entity=INDIVIDU)
        return graph

    def test_a_zero_that_divides_keeps_its_sign(self) -> None:
        graph = self.ratio(0.0)

        assert "multiply" in {node.op for node in simplify(graph).nodes}
        assert not differences(graph, simplify(graph), np.random.default_rng(0))

    def test_a_zero_that_is_only_compared_does_not(self) -> None:
        graph = self.ratio(0.0)
        produit = graph.nodes[graph.sorties.pop("inverse")].args[1]
        graph.sorties["nul"] = graph.add("equal", (produit, graph.const(0.0, "float64")), dtype="bool", entity=INDIVIDU)

        assert [node.op for node in simplify(graph).nodes] == ["const"]

    def test_two_operands_of_one_sum_do_not_both_lose_their_sign(self) -> None:
        graph = Graph()
        zero = graph.const(0.0, "float64")
        x, y = (graph.input(Entree(nom=nom, entity=INDIVIDU, dtype="float64", minimum=-5, maximum=5)) for nom in "xy")
        plus = [graph.add("add", (rank, zero), dtype="float64", entity=INDIVIDU) for rank in (x, y)]
        graph.sorties["somme"] = graph.add("add", tuple(plus), dtype="float64", entity=INDIVIDU)
        foyers = population(np.random.default_rng(0), graph.entrees, 2)
        foyers.entrees.update(x=np.array([-0.0, 1.0]), y=np.array([-0.0, -1.0]))

        simple = simplify(graph)

        assert len(simple) < len(graph)
        assert np.signbit(evaluate(simple, foyers)["somme"]).tolist() == np.signbit(evaluate(graph, foyers)["somme"]).tolist() == [False, False]


class TestRefusals:
    def test_float_sums_are_not_regrouped(self) -> None:
        graph = Graph()
        x = graph.input(Entree(nom="x", entity=FAMILLE, dtype="float32", minimum=0, maximum=9))
        un = graph.add("add", (x, graph.const(0.1, "float32")), dtype="float32", entity=FAMILLE)
        graph.sorties["somme"] = graph.add("add", (un, graph.const(0.2, "float32")), dtype="float32", entity=FAMILLE)

        assert len(simplify(graph)) == len(graph)
