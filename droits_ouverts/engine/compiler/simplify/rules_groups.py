"""Rules of persons and groups. Each returns a node of the same value, or None where its condition isn't proven: whatever the composition."""

from __future__ import annotations

from droits_ouverts.engine.compiler.simplify.builder import Builder, Regle
from droits_ouverts.engine.programme.graph import Node


def project_constant(b: Builder, node: Node, _signless: bool) -> int | None:
    """A constant is the same for each person of a group. Always."""
    return node.args[0] if b.is_const(node.args[0]) else None


def sum_of_zeros(b: Builder, node: Node, _signless: bool) -> int | None:
    """A sum of zeros is 0.0, whatever their sign: it begins there. Condition: the constant 0."""
    return b.const(0, node.dtype) if b.is_zero(node.args[0]) else None


def extreme_of_constant(b: Builder, node: Node, _signless: bool) -> int | None:
    """The greatest of equal values is that value or the neutral element. Condition: a constant of the same type; a group has a member at least."""
    if not b.is_const(node.args[0]) or b.node(node.args[0]).dtype != node.dtype or "64[" in node.dtype:
        return None
    op = {"group_max": "maximum", "group_min": "minimum", "group_all": "logical_and", "group_any": "logical_or"}[node.op]
    return b.make(op, b.const(node.params[1], node.dtype), node.args[0], dtype=node.dtype)


def member_of_constant(b: Builder, node: Node, _signless: bool) -> int | None:
    """One member's value, a constant, is that constant. Condition: the first member, who always exists, or a default that is the same."""
    if not b.is_const(node.args[0]) or b.node(node.args[0]).dtype != node.dtype:
        return None
    premier = node.op == "group_nth" and node.params[1] == 0
    return node.args[0] if premier or b.const(node.params[2], node.dtype) == node.args[0] else None


def first_of_projection(b: Builder, node: Node, _signless: bool) -> int | None:
    """The first member's copy of her group's value is that value. Condition: the same group, rank 0: every group has a first member."""
    arg = b.node(node.args[0])
    return arg.args[0] if arg.op == "project" and arg.params[0] == node.params[0] and node.params[1] == 0 and arg.dtype == node.dtype else None


def extreme_of_projection(b: Builder, node: Node, signless: bool) -> int | None:
    """The greatest of the members' copies of their group's value is that value. Condition: the same group; then with the neutral element."""
    arg = b.node(node.args[0])
    if arg.op != "project" or arg.params[0] != node.params[0] or "64[" in node.dtype or arg.dtype != node.dtype:
        return None
    op = {"group_max": "maximum", "group_min": "minimum", "group_all": "logical_and", "group_any": "logical_or"}[node.op]
    return b.make(op, b.const(node.params[1], node.dtype), arg.args[0], dtype=node.dtype, entity=node.entity, signless=signless)


def sum_of_cast(b: Builder, node: Node, _signless: bool) -> int | None:
    """A sum converts to float64 itself. Condition: the conversion is from a boolean, a whole number or float32 to float64."""
    cast = b.node(node.args[0])
    if cast.op != "cast" or cast.dtype != "float64" or b.node(cast.args[0]).dtype not in ("bool", "uint8", "int16", "int32", "int64", "float32"):
        return None
    return b.make("group_sum", cast.args[0], params=node.params, dtype=node.dtype, entity=node.entity)


GROUPS = (
    Regle(("project",), project_constant),
    Regle(("group_sum",), sum_of_zeros),
    Regle(("group_sum",), sum_of_cast),
    Regle(("group_max", "group_min", "group_all", "group_any"), extreme_of_constant),
    Regle(("group_nth", "group_person"), member_of_constant),
    Regle(("group_nth",), first_of_projection),
    Regle(("group_max", "group_min", "group_all", "group_any"), extreme_of_projection),
)
