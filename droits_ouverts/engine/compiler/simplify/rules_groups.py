"""Rules of persons and groups. Each returns a node of the same value, or None where its condition isn't proven: whatever the composition."""

from __future__ import annotations

from droits_ouverts.engine.compiler.simplify.builder import POINT_A_POINT, Builder, Regle
from droits_ouverts.engine.programme.graph import BINAIRES, COMPARAISONS, CONSTANTE, INDIVIDU, LOGIQUES, Node

ARRONDIES = frozenset(("exp", "log", "power"))
"""Their last bit may depend on the place of a value among the others, as numpy computes them by several at a time."""


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


def of_projections(b: Builder, node: Node, signless: bool) -> int | None:
    """An operation on what persons hold from one group is done once for the group. Always; tried where nobody else reads the copies."""
    copies = [arg for arg in node.args if b.op(arg) != "const"]
    if not copies or any(b.op(arg) != "project" or not b.alone(arg) for arg in copies):
        return None
    groupes = {b.node(arg).params for arg in copies}
    if len(groupes) != 1:
        return None
    args = [b.node(arg).args[0] if b.op(arg) == "project" else arg for arg in node.args]
    fait = b.make(node.op, *args, params=node.params, dtype=node.dtype, signless=signless)
    return b.make("project", fait, params=groupes.pop(), dtype=node.dtype, entity=INDIVIDU, signless=signless)


def of_members(b: Builder, node: Node, _signless: bool) -> int | None:
    """An operation on two values of one member is that member's value of it. Always, defaults included; tried where nobody else reads them."""
    un, deux = (b.node(arg) for arg in node.args)
    if un.op not in ("group_nth", "group_person") or un.op != deux.op or un.params[:2] != deux.params[:2] or not all(b.alone(arg) for arg in node.args):
        return None
    defauts = tuple(b.const(n.params[2], n.dtype) for n in (un, deux))
    defaut = b.fold(Node(node.op, defauts, node.params, node.dtype, CONSTANTE))
    if defaut is None:
        return None
    fait = b.make(node.op, un.args[0], deux.args[0], dtype=node.dtype)
    return b.make(un.op, fait, params=(*un.params[:2], b.node(defaut).params[0]), dtype=node.dtype, entity=un.entity)


GROUPS = (
    Regle(("project",), project_constant),
    Regle(("group_sum",), sum_of_zeros),
    Regle(("group_sum",), sum_of_cast),
    Regle(("group_max", "group_min", "group_all", "group_any"), extreme_of_constant),
    Regle(("group_nth", "group_person"), member_of_constant),
    Regle(("group_nth",), first_of_projection),
    Regle(("group_max", "group_min", "group_all", "group_any"), extreme_of_projection),
    Regle(tuple(sorted(POINT_A_POINT - ARRONDIES)), of_projections),
    Regle(tuple(op for op in (*BINAIRES, *COMPARAISONS, *LOGIQUES) if op not in ARRONDIES), of_members),
)
