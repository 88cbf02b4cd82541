"""Who can tell 0.0 from -0.0: read backwards, from the outputs.

Floats have two zeros, equal to every comparison, but 1/0.0 and 1/-0.0 are opposite infinities. A rule that may change the sign of a zero applies
only to nodes that nobody reads in a way that shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from droits_ouverts.engine.compiler.simplify.ranges import Range
from droits_ouverts.engine.programme.graph import COMPARAISONS, Graph, Node

AVEUGLES = frozenset(
    (*COMPARAISONS, "absolute", "exp", "isnan", "isfinite", "rank", "bracket", "single_amounts", "group_sum", "logical_and", "logical_or", "logical_not")
)
"""Operations whose result is the same whatever the sign of a zero: a comparison; a sum that begins at 0.0 and so never becomes -0.0 ..."""
TRANSPARENTES = frozenset(
    (
        *("add", "subtract", "multiply", "negative", "minimum", "maximum", "floor", "ceil", "rint", "trunc", "round", "sqrt", "sign", "cast", "where"),
        *("group_nth", "group_person", "group_max", "group_min", "project"),
    )
)
"""Operations that at most hand the sign of a zero on to the sign of their own zero."""


def signless(graph: Graph, ranges: Sequence[Range], live: Sequence[bool]) -> list[bool]:
    """Return, for each node, whether nobody can tell the sign of its zeros. Outputs show it."""
    libres = [True] * len(graph.nodes)
    for rank in graph.sorties.values():
        libres[rank] = False
    for rank in range(len(graph.nodes) - 1, -1, -1):
        node = graph.nodes[rank]
        if live[rank] and node.args:
            for place, arg in enumerate(node.args):
                if libres[arg] and not _blind(graph, node, place, ranges, libres, seen=not libres[rank]):
                    libres[arg] = False
    return libres


def _blind(graph: Graph, node: Node, place: int, ranges: Sequence[Range], libres: list[bool], *, seen: bool) -> bool:
    if node.op in AVEUGLES or (node.op == "cast" and not node.dtype.startswith("float")):
        return True
    if not seen and (node.op in TRANSPARENTES or (node.op == "divide" and place == 0)):
        return True
    if node.op == "divide" and place == 1:
        return not ranges[node.args[1]].zero
    if node.op in ("maximum", "minimum"):
        # A zero never wins against what is always above (below) it.
        autre = ranges[node.args[1 - place]]
        return not autre.nan and (autre.lo > 0 if node.op == "maximum" else autre.hi < 0)
    if node.op == "add" and not ranges[node.args[1 - place]].negzero:
        # 0.0 + x and -0.0 + x differ only where x is -0.0. The other operand must then stay what it is, to the sign.
        return _held(graph, node, 1 - place, libres)
    if node.op == "subtract" and place == 1 and not ranges[node.args[0]].negzero:
        # x - 0.0 and x - -0.0 differ only where x is -0.0.
        return _held(graph, node, 0, libres)
    return False


def _held(_graph: Graph, node: Node, place: int, libres: list[bool]) -> bool:
    autre = node.args[place]
    if autre == node.args[1 - place]:
        return False
    libres[autre] = False
    return True
