"""Rules of numbers. Each returns a node of the same value, or None where its condition isn't proven.

There is no rule that adds or multiplies in another order: (x + 1) + 2 is not x + 3 in float32, and rounding is part of the law's answer here.
"""

from __future__ import annotations

import math

from droits_ouverts.engine.compiler.simplify.builder import Builder, Regle, flotte
from droits_ouverts.engine.compiler.simplify.ranges import ENTIERS, EXACTS
from droits_ouverts.engine.compiler.simplify.rules_logic import complement, lossless
from droits_ouverts.engine.programme.graph import Node


def add_zero(b: Builder, node: Node, signless: bool) -> int | None:
    """X + 0 is x. Condition: whole numbers; or floats with x never -0.0 (-0.0 + 0.0 is 0.0), a sign that nobody reads, or a zero that is -0.0."""
    for x, zero in (node.args, node.args[::-1]):
        if b.is_zero(zero) and b.node(x).dtype == node.dtype and (not flotte(node) or signless or not b.ranges[x].negzero or b.ranges[zero].negzero):
            return x
    return None


def subtract_zero(b: Builder, node: Node, signless: bool) -> int | None:
    """X - 0 is x. Condition: the zero is 0.0; for -0.0, x never -0.0 or a sign that nobody reads."""
    x, zero = node.args
    if not b.is_zero(zero) or b.node(x).dtype != node.dtype:
        return None
    return x if not b.ranges[zero].negzero or signless or not b.ranges[x].negzero else None


def subtract_itself(b: Builder, node: Node, _signless: bool) -> int | None:
    """X - x is 0. Condition: x is finite (infinity minus itself is NaN)."""
    x, y = node.args
    return b.const(0, node.dtype) if x == y and "64[" not in b.node(x).dtype and b.ranges[x].finite else None


def multiply_one(b: Builder, node: Node, _signless: bool) -> int | None:
    """X * 1 and x / 1 are x. Always."""
    pairs = (node.args, node.args[::-1]) if node.op == "multiply" else (node.args,)
    for x, un in pairs:
        if b.op(un) == "const" and "64[" not in b.node(un).dtype and b.node(un).params[0] == 1 and b.node(x).dtype == node.dtype:
            return x
    return None


def multiply_zero(b: Builder, node: Node, signless: bool) -> int | None:
    """X * 0 is 0. Condition: x finite (infinity times 0 is NaN), and x without a minus sign (-1.0 * 0.0 is -0.0) or a sign that nobody reads."""
    if "64[" in node.dtype:
        return None
    for x, zero in (node.args, node.args[::-1]):
        if b.is_zero(zero) and "64[" not in b.node(x).dtype:
            if not flotte(node):
                return b.const(0, node.dtype)
            if b.ranges[x].finite and (signless or (not b.ranges[x].minus and not b.ranges[zero].negzero)):
                return b.const(0.0, node.dtype)
    return None


def zero_divided(b: Builder, node: Node, signless: bool) -> int | None:
    """0 / x is 0. Condition: x never 0 nor NaN, and above 0 or a sign that nobody reads."""
    zero, x = node.args
    known = b.ranges[x]
    if not b.is_zero(zero) or not flotte(node) or b.node(x).dtype != node.dtype or known.nan or known.zero:
        return None
    return b.const(0.0, node.dtype) if signless or (known.lo > 0 and not b.ranges[zero].negzero) else None


def negative_negative(b: Builder, node: Node, _signless: bool) -> int | None:
    """-(-x) is x. Always: whole numbers wrap twice."""
    arg = b.node(node.args[0])
    return arg.args[0] if arg.op == "negative" else None


def absolute_decided(b: Builder, node: Node, signless: bool) -> int | None:
    """|x| is x. Condition: x never below 0, and never -0.0 or a sign that nobody reads."""
    known = b.ranges[node.args[0]]
    return node.args[0] if known.lo >= 0 and not known.nan and (signless or not known.negzero) else None


def rounding_decided(b: Builder, node: Node, _signless: bool) -> int | None:
    """Floor, ceil, rint, trunc of a whole number are itself; round as well where ten to the decimals times it is exact. Condition: x is whole."""
    (x,) = node.args
    known = b.ranges[x]
    if not known.integral or b.node(x).dtype != node.dtype or "64[" in node.dtype:
        return None
    if node.op == "round":
        decimals = int(str(node.params[0]))
        if decimals < 0 or known.nan:
            return None
        if flotte(node) and decimals > 0 and max(abs(known.lo), abs(known.hi)) * 10.0**decimals > EXACTS[node.dtype]:
            return None
    return x


def extreme_decided(b: Builder, node: Node, signless: bool) -> int | None:
    """The greater of x and y is x where x >= y always. Condition: from ranges, y never NaN; at equal zeros, no -0.0 or a sign that nobody reads."""
    if "64[" in node.dtype:
        return None
    for x, y in (node.args, node.args[::-1]):
        rx, ry = b.ranges[x], b.ranges[y]
        if ry.nan:
            continue
        bord, autre = (rx.lo, ry.hi) if node.op == "maximum" else (ry.lo, rx.hi)
        if bord > autre or (bord == autre and (bord != 0 or signless or not (rx.negzero or ry.negzero))):
            return x
    return None


