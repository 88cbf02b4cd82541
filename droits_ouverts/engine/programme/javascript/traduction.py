"""From a graph to the operations of the JavaScript runtime: one kernel for each node, chosen by its types, with whole numbers kept exact.

The runtime holds every value in a float64: whole numbers are exact up to 2^53. An operation on int64 that bounds do not prove to stay within is
given a kernel that checks, and stops rather than answer something else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from droits_ouverts.engine.programme.graph import COMPARAISONS, CONSTANTE, INDIVIDU, LOGIQUES, Graph, Node
from droits_ouverts.engine.programme.javascript.bornes import LIMITES, Bornes, bounds
from droits_ouverts.engine.programme.javascript.nombres import EXACT, EmissionError, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One kernel: its name, the entity of its value, the instructions it reads, and its constants as JSON holds them."""

    noyau: str
    entity: str
    args: tuple[int, ...]
    params: object = None


LETTRES = {"float64": "f8", "float32": "f4", "int64": "i8", "int32": "i4", "int16": "i2", "uint8": "u1", "bool": "b1"}
TELLES_QUELLES = frozenset((*COMPARAISONS, *LOGIQUES, "where", "minimum", "maximum", "isnan", "isfinite", "logical_not"))
"""Operations that are the same whatever the type."""
CALENDRIER: dict[tuple[str, str, str], str] = {
    ("datetime64", "D", "M"): "months_of_days",
    ("datetime64", "D", "Y"): "years_of_days",
    ("datetime64", "M", "D"): "days_of_months",
    ("datetime64", "Y", "D"): "days_of_years",
    ("timedelta64", "D", "M"): "mean_months_of_days",
    ("timedelta64", "D", "Y"): "mean_years_of_days",
    ("timedelta64", "M", "D"): "mean_days_of_months",
    ("timedelta64", "Y", "D"): "mean_days_of_years",
    **{(sorte, "M", "Y"): "twelfth" for sorte in ("datetime64", "timedelta64")},
    **{(sorte, "Y", "M"): "times_twelve" for sorte in ("datetime64", "timedelta64")},
}


def translate(graph: Graph) -> tuple[list[Instruction], dict[str, int]]:
    """Return the instructions that the outputs need, in an order in which each can run, and the rank of each output.

    Raise `EmissionError` where an operation has no exact counterpart.
    """
    graph.check()
    return _Translation(graph).run()


class _Translation:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.suite: list[Instruction] = []
        self.rangs: dict[int, int] = {}
        self.bornes: dict[int, Bornes] = {}

    def run(self) -> tuple[list[Instruction], dict[str, int]]:
        for rank in _in_order(self.graph):
            node = self.graph.nodes[rank]
            self.bornes[rank] = bounds(self.graph, node, [self.bornes[arg] for arg in node.args])
            try:
                self.rangs[rank] = self._add(node, self.bornes[rank])
            except KeyError as error:
                message = f"l'opération {node.op} n'a pas d'équivalent exact en JavaScript pour le type {node.dtype} ({error})."
                raise EmissionError(message) from None
        return self.suite, {nom: self.rangs[rank] for nom, rank in self.graph.sorties.items()}

    def _emit(self, noyau: str, entity: str, args: tuple[int, ...] = (), params: object = None) -> int:
        self.suite.append(Instruction(noyau=noyau, entity=entity, args=args, params=params))
        return len(self.suite) - 1

    def _add(self, node: Node, bornes: Bornes) -> int:
        args = tuple(self.rangs[arg] for arg in node.args)
        types = [self.graph.nodes[arg].dtype for arg in node.args]
        if node.op == "const":
            return self._emit("const", CONSTANTE, (), number(node.params[0], node.dtype))
        if node.op == "input":
            return self._emit("input", node.entity, (), str(node.params[0]))
        if node.op == "cast":
            return self._cast(args[0], types[0], node.dtype, node.entity)
        if node.op in ("group_max", "group_min", "group_all", "group_any") and types[0] != node.dtype:
            args = (self._cast(args[0], types[0], node.dtype, INDIVIDU),)
        noyau, params = self._kernel(node, types, bornes)
        return self._emit(noyau, node.entity, args, params)

    def _cast(self, arg: int, avant: str, apres: str, entity: str) -> int:
        noyau = _cast_kernel(avant, apres)
        return arg if noyau is None else self._emit(noyau, entity, (arg,))

    def _kernel(self, node: Node, types: list[str], bornes: Bornes) -> tuple[str, object]:
        if node.op in TELLES_QUELLES:
            return _same_type(node, types), None
        if node.op in PARAMETRES:
            return PARAMETRES[node.op](node, types)
        letter = _letter(node, types)
        if letter == "i8" and abs(bornes[0]) <= EXACT and abs(bornes[1]) <= EXACT:
            letter = "n"
        return KERNELS[node.op][letter], None


