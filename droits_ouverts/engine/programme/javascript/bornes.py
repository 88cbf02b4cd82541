"""Bounds of whole numbers, to know which operations on int64 may leave those that a browser counts exactly."""

from __future__ import annotations

import math
from collections.abc import Callable

from droits_ouverts.engine.programme.graph import Graph, Node
from droits_ouverts.engine.programme.javascript.nombres import number

Bornes = tuple[float, float]
LIMITES: dict[str, Bornes] = {
    "bool": (0, 1),
    "uint8": (0, 255),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2.0**63), 2.0**63),
    "float32": (-math.inf, math.inf),
    "float64": (-math.inf, math.inf),
}
DATES_LIMITE = 2.0**40
"""No date or duration is further than so many days."""


def bounds(graph: Graph, node: Node, args: list[Bornes]) -> Bornes:
    """Return the least and the greatest value of a node, from those of its operands; of a float, infinities where nothing is known."""
    bas, haut = LIMITES.get(node.dtype, (-DATES_LIMITE, DATES_LIMITE))
    trouve = _own(graph, node) if node.op in ("const", "input", "table") else None
    if node.op in CALCULS:
        trouve = CALCULS[node.op](args)
    elif node.op == "cast" and not graph.nodes[node.args[0]].dtype.startswith("float") and "64[" not in node.dtype:
        trouve = args[0]
    elif node.op in ("group_nth", "group_person", "group_max", "group_min"):
        trouve = _union(args[0], _numbers([node.params[-1]], node.dtype))
    # Beyond its type, a whole number starts again from the other end.
    return trouve if trouve is not None and bas <= trouve[0] <= trouve[1] <= haut else (bas, haut)


def _own(graph: Graph, node: Node) -> Bornes | None:
    if node.op == "const":
        return _numbers([node.params[0]], node.dtype)
    if node.op == "table":
        return _numbers(node.params[0], node.dtype)
    entree = graph.entrees[str(node.params[0])]
    if entree.minimum is None or entree.maximum is None:
        return None
    return _union((entree.minimum, entree.maximum), _numbers([entree.defaut], node.dtype))


def _numbers(valeurs: object, dtype: str) -> Bornes:
    lus = [float(number(valeur, dtype)) for valeur in valeurs]  # type: ignore[attr-defined, arg-type]  # stored constants
    return (-math.inf, math.inf) if any(math.isnan(lu) for lu in lus) else (min(lus), max(lus))


def _union(une: Bornes, autre: Bornes) -> Bornes:
    return min(une[0], autre[0]), max(une[1], autre[1])


def _product(args: list[Bornes]) -> Bornes:
    produits = [x * y for x in args[0] for y in args[1]]
    return min(produits), max(produits)


def _around(bornes: Bornes) -> Bornes:
    plus = max(abs(bornes[0]), abs(bornes[1]))
    return -plus, plus


CALCULS: dict[str, Callable[[list[Bornes]], Bornes]] = {
    "where": lambda args: _union(args[1], args[2]),
    "add": lambda args: (args[0][0] + args[1][0], args[0][1] + args[1][1]),
    "subtract": lambda args: (args[0][0] - args[1][1], args[0][1] - args[1][0]),
    "multiply": _product,
    "minimum": lambda args: (min(args[0][0], args[1][0]), min(args[0][1], args[1][1])),
    "maximum": lambda args: (max(args[0][0], args[1][0]), max(args[0][1], args[1][1])),
    "negative": lambda args: (-args[0][1], -args[0][0]),
    "project": lambda args: args[0],
    "floor_divide": lambda args: _around(args[0]),
    "absolute": lambda args: _around(args[0]),
    "remainder": lambda args: _around(args[1]),
    **dict.fromkeys(("size", "position", "rank", "bracket"), lambda _args: (-1, 2.0**31)),
}
"""For each operation whose bounds follow from those of its operands: how. Of floats they only serve where a whole number is read from them."""
