"""Simplification: a graph is read once, node after node, and written again through the rules, until nothing changes.

Each pass takes time in proportion to the number of nodes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from droits_ouverts.engine.compiler.simplify import ranges
from droits_ouverts.engine.compiler.simplify.builder import Builder, Regle
from droits_ouverts.engine.compiler.simplify.ranges import Range
from droits_ouverts.engine.compiler.simplify.rules import RULES
from droits_ouverts.engine.compiler.simplify.signs import signless
from droits_ouverts.engine.programme.graph import Graph, Node

PASSES = 12
"""No more passes than this: each one is exact, and the last ones change little."""


def simplify(graph: Graph, *, rules: Iterable[Regle] = RULES, comptes: Counter[str] | None = None) -> Graph:
    """Return a graph with the same inputs and outputs, and the same values for every population.

    Equal to the last bit, for inputs within their bounds. Names and declarations of inputs are kept, even of those that no longer matter.
    `comptes` receives how many times each rule applied.
    """
    regles = tuple(rules)
    comptes = Counter() if comptes is None else comptes
    with np.errstate(all="ignore"):
        for _ in range(PASSES):
            ecrit = _rewrite(graph, regles, comptes)
            stable = ecrit.nodes == graph.nodes
            graph = ecrit
            if stable:
                break
    return graph


def living(graph: Graph) -> list[bool]:
    """Return, for each node, whether an output depends on it."""
    vivants = [False] * len(graph.nodes)
    for rank in graph.sorties.values():
        vivants[rank] = True
    for rank in range(len(graph.nodes) - 1, -1, -1):
        if vivants[rank]:
            for arg in graph.nodes[rank].args:
                vivants[arg] = True
    return vivants


def ranges_of(graph: Graph) -> list[Range]:
    """Return what is known of every node."""
    connus: list[Range] = []
    for node in graph.nodes:
        if node.op == "input":
            connus.append(ranges.of_input(graph.entrees[str(node.params[0])]))
        else:
            connus.append(ranges.of_node(node, [connus[arg] for arg in node.args], [graph.nodes[arg].dtype for arg in node.args]))
    return connus


def compact(graph: Graph) -> Graph:
    """Return the graph without what no output depends on."""
    vivants = living(graph)
    net = Graph(entrees=graph.entrees)
    rangs: dict[int, int] = {}
    for rank, node in enumerate(graph.nodes):
        if vivants[rank]:
            rangs[rank] = net.add(node.op, tuple(rangs[arg] for arg in node.args), node.params, dtype=node.dtype, entity=node.entity)
    net.sorties = {nom: rangs[rank] for nom, rank in graph.sorties.items()}
    return net


def _rewrite(graph: Graph, regles: tuple[Regle, ...], comptes: Counter[str]) -> Graph:
    vivants = living(graph)
    sans_signe = signless(graph, ranges_of(graph), vivants)
    usages: Counter[int] = Counter(arg for rank, node in enumerate(graph.nodes) if vivants[rank] for arg in set(node.args))
    usages.update(graph.sorties.values())
    builder = Builder(regles, graph.entrees)
    rangs: dict[int, int] = {}
    for rank, node in enumerate(graph.nodes):
        if vivants[rank]:
            args = tuple(rangs[arg] for arg in node.args)
            ecrit = Node(node.op, args, node.params, node.dtype, node.entity)
            rangs[rank] = builder.keep(ecrit, signless=sans_signe[rank])
            builder.uses[rangs[rank]] += usages[rank]
    builder.graph.sorties = {nom: rangs[rank] for nom, rank in graph.sorties.items()}
    comptes.update(builder.comptes)
    return compact(builder.graph)