def _in_order(graph: Graph) -> list[int]:
    """Return the ranks that an output depends on, in their order."""
    utiles, pile = set[int](), list(graph.sorties.values())
    while pile:
        rank = pile.pop()
        if rank not in utiles:
            utiles.add(rank)
            pile.extend(graph.nodes[rank].args)
    return sorted(utiles)


def _letter(node: Node, types: list[str]) -> str:
    """Return the letters of the type in which an operation computes."""
    dates = [dtype for dtype in (*types, node.dtype) if "64[" in dtype]
    if not dates:
        if any(dtype != node.dtype for dtype in types) and node.op not in ("sqrt", "exp", "log"):
            raise KeyError(", ".join(types))
        return LETTRES[node.dtype]
    if len({dtype[-2] for dtype in dates}) > 1 or any(dtype not in ("int64", "float64") for dtype in (*types, node.dtype) if "64[" not in dtype):
        raise KeyError(", ".join((*types, node.dtype)))
    if node.op == "divide" and node.dtype != "float64":
        raise KeyError(node.dtype)
    if node.op == "divide":
        return "f8"
    if "float64" in types:
        raise KeyError("float64")
    return "i8"


def _same_type(node: Node, types: list[str]) -> str:
    if node.op in ("minimum", "maximum") and node.dtype == "bool":
        return "logical_and" if node.op == "minimum" else "logical_or"
    if node.op not in LOGIQUES and any("64[" in dtype for dtype in types) and len({dtype for dtype in types if dtype != "bool"}) > 1:
        raise KeyError(", ".join(types))
    return node.op


ENTIERS = ("i4", "i2", "u1", "i8", "n")
FLOTTANTS = ("f8", "f4")


def _own(op: str, *lettres: str) -> dict[str, str]:
    return {lettre: f"{op}_{lettre}" for lettre in lettres}


KERNELS: dict[str, dict[str, str]] = {
    **{op: _own(op, *FLOTTANTS, *ENTIERS) for op in ("subtract", "floor_divide", "remainder", "power")},
    "add": {"b1": "logical_or", **_own("add", *FLOTTANTS, *ENTIERS)},
    "multiply": {"b1": "logical_and", **_own("multiply", *FLOTTANTS, *ENTIERS)},
    "negative": {**dict.fromkeys(FLOTTANTS, "negative_f"), **_own("negative", *ENTIERS)},
    "absolute": {"b1": "copy", **dict.fromkeys(FLOTTANTS, "absolute_f"), **_own("absolute", *ENTIERS)},
    "invert": {"b1": "logical_not", **_own("invert", *ENTIERS)},
    **{op: {**dict.fromkeys(FLOTTANTS, op), **dict.fromkeys(("b1", *ENTIERS), "copy")} for op in ("floor", "ceil", "trunc")},
    "rint": dict.fromkeys(FLOTTANTS, "rint"),
    "sign": dict.fromkeys((*FLOTTANTS, *ENTIERS), "sign"),
    **{op: _own(op, *FLOTTANTS) for op in ("divide", "sqrt", "exp", "log")},
}
"""For each operation, the kernel of each type; "n" is an int64 proven to stay within what a browser counts exactly."""


