"""Rules of booleans and comparisons. Each returns a node of the same value, or None where its condition isn't proven."""

from __future__ import annotations

import numpy as np

from droits_ouverts.engine.compiler.simplify.builder import Builder, Regle
from droits_ouverts.engine.compiler.simplify.ranges import ENTIERS, EXACTS
from droits_ouverts.engine.programme.graph import COMPARAISONS, Node

BOOLEENNES = {"add": "logical_or", "maximum": "logical_or", "multiply": "logical_and", "minimum": "logical_and"}


def arithmetic_of_booleans(b: Builder, node: Node, _signless: bool) -> int | None:
    """True + True is True, in numpy: add and maximum are "or", multiply and minimum are "and", invert is "not". Condition: bool."""
    if node.dtype != "bool":
        return None
    if node.op == "invert":
        return b.make("logical_not", *node.args)
    return b.make(BOOLEENNES[node.op], *node.args)


def not_not(b: Builder, node: Node, _signless: bool) -> int | None:
    """Not (not x) is x. Condition: x is bool."""
    arg = b.node(node.args[0])
    return arg.args[0] if arg.op == "logical_not" and b.node(arg.args[0]).dtype == "bool" else None


def not_of_comparison(b: Builder, node: Node, _signless: bool) -> int | None:
    """Not (x == y) is x != y, always; not (x < y) is y <= x where neither is NaN. Condition: nobody else reads the comparison."""
    arg = b.node(node.args[0])
    if arg.op not in COMPARAISONS or not b.alone(node.args[0]):
        return None
    if arg.op in ("equal", "not_equal"):
        return b.make("not_equal" if arg.op == "equal" else "equal", *arg.args)
    if any(b.ranges[operand].nan for operand in arg.args):
        return None
    return b.make("less_equal" if arg.op == "less" else "less", arg.args[1], arg.args[0])


def logical_with_constant(b: Builder, node: Node, _signless: bool) -> int | None:
    """X and True, x or False, x xor False are x; x and False is False; x or True is True; x xor True is not x. Condition: x is bool."""
    for x, autre in (node.args, node.args[::-1]):
        valeur = b.value(autre)
        if valeur is None or b.node(x).dtype != "bool":
            continue
        vrai = bool(valeur)
        if node.op == "logical_xor":
            return b.make("logical_not", x) if vrai else x
        return x if vrai == (node.op == "logical_and") else b.const(vrai, "bool")
    return None


def logical_with_itself(b: Builder, node: Node, _signless: bool) -> int | None:
    """X and x, x or x are x; x and not x is False; x or not x is True; x xor x is False. Condition: x is bool."""
    x, y = node.args
    if b.node(x).dtype != "bool" or b.node(y).dtype != "bool":
        return None
    if x == y:
        return b.const(False, "bool") if node.op == "logical_xor" else x
    if complement(b, x, y):
        return b.const(node.op != "logical_and", "bool")
    return None


def complement(b: Builder, x: int, y: int) -> bool:
    """Tell whether one is the other's negation."""
    un, deux = b.node(x), b.node(y)
    if (un.op == "logical_not" and un.args[0] == y) or (deux.op == "logical_not" and deux.args[0] == x):
        return True
    return {un.op, deux.op} == {"equal", "not_equal"} and un.args == deux.args


def absorption(b: Builder, node: Node, _signless: bool) -> int | None:
    """X and (x or y) is x; x and (x and y) is x and y; and so on with "or"; x and (not x or y) is x and y. Condition: bool."""
    dual = "logical_or" if node.op == "logical_and" else "logical_and"
    for x, autre in (node.args, node.args[::-1]):
        y = b.node(autre)
        if y.op in (node.op, dual) and x in y.args:
            return autre if y.op == node.op else x
        if y.op == dual:
            for garde, reste in (y.args, y.args[::-1]):
                if complement(b, x, garde) and b.alone(autre):
                    return b.make(node.op, x, reste)
        if y.op == node.op and any(complement(b, x, arg) for arg in y.args):
            return b.const(node.op == "logical_or", "bool")
    return None


def comparison_order(b: Builder, node: Node, _signless: bool) -> int | None:
    """X > y is y < x, x >= y is y <= x: one form, so that the same test is one node. Always."""
    return b.make("less" if node.op == "greater" else "less_equal", node.args[1], node.args[0])