def extreme_with_itself(_b: Builder, node: Node, _signless: bool) -> int | None:
    """The greater of x and x is x. Always."""
    return node.args[0] if node.args[0] == node.args[1] else None


def extreme_of_extreme(b: Builder, node: Node, signless: bool) -> int | None:
    """max(max(x, 1), 2) is max(x, 2), and min alike. Condition: constants; no zero among them, unless of whole numbers or a sign that nobody reads."""
    for x, k in (node.args, node.args[::-1]):
        dedans = b.node(x)
        if b.op(k) != "const" or dedans.op != node.op or "64[" in node.dtype:
            continue
        for y, j in (dedans.args, dedans.args[::-1]):
            if b.op(j) == "const" and (signless or not flotte(node) or not (b.is_zero(j) or b.is_zero(k))):
                return b.make(node.op, y, b.make(node.op, j, k), dtype=node.dtype, signless=signless)
    return None


def cast_same(b: Builder, node: Node, _signless: bool) -> int | None:
    """A conversion to the type that x has already is x. Always."""
    return node.args[0] if b.node(node.args[0]).dtype == node.dtype else None


def cast_of_cast(b: Builder, node: Node, _signless: bool) -> int | None:
    """A conversion through another type is one conversion. Condition: the first loses nothing, and what a whole number can't hold doesn't occur."""
    entre = b.node(node.args[0])
    if entre.op != "cast" or not lossless(b, entre.args[0], entre.dtype) or "64[" in node.dtype:
        return None
    x, known = entre.args[0], b.ranges[entre.args[0]]
    if node.dtype in ENTIERS and (known.nan or not ENTIERS[node.dtype][0] <= known.lo <= known.hi <= ENTIERS[node.dtype][1]):
        return None
    return x if b.node(x).dtype == node.dtype else b.make("cast", x, dtype=node.dtype)


def mask_times(b: Builder, node: Node, signless: bool) -> int | None:
    """A boolean times x is a choice between x and 0. Condition: x finite, and without a minus sign (-1.0 * 0.0 is -0.0) or a sign that nobody reads."""
    for masque, x in (node.args, node.args[::-1]):
        cast, known = b.node(masque), b.ranges[x]
        if cast.op != "cast" or b.node(cast.args[0]).dtype != "bool" or "64[" in node.dtype:
            continue
        if not flotte(node) or (known.finite and (signless or not known.minus)):
            return b.make("where", cast.args[0], x, b.const(0, node.dtype), dtype=node.dtype, signless=signless)
    return None


def sum_of_choices(b: Builder, node: Node, signless: bool) -> int | None:
    """(x if c else 0) + (0 if c else y) is x if c else y. Condition: neither x nor y is ever -0.0, or a sign that nobody reads; always for whole numbers."""
    un, deux = (b.node(arg) for arg in node.args)
    if un.op != "where" or deux.op != "where" or "64[" in node.dtype:
        return None
    c, x, zero = un.args
    if deux.args[0] == c:
        autre, y = deux.args[1:]
    elif complement(b, c, deux.args[0]):
        y, autre = deux.args[1:]
    else:
        return None
    if b.is_zero(x) and b.is_zero(y):
        x, y, zero, autre = autre, zero, y, x
    if not (b.is_zero(zero) and b.is_zero(autre)):
        return None
    if flotte(node) and not signless and any(b.ranges[rank].negzero for rank in (x, y)):
        return None
    return b.make("where", c, x, y, dtype=node.dtype, signless=signless)


def power_one(b: Builder, node: Node, _signless: bool) -> int | None:
    """X to the power 1 is x. Always."""
    x, un = node.args
    return x if b.op(un) == "const" and b.node(un).params[0] == 1 and b.node(x).dtype == node.dtype and math.isfinite(b.ranges[un].lo) else None


ARITHMETIC = (
    Regle(("add",), add_zero),
    Regle(("subtract",), subtract_zero),
    Regle(("subtract",), subtract_itself),
    Regle(("multiply", "divide"), multiply_one),
    Regle(("multiply",), multiply_zero),
    Regle(("divide",), zero_divided),
    Regle(("negative",), negative_negative),
    Regle(("absolute",), absolute_decided),
    Regle(("floor", "ceil", "rint", "trunc", "round"), rounding_decided),
    Regle(("maximum", "minimum"), extreme_decided),
    Regle(("maximum", "minimum"), extreme_with_itself),
    Regle(("maximum", "minimum"), extreme_of_extreme),
    Regle(("cast",), cast_same),
    Regle(("cast",), cast_of_cast),
    Regle(("multiply",), mask_times),
    Regle(("add",), sum_of_choices),
    Regle(("power",), power_one),
)