def _round(node: Node, types: list[str]) -> tuple[str, object]:
    decimals = int(str(node.params[0]))
    if types[0] in ("float32", "float64"):
        if abs(decimals) > 15:
            raise KeyError(f"{decimals} decimals")
        return f"round_{LETTRES[types[0]]}", decimals
    if decimals < 0:
        raise KeyError(f"{decimals} decimals")
    return "copy", None


def _table(node: Node, _types: list[str]) -> tuple[str, object]:
    return "table", [number(valeur, node.dtype) for valeur in node.params[0]]  # type: ignore[attr-defined]  # the shape of the params of a table


def _floats(valeurs: object) -> list[object]:
    return [number(valeur, "float64") for valeur in valeurs]  # type: ignore[attr-defined]  # a tuple of numbers


def _scale(node: Node, types: list[str]) -> tuple[str, object]:
    nom, params = node.op + ("_scaled" if len(types) == 2 else ""), list(node.params)
    if node.op == "average_rates" and len(params[1]) == 1:  # type: ignore[arg-type]  # a tuple of rates
        nom = "average_rate_f4" if types[0] == "float32" else "average_rate"
    chiffres = 1 if node.op == "bracket" else 2
    return nom, [*(_floats(p) for p in params[:chiffres]), *params[chiffres:]]


def _group(node: Node, types: list[str]) -> tuple[str, object]:
    entity, *reste = node.params
    if node.op == "group_sum":
        if node.dtype != "float64":
            raise KeyError(node.dtype)
        return node.op, [entity, None if reste[0] is None else list(reste[0])]  # type: ignore[call-overload]  # None or codes
    if node.op in ("group_max", "group_min", "group_all", "group_any"):
        return _bool_group(node), [entity, number(reste[0], node.dtype)]
    if node.op in ("group_nth", "group_person"):
        if types[0] != node.dtype:
            raise KeyError(types[0])
        return node.op, [entity, int(str(reste[0])), number(reste[1], node.dtype)]
    return node.op, [entity]


def _bool_group(node: Node) -> str:
    if node.dtype == "bool":
        return {"group_max": "group_any", "group_min": "group_all"}.get(node.op, node.op)
    if node.op in ("group_all", "group_any"):
        raise KeyError(node.dtype)
    return node.op


def _role(node: Node, _types: list[str]) -> tuple[str, object]:
    return "role", [node.params[0], list(node.params[1])]  # type: ignore[call-overload]  # codes of roles


PARAMETRES: dict[str, Callable[[Node, list[str]], tuple[str, object]]] = {
    "round": _round,
    "table": _table,
    **dict.fromkeys(("marginal_rates", "average_rates", "single_amounts", "marginal_amounts", "bracket"), _scale),
    "role": _role,
    **dict.fromkeys(
        ("position", "size", "group_sum", "group_max", "group_min", "group_all", "group_any", "group_nth", "group_person", "project", "rank"), _group
    ),
}


def _cast_kernel(avant: str, apres: str) -> str | None:
    """Return the kernel of a conversion, None where the value stays as it is."""
    dates = [dtype for dtype in (avant, apres) if "64[" in dtype]
    if len(dates) == 2:
        if avant == apres:
            return None
        return CALENDRIER[avant[:-3], avant[-2], apres[-2]] if avant[:-3] == apres[:-3] else CALENDRIER[avant, "", apres]
    de, vers = (LETTRES["int64"] if "64[" in dtype else LETTRES[dtype] for dtype in (avant, apres))
    if vers == "b1":
        return None if de == "b1" else "to_bool"
    if vers == "f8":
        return None
    if vers == "f4":
        return None if de in ("f4", "b1", "u1", "i2") else "fround"
    if de in FLOTTANTS:
        return f"to_{vers}"
    bas, haut = LIMITES["int64" if "64[" in avant else avant]
    vers_bas, vers_haut = LIMITES["int64" if "64[" in apres else apres]
    return None if vers_bas <= bas and haut <= vers_haut else f"wrap_{vers}"
