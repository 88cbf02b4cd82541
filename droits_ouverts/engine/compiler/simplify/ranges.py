"""What is known of a node's values before any household is read: bounds, NaN, wholeness, sign of zero.

Bounds come from those of the inputs and go through each operation. They are computed in the operation's own type: rounding to nearest keeps
order, so the rounded bound bounds the rounded values. Whatever isn't proven is left open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from droits_ouverts.engine.programme.graph import COMPARAISONS, Entree, Node

MEMBRES = 2**40
"""More members than any group has."""


class Range(NamedTuple):
    """Values lie in [lo, hi], infinities included, or are NaN if `nan`.

    `integral`: finite values are whole numbers. `negzero`: -0.0 may occur. Booleans are 0 and 1. Dates and durations are left open.
    """

    lo: float
    hi: float
    nan: bool = False
    integral: bool = False
    negzero: bool = False

    @property
    def finite(self) -> bool:
        """Neither NaN nor infinite."""
        return not self.nan and self.lo > -math.inf and self.hi < math.inf

    @property
    def zero(self) -> bool:
        """May be 0.0 or -0.0."""
        return self.lo <= 0 <= self.hi

    @property
    def minus(self) -> bool:
        """May carry the minus sign, -0.0 included."""
        return self.lo < 0 or self.negzero

    @property
    def single(self) -> bool:
        """Holds one value, up to the sign of zero."""
        return self.lo == self.hi and not self.nan


BOOLEEN = Range(0, 1, integral=True)
OUVERT = Range(-math.inf, math.inf, nan=True, negzero=True)
ENTIERS = {dtype: (int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)) for dtype in ("uint8", "int16", "int32", "int64")}
EXACTS = {"float32": 2**24, "float64": 2**53}
"""Up to where a float type holds every whole number."""


def anything(dtype: str) -> Range:
    """Return the range of a type of which nothing else is known."""
    if dtype == "bool":
        return BOOLEEN
    if dtype in ENTIERS:
        return Range(*ENTIERS[dtype], integral=True)
    return OUVERT


def fitted(lo: float, hi: float, dtype: str, *, nan: bool = False, integral: bool = False, negzero: bool = False) -> Range:
    """Return [lo, hi] rounded to the type; the whole type where a whole number may overflow."""
    if dtype in ENTIERS:
        least, most = ENTIERS[dtype]
        if nan or lo < least or hi > most:
            return anything(dtype)
        return Range(int(lo), int(hi), integral=True)
    if dtype == "bool":
        return BOOLEEN
    if dtype == "float32":
        lo, hi = float(np.float32(lo)), float(np.float32(hi))
    elif dtype == "float64":
        lo, hi = float(lo), float(hi)
    else:
        return OUVERT
    if math.isnan(lo) or math.isnan(hi):
        return OUVERT._replace(integral=integral)
    return Range(lo, hi, nan, integral, negzero and lo <= 0 <= hi)


def of_value(value: object, dtype: str) -> Range:
    """Return the range of one value, a plain Python one as graphs store it."""
    if "64[" in dtype:
        return OUVERT
    number = float(value) if dtype.startswith("float") else int(value)  # type: ignore[call-overload, arg-type]  # plain numbers by construction
    if math.isnan(number):
        return OUVERT
    return Range(number, number, integral=number == math.floor(number) if math.isfinite(number) else True, negzero=number == 0 and math.copysign(1, number) < 0)


def of_input(entree: Entree) -> Range:
    """Return the range of an input: its bounds, which exclude NaN; without any, nothing is known."""
    open_ = anything(entree.dtype)
    if "64[" in entree.dtype or (entree.minimum is None and entree.maximum is None):
        return open_
    lo = open_.lo if entree.minimum is None else max(open_.lo, float(entree.minimum))
    hi = open_.hi if entree.maximum is None else min(open_.hi, float(entree.maximum))
    if not entree.dtype.startswith("float"):
        return Range(math.ceil(lo), math.floor(hi), integral=True)
    if entree.dtype == "float32":
        # A bound that isn't a float32 may be compared after rounding: one step further is safe.
        lo = lo if float(np.float32(lo)) == lo else float(np.nextafter(np.float32(lo), np.float32(-np.inf)))
        hi = hi if float(np.float32(hi)) == hi else float(np.nextafter(np.float32(hi), np.float32(np.inf)))
    return Range(lo, hi, negzero=lo <= 0 <= hi)


def union(a: Range, b: Range) -> Range:
    """Return the range of what is in one or the other."""
    return Range(min(a.lo, b.lo), max(a.hi, b.hi), a.nan or b.nan, a.integral and b.integral, a.negzero or b.negzero)


def of_node(node: Node, args: Sequence[Range], dtypes: Sequence[str]) -> Range:
    """Return the range of a node from those of its operands, whose dtypes are given (an `input` is `of_input`)."""
    if node.op == "const":
        return of_value(node.params[0], node.dtype)
    if node.op in COMPARAISONS:
        return _compared(node.op, *args)
    if "64[" in node.dtype or any("64[" in dtype for dtype in dtypes):
        return anything(node.dtype)
    rule = RANGES.get(node.op)
    return anything(node.dtype) if rule is None else rule(node, args, dtypes)


Rule = Callable[[Node, Sequence[Range], Sequence[str]], Range]


def _compared(op: str, a: Range, b: Range) -> Range:
    if op in ("greater", "greater_equal"):
        return _compared({"greater": "less", "greater_equal": "less_equal"}[op], b, a)
    nan = a.nan or b.nan
    if op == "less":
        vrai, faux = a.hi < b.lo and not nan, a.lo >= b.hi
    elif op == "less_equal":
        vrai, faux = a.hi <= b.lo and not nan, a.lo > b.hi
    else:
        vrai, faux = a.single and b.single and a.lo == b.lo, a.hi < b.lo or a.lo > b.hi
        if op == "not_equal":
            vrai, faux = faux, vrai
    return Range(1, 1, integral=True) if vrai else Range(0, 0, integral=True) if faux else BOOLEEN


def _add(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    a, b = args
    nan = a.nan or b.nan or (a.hi == math.inf and b.lo == -math.inf) or (a.lo == -math.inf and b.hi == math.inf)
    return fitted(a.lo + b.lo, a.hi + b.hi, node.dtype, nan=nan, integral=a.integral and b.integral, negzero=a.negzero and b.negzero)


def _subtract(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    a, b = args
    nan = a.nan or b.nan or (a.hi == math.inf and b.hi == math.inf) or (a.lo == -math.inf and b.lo == -math.inf)
    return fitted(a.lo - b.hi, a.hi - b.lo, node.dtype, nan=nan, integral=a.integral and b.integral, negzero=a.negzero and b.zero)


def _product(x: float, y: float) -> float:
    return 0 if x == 0 or y == 0 else x * y


def _signs_differ(a: Range, b: Range) -> bool:
    plus_a, plus_b = a.hi > 0 or a.zero, b.hi > 0 or b.zero
    return (a.minus and plus_b) or (b.minus and plus_a)


def _infinite(a: Range) -> bool:
    return a.lo == -math.inf or a.hi == math.inf


def _multiply(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    a, b = args
    corners = [_product(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    nan = a.nan or b.nan or (a.zero and _infinite(b)) or (b.zero and _infinite(a))
    return fitted(min(corners), max(corners), node.dtype, nan=nan, integral=a.integral and b.integral, negzero=_signs_differ(a, b))


def _divide(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    a, b = args
    nan = a.nan or b.nan or (a.zero and b.zero) or (_infinite(a) and _infinite(b))
    if not b.zero:
        corners = [0.0 if math.isinf(y) else x / y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
        lo, hi = min(corners), max(corners)
        if any(math.isinf(y) for y in (b.lo, b.hi)):
            lo, hi = min(lo, 0.0), max(hi, 0.0)
        return fitted(lo, hi, node.dtype, nan=nan, negzero=_signs_differ(a, b))
    if not a.minus and not b.minus:
        return Range(0.0, math.inf, nan=nan)
    return Range(-math.inf, math.inf, nan=nan, negzero=True)


def _extreme(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    a, b = args
    of = max if node.op == "maximum" else min
    lo, hi = of(a.lo, b.lo), of(a.hi, b.hi)
    return Range(lo, hi, a.nan or b.nan, a.integral and b.integral, (a.negzero or b.negzero) and lo <= 0 <= hi)


def _negative(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    (a,) = args
    return fitted(-a.hi, -a.lo, node.dtype, nan=a.nan, integral=a.integral, negzero=a.zero)


def _absolute(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    (a,) = args
    lo = 0 if a.zero else min(abs(a.lo), abs(a.hi))
    return fitted(lo, max(abs(a.lo), abs(a.hi)), node.dtype, nan=a.nan, integral=a.integral)


ENTIERES: dict[str, Callable[[float], float]] = {"floor": math.floor, "ceil": math.ceil, "trunc": math.trunc, "rint": round}


def _whole(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    (a,) = args
    of = ENTIERES[node.op]
    lo, hi = (x if math.isinf(x) else of(x) for x in (a.lo, a.hi))
    return fitted(lo, hi, node.dtype, nan=a.nan, integral=True, negzero=a.negzero or (node.op != "floor" and a.lo < 0))


def _round(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    (a,) = args
    if node.dtype in ENTIERS or a.nan or _infinite(a) or max(abs(a.lo), abs(a.hi)) > 1e15:
        return anything(node.dtype)
    # Half a unit of the last decimal kept, and the rounding of the result itself.
    decimals = int(str(node.params[0]))
    pas = 10.0**-decimals + 1e-6 * max(abs(a.lo), abs(a.hi))
    # Zero is a fixed point of rounding, so a sign is never crossed.
    lo = max(0.0, a.lo - pas) if a.lo >= 0 else a.lo - pas
    hi = min(0.0, a.hi + pas) if a.hi <= 0 else a.hi + pas
    lo, hi = (x if decimals <= 4 else y for x, y in ((lo, -math.inf), (hi, math.inf)))
    return fitted(lo, hi, node.dtype, integral=decimals <= 0 and decimals > -1, negzero=a.minus)


def _cast(node: Node, args: Sequence[Range], dtypes: Sequence[str]) -> Range:
    (a,) = args
    if node.dtype == "bool":
        if not a.zero:
            return Range(1, 1, integral=True)
        return Range(0, 0, integral=True) if a.single else BOOLEEN
    if node.dtype in ENTIERS:
        if a.nan or _infinite(a):
            return anything(node.dtype)
        return fitted(math.trunc(a.lo), math.trunc(a.hi), node.dtype)
    lo, hi = a.lo, a.hi
    if dtypes[0] in ENTIERS and max(abs(lo), abs(hi)) > EXACTS["float32"]:
        # The bound itself may be rounded twice on the way: a wider step covers it.
        lo, hi = lo - abs(lo) * 1e-6, hi + abs(hi) * 1e-6
    return fitted(lo, hi, node.dtype, nan=a.nan, integral=a.integral, negzero=a.negzero or (a.lo < 0 and dtypes[0] == "float64" and not a.integral))


def _where(_node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    condition, a, b = args
    return a if condition.lo == 1 else b if condition.hi == 0 else union(a, b)


def _table(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    return values(node.params[0], node.dtype, args[0])  # type: ignore[arg-type]  # the shape of the params of a table


def values(valeurs: tuple[object, ...], dtype: str, index: Range) -> Range:
    """Return the range of the values of a table that an index can reach."""
    if "64[" in dtype:
        return OUVERT
    atteints = valeurs[int(index.lo) : int(index.hi) + 1] if index.lo >= 0 and index.hi < len(valeurs) else valeurs
    tableau = np.array(atteints, dtype=dtype)
    if dtype in ENTIERS or dtype == "bool":
        return Range(int(tableau.min()), int(tableau.max()), integral=True)
    if np.isnan(tableau).any():
        return OUVERT
    entiers = bool((tableau == np.floor(tableau)).all())
    return Range(float(tableau.min()), float(tableau.max()), integral=entiers, negzero=bool(((tableau == 0) & np.signbit(tableau)).any()))


def _logical(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    vrais = [a.lo == 1 for a in args]
    faux = [a.hi == 0 for a in args]
    if node.op == "logical_not":
        return Range(int(faux[0]), int(not vrais[0]), integral=True)
    if node.op == "logical_and":
        return Range(int(all(vrais)), int(not any(faux)), integral=True)
    if node.op == "logical_or":
        return Range(int(any(vrais)), int(not all(faux)), integral=True)
    return BOOLEEN


def _finite_test(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    (a,) = args
    if node.op == "isnan":
        return BOOLEEN if a.nan else Range(0, 0, integral=True)
    return Range(1, 1, integral=True) if a.finite else BOOLEEN


def _sqrt(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    (a,) = args
    return fitted(0.0, math.inf, node.dtype, nan=a.nan or a.lo < 0, negzero=a.negzero)


def _exp(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    return fitted(0.0, math.inf, node.dtype, nan=args[0].nan)


def _group_sum(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    (a,) = args
    lo, hi = min(0.0, a.lo * MEMBRES if a.lo < 0 else 0.0), max(0.0, a.hi * MEMBRES if a.hi > 0 else 0.0)
    nan = a.nan or (a.lo == -math.inf and a.hi == math.inf)
    return fitted(lo, hi, node.dtype, nan=nan, integral=a.integral)


def _group_extreme(node: Node, args: Sequence[Range], dtypes: Sequence[str]) -> Range:
    membres = _cast(node, args, dtypes)
    neutre = of_value(node.params[1], node.dtype)
    # A group has a member at least, and filters are choices upstream: the neutral element is the answer only where a member has it.
    of = max if node.op == "group_max" else min
    return membres._replace(lo=of(membres.lo, neutre.lo), hi=of(membres.hi, neutre.hi), integral=False, negzero=membres.negzero or neutre.negzero)


def _group_test(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    neutre = node.op == "group_all"
    return Range(args[0].lo, args[0].hi, integral=True) if args[0].single and node.params[1] is neutre else BOOLEEN


def _group_pick(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    return union(args[0], of_value(node.params[2], node.dtype))


def _same(_node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    return args[0]


def _counts(node: Node, _args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    return Range(1 if node.op == "size" else 0, 2**31 - 1, integral=True)


def _marginal_rates(node: Node, args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    thresholds, rates, decimals = node.params
    base = args[0]
    sans_facteur = len(args) == 1
    if decimals is not None or not base.finite or min(rates) < 0 or thresholds[0] != 0 or not (sans_facteur or (args[1].finite and args[1].lo >= 0)):  # type: ignore[call-overload, index]  # the shape of these params
        return anything(node.dtype)
    # No more than the highest rate on the whole base; the last term covers roundings.
    haut = max(rates) * max(0.0, base.hi)  # type: ignore[call-overload]  # as above
    return fitted(0.0, haut * (1 + 1e-6) + 1.0, node.dtype, negzero=True)


def _single_amounts(node: Node, _args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    amounts: Sequence[float] = node.params[1]  # type: ignore[assignment]  # the shape of these params
    return values((0, *amounts), node.dtype, OUVERT)


def _bracket(node: Node, _args: Sequence[Range], _dtypes: Sequence[str]) -> Range:
    thresholds: Sequence[float] = node.params[0]  # type: ignore[assignment]  # the shape of these params
    return Range(-1, len(thresholds) - 1, integral=True)


RANGES: dict[str, Rule] = {
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "maximum": _extreme,
    "minimum": _extreme,
    "negative": _negative,
    "absolute": _absolute,
    **dict.fromkeys(("floor", "ceil", "trunc", "rint"), _whole),
    "round": _round,
    "cast": _cast,
    "where": _where,
    "table": _table,
    **dict.fromkeys(("logical_not", "logical_and", "logical_or", "logical_xor"), _logical),
    "isnan": _finite_test,
    "isfinite": _finite_test,
    "sqrt": _sqrt,
    "exp": _exp,
    "group_sum": _group_sum,
    "group_max": _group_extreme,
    "group_min": _group_extreme,
    "group_all": _group_test,
    "group_any": _group_test,
    "group_nth": _group_pick,
    "group_person": _group_pick,
    "project": _same,
    **dict.fromkeys(("position", "size", "rank"), _counts),
    "marginal_rates": _marginal_rates,
    "single_amounts": _single_amounts,
    "bracket": _bracket,
}
"""How bounds go through each operation; those that are missing are left open (`power`, `log`, `remainder`, scales of average rates ...)."""
