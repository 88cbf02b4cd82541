"""Rules of choices and tables. Each returns a node of the same value, or None where its condition isn't proven."""

from __future__ import annotations

import numpy as np

from droits_ouverts.engine.compiler.simplify.builder import POINT_A_POINT, Builder, Regle
from droits_ouverts.engine.compiler.simplify.ranges import ENTIERS
from droits_ouverts.engine.compiler.simplify.rules_logic import complement, lossless
from droits_ouverts.engine.programme import evaluation
from droits_ouverts.engine.programme.graph import BINAIRES, COMPARAISONS, CONSTANTE, LOGIQUES, UNAIRES, Node, plain

SIMPLES = (*UNAIRES, *BINAIRES, *COMPARAISONS, *LOGIQUES, "cast", "round", "table")
GRANDE = 4096
"""A table longer than this gets no second copy unless its first has no other reader."""


def where_decided(b: Builder, node: Node, _signless: bool) -> int | None:
    """A choice whose condition is known is its branch. Condition: from the condition's range."""
    condition, a, autre = node.args
    known = b.ranges[condition]
    return a if known.lo == 1 else autre if known.hi == 0 else None


def where_same(_b: Builder, node: Node, _signless: bool) -> int | None:
    """X if c else x is x. Always."""
    return node.args[1] if node.args[1] == node.args[2] else None


def where_not(b: Builder, node: Node, signless: bool) -> int | None:
    """X if not c else y is y if c else x. Always (and so for x != y, where x == y is a node already)."""
    condition, a, autre = node.args
    c = b.node(condition)
    if c.op == "logical_not" and b.node(c.args[0]).dtype == "bool":
        return b.make("where", c.args[0], autre, a, dtype=node.dtype, signless=signless)
    return b.make("where", b.make("equal", *c.args), autre, a, dtype=node.dtype, signless=signless) if c.op == "not_equal" else None


def where_of_booleans(b: Builder, node: Node, _signless: bool) -> int | None:
    """Between booleans: c, not c, c or y, c and x. Condition: bool, and a branch that is a constant or the condition itself."""
    if node.dtype != "bool":
        return None
    c, x, y = node.args
    vrai, faux = b.value(x), b.value(y)
    if vrai is not None and faux is not None:
        return x if x == y else c if vrai else b.make("logical_not", c)
    if (vrai is not None and vrai) or x == c:
        return b.make("logical_or", c, y)
    if (faux is not None and not faux) or y == c:
        return b.make("logical_and", c, x)
    if vrai is not None:
        return b.make("logical_and", b.make("logical_not", c), y)
    return b.make("logical_or", b.make("logical_not", c), x) if faux is not None else None


def where_of_where(b: Builder, node: Node, signless: bool) -> int | None:
    """Within a branch, the same condition is already known. Condition: the inner choice has the same condition, or its negation."""
    c, x, y = node.args
    for place, branche in ((0, x), (1, y)):
        dedans = b.node(branche)
        if dedans.op != "where":
            continue
        if dedans.args[0] == c:
            choisi = dedans.args[1 + place]
        elif complement(b, dedans.args[0], c):
            choisi = dedans.args[2 - place]
        else:
            continue
        branches = (choisi, y) if place == 0 else (x, choisi)
        return b.make("where", c, *branches, dtype=node.dtype, signless=signless)
    return None


def of_two_constants(b: Builder, node: Node, signless: bool) -> int | None:
    """An operation on a choice between constants, the rest constant, is a choice between results. Always; a converted boolean is such a choice."""
    if node.op not in SIMPLES:
        return None
    libres = [place for place, arg in enumerate(node.args) if b.op(arg) != "const"]
    if len({node.args[place] for place in libres}) != 1:
        return None
    choix = _two(b, node.args[libres[0]])
    if choix is None or (choix[0] == node.args[libres[0]] and node.op not in COMPARAISONS):
        return None
    condition, *branches = choix
    resultats = []
    for branche in branches:
        args = tuple(branche if place in libres else arg for place, arg in enumerate(node.args))
        resultats.append(b.fold(Node(node.op, args, node.params, node.dtype, CONSTANTE)))
    if resultats[0] is None or resultats[1] is None:
        return None
    return b.make("where", condition, resultats[0], resultats[1], dtype=node.dtype, signless=signless)


def _two(b: Builder, rank: int) -> tuple[int, int, int] | None:
    node = b.node(rank)
    if node.op == "where" and b.is_const(*node.args[1:]):
        return node.args[0], node.args[1], node.args[2]
    if node.op == "cast" and b.node(node.args[0]).dtype == "bool" and "64[" not in node.dtype:
        return node.args[0], b.const(1, node.dtype), b.const(0, node.dtype)
    if node.dtype == "bool":
        return rank, b.const(True, "bool"), b.const(False, "bool")
    return None


