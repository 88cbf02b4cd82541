"""Graphs made to meet each rule, with its conditions now held, now broken."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from droits_ouverts.engine.programme.graph import FAMILLE, INDIVIDU, MENAGE, Graph
from tests.engine.compiler.atelier import ENTIERS, FLOTTANTS, GROUPES, Atelier, of_group, table

Pattern = Callable[[np.random.Generator], Graph]


def _binary(op: str, *constants: object, floats: bool = False, swap: bool = True) -> Pattern:
    def make(rng: np.random.Generator) -> Graph:
        a = Atelier(rng)
        dtype = a.floating() if floats else a.number()
        args = (a.input(dtype), a.const(dtype, *constants))
        return a.out(a.add(op, *(a.shuffled(*args) if swap else args), dtype=dtype))

    return make


def _arithmetic_of_booleans(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = str(a.pick("bool", "bool", "int32"))
    return a.out(a.add(str(a.pick("add", "multiply", "maximum", "minimum")), a.input(dtype), a.input(dtype), dtype=dtype))


def _not_not(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    x = a.add("logical_not", a.input(str(a.pick("bool", "int32"))), dtype="bool")
    return a.out(a.add("logical_not", x, dtype="bool"), x)


def _not_of_comparison(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    test = a.add(str(a.pick("equal", "not_equal", "less", "less", "less_equal")), a.input(dtype), a.input(dtype), dtype="bool")
    return a.out(a.add("logical_not", test, dtype="bool"), *([test] if rng.random() < 0.3 else []))


def _logical(*, constant: bool) -> Pattern:
    def make(rng: np.random.Generator) -> Graph:
        a = Atelier(rng)
        x = a.flag()
        y = a.const("bool") if constant else int(str(a.pick(x, a.add("logical_not", x, dtype="bool"), a.flag())))
        if constant and rng.random() < 0.2:
            y = a.flag()
        return a.out(a.add(str(a.pick("logical_and", "logical_or", "logical_xor")), *a.shuffled(x, y), dtype="bool"))

    return make


def _absorption(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    x, y, z = a.input("bool"), a.input("bool"), a.input("bool")
    garde = int(str(a.pick(x, a.add("logical_not", x, dtype="bool"), z)))
    dedans = a.add(str(a.pick("logical_and", "logical_or")), *a.shuffled(garde, y), dtype="bool")
    return a.out(a.add(str(a.pick("logical_and", "logical_or")), *a.shuffled(x, dedans), dtype="bool"))


def _comparison_order(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = str(a.pick(a.number(), "datetime64[D]"))
    return a.out(a.add(str(a.pick("greater", "greater_equal", "less")), a.input(dtype), a.input(dtype), dtype="bool"))


def _operand_order(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    x, y = a.input(dtype), a.input(dtype)
    op = str(a.pick("add", "multiply", "equal", "not_equal"))
    sortie = "bool" if "equal" in op else dtype
    return a.out(a.add(op, *a.shuffled(x, y), dtype=sortie))


def _comparison_with_itself(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    x = a.input(a.number())
    return a.out(a.add(str(a.pick("less", "less_equal", "equal", "not_equal", "greater", "greater_equal")), x, x, dtype="bool"))


def _comparison_of_casts(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    avant, apres = a.number(), a.number()
    x = a.add("cast", a.input(avant), dtype=apres)
    y = a.add("cast", a.input(avant), dtype=apres) if rng.random() < 0.5 else a.const(apres, 0, 1, 3, 0.5, 0.1) if apres in FLOTTANTS else a.const(apres)
    return a.out(a.add(str(a.pick("less", "less_equal", "equal", "not_equal")), *a.shuffled(x, y), dtype="bool"))


def _any_of_sum(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    membres = a.input(str(a.pick("bool", "bool", "float64")))
    somme = a.add("group_sum", membres, params=(MENAGE, a.pick(None, None, (1,))), dtype="float64", entity=MENAGE)
    return a.out(a.add("less", a.const("float64", 0.0, 0.0, 1.0), somme, dtype="bool"))


def _with_itself(*ops: str) -> Pattern:
    def make(rng: np.random.Generator) -> Graph:
        a = Atelier(rng)
        dtype = a.number()
        x = a.input(dtype)
        return a.out(a.add(str(a.pick(*ops)), x, x if rng.random() < 0.7 else a.input(dtype), dtype=dtype))

    return make


def _negative_negative(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    x = a.input(a.number())
    return a.out(a.add("negative", a.add(str(a.pick("negative", "absolute")), x)))


def _unary(*ops: str) -> Pattern:
    def make(rng: np.random.Generator) -> Graph:
        a = Atelier(rng)
        dtype = a.floating()
        x = a.input(dtype)
        if rng.random() < 0.5:
            x = a.add(str(a.pick("floor", "rint", "absolute")), x)
        op = str(a.pick(*ops))
        return a.out(a.add(op, x, params=(a.pick(0, 1, 2),) if op == "round" else ()))

    return make


def _extreme_decided(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    y = a.input(dtype) if rng.random() < 0.4 else a.const(dtype)
    if rng.random() < 0.2 and dtype in FLOTTANTS:
        y = a.add("minimum", y, a.const(dtype, 0.0, -1.0))
    x = a.add("maximum", a.input(dtype, (None, None)), a.const(dtype, 9, 12)) if rng.random() < 0.3 else a.input(dtype)
    return a.out(a.add(str(a.pick("maximum", "maximum", "minimum")), *a.shuffled(x, y)))


def _extreme_of_extreme(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    op = str(a.pick("maximum", "minimum"))
    dedans = a.add(str(a.pick(op, op, "maximum")), *a.shuffled(a.input(dtype), a.const(dtype)))
    return a.out(a.add(op, *a.shuffled(dedans, a.const(dtype))))


def _cast_same(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = str(a.pick("bool", *FLOTTANTS, *ENTIERS))
    return a.out(a.add("cast", a.input(dtype), dtype=dtype if rng.random() < 0.7 else "float64"))


def _cast_of_cast(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    # numpy leaves undefined what a float too big for a whole number becomes: bounded floats only.
    x = a.input(str(a.pick("bool", *ENTIERS))) if rng.random() < 0.6 else a.input(a.floating(), (0, 200))
    un, deux = (str(a.pick("bool", "int16", "int32", "int64", *FLOTTANTS)) for _ in range(2))
    if un in FLOTTANTS and deux not in FLOTTANTS and a.graph.nodes[x].dtype in ENTIERS:
        deux = str(a.pick("bool", *FLOTTANTS))
    return a.out(a.add("cast", a.add("cast", x, dtype=un), dtype=deux))


def _mask_times(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    masque = a.add("cast", a.input(str(a.pick("bool", "bool", "int16"))), dtype=dtype)
    return a.out(a.add("multiply", *a.shuffled(masque, a.input(dtype)), dtype=dtype))


def _sum_of_choices(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    c = a.input("bool")
    autre = int(str(a.pick(c, a.add("logical_not", c, dtype="bool"), a.input("bool"))))
    zero = a.const(dtype, 0)
    un, deux = (a.add("where", condition, *a.shuffled(a.input(dtype), zero), dtype=dtype) for condition in (c, autre))
    return a.out(a.add("add", *a.shuffled(un, deux)))


def _where(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = str(a.pick("bool", a.number()))
    c = int(str(a.pick(a.flag(), a.add("logical_not", a.input("bool"), dtype="bool"), a.const("bool"))))
    x = a.input(dtype) if rng.random() < 0.6 else a.const(dtype)
    y = int(str(a.pick(x, a.input(dtype), a.const(dtype))))
    if dtype == "bool" and rng.random() < 0.2:
        y = c
    return a.out(a.add("where", c, *a.shuffled(x, y), dtype=dtype))


def _where_of_where(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    c = a.input("bool")
    autre = int(str(a.pick(c, a.add("logical_not", c, dtype="bool"), a.input("bool"))))
    dedans = a.add("where", autre, a.input(dtype), a.input(dtype), dtype=dtype)
    return a.out(a.add("where", c, *a.shuffled(dedans, a.input(dtype)), dtype=dtype))


def _of_two_constants(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    x = a.add("where", a.input("bool"), a.const(dtype), a.const(dtype) if rng.random() < 0.8 else a.input(dtype), dtype=dtype)
    if rng.random() < 0.3:
        x = a.add("cast", a.input("bool"), dtype=dtype)
    op = str(a.pick("add", "multiply", "subtract", "maximum", "less", "equal", "cast"))
    if op == "cast":
        return a.out(a.add("cast", x, dtype=a.floating()))
    return a.out(a.add(op, *a.shuffled(x, a.const(dtype)), dtype="bool" if op in ("less", "equal") else dtype))


def _of_two_values(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = str(a.pick("bool", "bool", "int32"))
    return a.out(a.add(str(a.pick("equal", "not_equal", "less", "less_equal")), *a.shuffled(a.input(dtype), a.const(dtype)), dtype="bool"))


def _of_table(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    index, autre = a.input("uint8", (0, 4)), a.input("uint8", (0, 4))
    dtype = a.number()
    x, y = table(a, index, dtype), int(str(a.pick(table(a, index, dtype), table(a, autre, dtype), a.const(dtype))))
    op = str(a.pick("add", "multiply", "less", "equal", "minimum", "table"))
    if op == "table":
        return a.out(table(a, table(a, index, "int16"), dtype, 100))
    return a.out(a.add(op, *a.shuffled(x, y), dtype="bool" if op in ("less", "equal") else dtype))


def _table_of(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    index = a.input(str(a.pick("uint8", "int16", "float64")), (0, 4))
    return a.out(table(a, a.add("cast", index, dtype=str(a.pick("int32", "int64"))), a.number()))


def _group(*ops: str, constant: bool = False, projected: bool = False, cast: bool = False) -> Pattern:
    def make(rng: np.random.Generator) -> Graph:
        a = Atelier(rng)
        op = str(a.pick(*ops))
        dtype = "bool" if op in ("group_all", "group_any") else "float64" if cast else a.number()
        if constant and rng.random() < 0.8:
            arg = a.const(dtype)
        elif projected:
            ou = str(a.pick(MENAGE, MENAGE, FAMILLE))
            arg = a.add("project", a.input(dtype, entity=ou), params=(ou,), dtype=dtype, entity=INDIVIDU)
        elif cast:
            arg = a.add("cast", a.input(str(a.pick("bool", *ENTIERS, *FLOTTANTS))), dtype=a.floating())
        else:
            arg = a.input(dtype)
        return a.out(of_group(a, arg, op, dtype))

    return make


def _of_choices(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    c, d = a.input("bool"), a.input("bool")
    un, deux = (
        a.add("where", condition, *a.shuffled(a.input(dtype), a.const(dtype) if rng.random() < 0.8 else a.input(dtype)), dtype=dtype)
        for condition in (c, c if rng.random() < 0.8 else d)
    )
    op = str(a.pick("add", "multiply", "subtract", "maximum", "less", "equal"))
    autre = deux if rng.random() < 0.5 else a.const(dtype)
    return a.out(a.add(op, *a.shuffled(un, autre), dtype="bool" if op in ("less", "equal") else dtype), *([un] if rng.random() < 0.2 else []))


def _of_same_choice(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    c = a.input("bool")
    un, deux = (a.add("where", c, a.input(dtype), a.const(dtype) if rng.random() < 0.8 else a.input(dtype), dtype=dtype) for _ in range(2))
    op = str(a.pick("add", "multiply", "subtract", "maximum", "less", "equal"))
    return a.out(a.add(op, un, deux, dtype="bool" if op in ("less", "equal") else dtype))


def _of_projections(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    un, deux = (a.add("project", a.input(dtype, entity=ou), params=(ou,), dtype=dtype, entity=INDIVIDU) for ou in (MENAGE, str(a.pick(MENAGE, FAMILLE))))
    op = str(a.pick("add", "multiply", "subtract", "maximum", "less", "equal"))
    autre = int(str(a.pick(deux, deux, a.const(dtype), a.input(dtype))))
    return a.out(a.add(op, *a.shuffled(un, autre), dtype="bool" if op in ("less", "equal") else dtype))


def _of_members(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    op = str(a.pick("group_nth", "group_person"))
    rangs = (1, int(str(a.pick(1, 1, 2))))
    un, deux = (a.add(op, a.input(dtype), params=(MENAGE, rang, a.pick(0, 1, 7)), dtype=dtype, entity=MENAGE) for rang in rangs)
    fait = str(a.pick("add", "multiply", "subtract", "maximum", "less", "equal"))
    return a.out(a.add(fait, un, deux, dtype="bool" if fait in ("less", "equal") else dtype))


def _project(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.number()
    return a.out(a.add("project", a.const(dtype) if rng.random() < 0.6 else a.input(dtype, entity=MENAGE), params=(MENAGE,), dtype=dtype, entity=INDIVIDU))


def _reassociation(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    dtype = a.floating()
    return a.out(a.add("add", a.add("add", a.input(dtype, (0, 9)), a.const(dtype, 0.1, 0.3)), a.const(dtype, 0.2, 0.7)))


def _overflow(rng: np.random.Generator) -> Graph:
    a = Atelier(rng)
    x = a.input("int16", (None, None))
    return a.out(a.add("less", x, a.add("add", x, a.const("int16", 1, 100)), dtype="bool"))


PATTERNS: dict[str, Pattern] = {
    "reassociation": _reassociation,
    "overflow": _overflow,
    "arithmetic_of_booleans": _arithmetic_of_booleans,
    "not_not": _not_not,
    "not_of_comparison": _not_of_comparison,
    "logical_with_constant": _logical(constant=True),
    "logical_with_itself": _logical(constant=False),
    "absorption": _absorption,
    "comparison_order": _comparison_order,
    "operand_order": _operand_order,
    "comparison_with_itself": _comparison_with_itself,
    "comparison_of_casts": _comparison_of_casts,
    "any_of_sum": _any_of_sum,
    "add_zero": _binary("add", 0, 0, -0.0, 1),
    "subtract_zero": _binary("subtract", 0, -0.0, 1),
    "subtract_itself": _with_itself("subtract"),
    "multiply_one": _binary("multiply", 1, 2),
    "multiply_zero": _binary("multiply", 0, -0.0),
    "zero_divided": _binary("divide", 0.0, -0.0, floats=True),
    "negative_negative": _negative_negative,
    "absolute_decided": _unary("absolute"),
    "rounding_decided": _unary("floor", "ceil", "rint", "trunc", "round"),
    "extreme_decided": _extreme_decided,
    "extreme_with_itself": _with_itself("maximum", "minimum"),
    "extreme_of_extreme": _extreme_of_extreme,
    "cast_same": _cast_same,
    "cast_of_cast": _cast_of_cast,
    "mask_times": _mask_times,
    "sum_of_choices": _sum_of_choices,
    "power_one": _binary("power", 1.0, 2.0, floats=True, swap=False),
    "where_decided": _where,
    "where_same": _where,
    "where_not": _where,
    "where_of_booleans": _where,
    "where_of_where": _where_of_where,
    "of_two_constants": _of_two_constants,
    "of_two_values": _of_two_values,
    "of_half_constant": _of_choices,
    "of_same_choice": _of_same_choice,
    "of_projections": _of_projections,
    "of_members": _of_members,
    "of_table": _of_table,
    "table_of_one_value": _of_table,
    "table_of_cast": _table_of,
    "project_constant": _project,
    "sum_of_zeros": _group("group_sum", constant=True),
    "sum_of_cast": _group("group_sum", cast=True),
    "extreme_of_constant": _group(*GROUPES, constant=True),
    "member_of_constant": _group("group_nth", "group_person", constant=True),
    "first_of_projection": _group("group_nth", projected=True),
    "extreme_of_projection": _group(*GROUPES, projected=True),
}
"""For each rule, graphs that meet it."""