def operand_order(b: Builder, node: Node, _signless: bool) -> int | None:
    """X + y is y + x, and so on: the earlier node first, constants last. Condition: the operation commutes, to the last bit."""
    x, y = node.args
    if (b.op(x) == "const", x) <= (b.op(y) == "const", y) or "64[" in b.node(x).dtype + b.node(y).dtype:
        return None
    return b.make(node.op, y, x, dtype=node.dtype, entity=node.entity)


def comparison_with_itself(b: Builder, node: Node, _signless: bool) -> int | None:
    """X < x is False; x <= x and x == x are True, x != x False, where x is not NaN."""
    x, y = node.args
    if x != y or (b.ranges[x].nan and node.op not in ("less", "greater")):
        return None
    return b.const(node.op in ("equal", "less_equal", "greater_equal"), "bool")


def comparison_of_casts(b: Builder, node: Node, _signless: bool) -> int | None:
    """Compare before a conversion rather than after. Condition: it loses nothing, on both sides from the same type (a constant as well)."""
    un, deux = (b.node(arg) for arg in node.args)
    source = next((b.node(n.args[0]).dtype for n in (un, deux) if n.op == "cast"), "")
    if not source or source == "bool" or "64[" in source or "64[" in un.dtype:
        return None
    avant = []
    for rank, n in zip(node.args, (un, deux), strict=True):
        if n.op == "cast" and b.node(n.args[0]).dtype == source and lossless(b, n.args[0], n.dtype):
            avant.append(n.args[0])
            continue
        valeur = b.value(rank)
        if valeur is None or valeur != valeur:  # noqa: PLR0124 - NaN alone differs from itself
            return None
        proche = b.const(valeur, source) if _holds(valeur, source) else None
        if proche is None or not lossless(b, proche, n.dtype):
            return None
        avant.append(proche)
    return b.make(node.op, *avant)


def _holds(valeur: object, dtype: str) -> bool:
    nombre = float(str(valeur))
    if dtype in ENTIERS:
        return ENTIERS[dtype][0] <= nombre <= ENTIERS[dtype][1] and nombre == int(nombre)
    return float(np.float32(nombre)) == nombre if dtype == "float32" else True


def lossless(b: Builder, rank: int, dtype: str) -> bool:
    """Tell whether every value that a node may take is the same number in another type."""
    source, known = b.node(rank).dtype, b.ranges[rank]
    if source == dtype or (source == "float32" and dtype == "float64"):
        return True
    if "64[" in source or "64[" in dtype:
        return False
    if source == "bool":
        return dtype != "bool"
    if source in ENTIERS and dtype in ENTIERS:
        return ENTIERS[dtype][0] <= known.lo and known.hi <= ENTIERS[dtype][1]
    return source in ENTIERS and dtype in EXACTS and max(abs(known.lo), abs(known.hi)) <= EXACTS[dtype]


def any_of_sum(b: Builder, node: Node, _signless: bool) -> int | None:
    """0 < the sum of booleans over a group is "any", which is how Core writes it. Condition: no role; a sum of whole numbers is exact."""
    zero, somme = node.args[0], b.node(node.args[1])
    if not b.is_zero(zero) or somme.op != "group_sum" or somme.params[1] is not None:
        return None
    membres = somme.args[0]
    if b.op(membres) == "cast":
        membres = b.node(membres).args[0]
    if b.node(membres).dtype != "bool":
        return None
    return b.make("group_any", membres, params=(somme.params[0], False), dtype="bool", entity=somme.entity)


LOGIC = (
    Regle((*BOOLEENNES, "invert"), arithmetic_of_booleans),
    Regle(("logical_not",), not_not),
    Regle(("logical_and", "logical_or", "logical_xor"), logical_with_constant),
    Regle(("logical_and", "logical_or", "logical_xor"), logical_with_itself),
    Regle(("logical_and", "logical_or"), absorption),
    Regle(("greater", "greater_equal"), comparison_order),
    Regle(("add", "multiply", "equal", "not_equal", "logical_and", "logical_or", "logical_xor"), operand_order),
    Regle(COMPARAISONS, comparison_with_itself),
    Regle(COMPARAISONS, comparison_of_casts),
    Regle(("less",), any_of_sum),
    Regle(("logical_not",), not_of_comparison),
)