def of_two_values(b: Builder, node: Node, signless: bool) -> int | None:
    """A comparison of a boolean with a constant is the boolean, its negation or a constant. Condition: bool operands."""
    return of_two_constants(b, node, signless) if b.node(node.args[0]).dtype == "bool" else None


def of_table(b: Builder, node: Node, _signless: bool) -> int | None:
    """An operation on values of a table, the rest constant or read at the same index, is another table. Condition: one index; no long copies."""
    tables = [arg for arg in node.args if b.op(arg) == "table"]
    if not tables or node.op not in POINT_A_POINT:
        return None
    index = b.node(tables[0]).args[0]
    if any(b.op(arg) != "const" and (b.op(arg) != "table" or b.node(arg).args[0] != index) for arg in node.args):
        return None
    longueurs = {len(b.node(arg).params[0]) for arg in tables}  # type: ignore[arg-type]  # the shape of the params of a table
    if len(longueurs) != 1 or (max(longueurs) > GRANDE and node.dtype != "bool" and not all(b.alone(arg) for arg in tables)):
        return None
    longueur = longueurs.pop()
    args = [evaluation.table(b.node(arg)) if b.op(arg) == "table" else np.full(longueur, b.value(arg)) for arg in node.args]
    try:
        valeurs = evaluation.apply(node, args)
    except (IndexError, ValueError):
        return None
    if valeurs.dtype != node.dtype:
        return None
    return b.make("table", index, params=(tuple(plain(valeur, node.dtype) for valeur in valeurs),), dtype=node.dtype)


def table_of_one_value(b: Builder, node: Node, _signless: bool) -> int | None:
    """A table whose values are all the same is that value. Condition: equal to the last bit."""
    valeurs: tuple[object, ...] = node.params[0]  # type: ignore[assignment]  # the shape of the params of a table
    return b.const(valeurs[0], node.dtype) if len({repr(valeur) for valeur in valeurs}) == 1 and b.ranges[node.args[0]].lo >= 0 else None


def table_of_cast(b: Builder, node: Node, _signless: bool) -> int | None:
    """A table read through a whole number converted to another type is read with the number itself. Condition: the conversion loses nothing."""
    cast = b.node(node.args[0])
    if cast.op != "cast" or cast.dtype not in ENTIERS or b.node(cast.args[0]).dtype not in ENTIERS or not lossless(b, cast.args[0], cast.dtype):
        return None
    return b.make("table", cast.args[0], params=node.params, dtype=node.dtype, entity=node.entity)


def of_same_choice(b: Builder, node: Node, signless: bool) -> int | None:
    """(x if c else 1) + (y if c else 2) is x + y if c else 3. Always; tried where one side is constant and nobody else reads the two choices."""
    un, deux = (b.node(arg) for arg in node.args)
    if un.op != "where" or deux.op != "where" or un.args[0] != deux.args[0] or "64[" in un.dtype + deux.dtype:
        return None
    if not any(b.is_const(un.args[place], deux.args[place]) for place in (1, 2)) or not all(b.alone(arg) for arg in node.args):
        return None
    faits = [b.make(node.op, un.args[place], deux.args[place], dtype=node.dtype, signless=signless) for place in (1, 2)]
    return b.make("where", un.args[0], *faits, dtype=node.dtype, signless=signless)


def of_half_constant(b: Builder, node: Node, signless: bool) -> int | None:
    """(x if c else 1) + 2 is x + 2 if c else 3: choices go outwards, where they meet others. Always; tried where nobody else reads the choice."""
    libres = [place for place, arg in enumerate(node.args) if b.op(arg) != "const"]
    if len(libres) != 1:
        return None
    choix = b.node(node.args[libres[0]])
    if (
        choix.op != "where"
        or "64[" in choix.dtype + node.dtype
        or not b.alone(node.args[libres[0]])
        or not (b.is_const(choix.args[1]) or b.is_const(choix.args[2]))
    ):
        return None
    faits = []
    for branche in choix.args[1:]:
        args = tuple(branche if place in libres else arg for place, arg in enumerate(node.args))
        faits.append(b.make(node.op, *args, params=node.params, dtype=node.dtype, signless=signless))
    return b.make("where", choix.args[0], *faits, dtype=node.dtype, signless=signless)


CHOICE = (
    Regle(("where",), where_decided),
    Regle(("where",), where_same),
    Regle(("where",), where_of_booleans),
    Regle(("where",), where_not),
    Regle(("where",), where_of_where),
    Regle(COMPARAISONS, of_two_values),
    Regle(tuple(SIMPLES), of_two_constants),
    Regle(("table",), table_of_one_value),
    Regle(("table",), table_of_cast),
    Regle(tuple(sorted(POINT_A_POINT)), of_table),
    Regle((*BINAIRES, *COMPARAISONS), of_same_choice),
    Regle(tuple(SIMPLES), of_half_constant),
)
