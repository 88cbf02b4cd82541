"""The law as a graph of array operations: what a compiled month is made of, before it is stored and after.

A node holds one value for each person, or for each family, tax household or household; a constant holds one for all. Operations that are numpy's
have numpy's name and meaning; the others speak of who lives with whom. Every operation works on operands of one type: conversions are nodes
(`cast`), so that any back end can repeat the same roundings. Free of OpenFisca.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

INDIVIDU, FAMILLE, FOYER_FISCAL, MENAGE = "individu", "famille", "foyer_fiscal", "menage"
CONSTANTE = ""
"""The entity of a constant: one value for all."""
GROUPES = (FAMILLE, FOYER_FISCAL, MENAGE)
ENTITES = (INDIVIDU, *GROUPES)

ROLES: dict[str, tuple[str, ...]] = {
    FAMILLE: ("demandeur", "conjoint", "enfant"),
    FOYER_FISCAL: ("declarant_principal", "conjoint", "personne_a_charge"),
    MENAGE: ("personne_de_reference", "conjoint", "enfant", "autre"),
}
"""The roles of each group, in the order of the codes that a population carries."""

UNAIRES = ("negative", "absolute", "logical_not", "floor", "ceil", "rint", "trunc", "sqrt", "exp", "log", "sign", "isnan", "isfinite", "invert")
BINAIRES = ("add", "subtract", "multiply", "divide", "floor_divide", "remainder", "power", "minimum", "maximum")
COMPARAISONS = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")
LOGIQUES = ("logical_and", "logical_or", "logical_xor")

ARITES: dict[str, tuple[int, ...]] = {
    # One parameter: its value.
    "const": (0,),
    # params: (name,) - the name of an `Entree`
    "input": (0,),
    # params: (entity, codes of roles): is the person in one of these roles there? bool on individu
    "role": (0,),
    # params: (entity,): rank of the person in the order of her group, int32 on individu
    "position": (0,),
    # params: (entity,): number of persons of the group, int64
    "size": (0,),
    # numpy's astype, to the dtype of the node
    "cast": (1,),
    **dict.fromkeys(UNAIRES, (1,)),
    **dict.fromkeys((*BINAIRES, *COMPARAISONS, *LOGIQUES), (2,)),
    # As numpy.where: condition, then, else.
    "where": (3,),
    # params: (decimals,): numpy.round
    "round": (1,),
    # params: (values,): values[index]; the index is a whole number within them
    "table": (1,),
    # Tax scales; args: base [, factor of the thresholds]. params: (thresholds, rates, decimals kept of the thresholds or None)
    "marginal_rates": (1, 2),
    # Parameters: thresholds and rates.
    "average_rates": (1,),
    # Parameters: thresholds, amounts, and whether a threshold belongs to the bracket below.
    "single_amounts": (1,),
    # Parameters: thresholds and amounts.
    "marginal_amounts": (1,),
    # params: (thresholds, decimals or None): index of the bracket, int64
    "bracket": (1, 2),
    # Persons -> groups. params: (entity, codes of roles or None): sum in float64, in the order of persons
    "group_sum": (1,),
    # params: (entity, neutral): numpy.maximum (minimum, logical_and, logical_or) over the members, in their order
    "group_max": (1,),
    "group_min": (1,),
    "group_all": (1,),
    "group_any": (1,),
    # params: (entity, n, default): the value of the n-th member
    "group_nth": (1,),
    # params: (entity, code of a role that one person at most holds, default)
    "group_person": (1,),
    # params: (entity,): the value of her group, for each person
    "project": (1,),
    # params: (entity,): rank of the person's value within her group, from 0, smallest first; int64
    "rank": (1,),
}
"""Every operation, with how many operands it takes."""

DTYPES = (
    "bool",
    "uint8",
    "int16",
    "int32",
    "int64",
    "float32",
    "float64",
    "datetime64[D]",
    "datetime64[M]",
    "datetime64[Y]",
    "timedelta64[D]",
    "timedelta64[M]",
    "timedelta64[Y]",
)


class GraphError(ValueError):
    """The graph breaks a rule of its own: unknown operation, operands of two types, of two entities, an operand that comes later."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation. `args` are ranks of earlier nodes; `entity` says of whom the value is, `CONSTANTE` where it is of all."""

    op: str
    args: tuple[int, ...]
    params: tuple[object, ...]
    dtype: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entree:
    """An input of the graph: `nom`, entity, numpy dtype, default, and the bounds within which its values are taken (None: none).

    `categories`: for a text (a commune), its values, each with the whole number that the graph sees instead.
    """

    nom: str
    entity: str
    dtype: str
    defaut: object = 0
    minimum: float | None = None
    maximum: float | None = None
    categories: dict[str, int] | None = None


@dataclass(slots=True)
class Graph:
    """Nodes in an order in which each can be computed, named inputs and named outputs."""

    nodes: list[Node] = field(default_factory=list)
    entrees: dict[str, Entree] = field(default_factory=dict)
    sorties: dict[str, int] = field(default_factory=dict)
    _ranks: dict[tuple[Node, str], int] = field(default_factory=dict, repr=False)

    def add(self, op: str, args: tuple[int, ...] = (), params: tuple[object, ...] = (), *, dtype: str, entity: str) -> int:
        """Add a node and return its rank; the same node twice is one node."""
        node = Node(op, args, params, dtype, entity)
        # 0.0 and -0.0, True and 1 are equal in Python but not to the law.
        cle = (node, repr(params))
        rank = self._ranks.get(cle)
        if rank is None:
            rank = len(self.nodes)
            self.nodes.append(node)
            self._ranks[cle] = rank
        return rank

    def const(self, value: object, dtype: str) -> int:
        """Add a constant, kept as the plain Python value of its dtype (an ISO text for a date)."""
        return self.add("const", (), (plain(value, dtype),), dtype=dtype, entity=CONSTANTE)

    def input(self, entree: Entree) -> int:
        """Add an input, and declare it."""
        self.entrees.setdefault(entree.nom, entree)
        return self.add("input", (), (entree.nom,), dtype=entree.dtype, entity=entree.entity)

    def __len__(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    def check(self) -> None:
        """Raise `GraphError` at the first broken rule."""
        for rank, node in enumerate(self.nodes):
            for problem in _problems(self, rank, node):
                message = f"node {rank} ({node.op}): {problem}"
                raise GraphError(message)
        for nom, rank in self.sorties.items():
            if not 0 <= rank < len(self.nodes):
                message = f"output {nom}: there is no node {rank}"
                raise GraphError(message)


def plain(value: object, dtype: str) -> object:
    """Return a value as a graph stores it: bool, int or float in Python, ISO text for dates, int for durations."""
    scalar = np.asarray(value).astype(dtype)[()]
    if dtype.startswith("datetime64"):
        return str(scalar)
    if dtype.startswith("timedelta64"):
        return int(scalar.astype("int64"))
    return scalar.item()


def scalar(value: object, dtype: str) -> Any:  # noqa: ANN401 - a numpy scalar of that dtype
    """Return a stored constant as numpy's scalar of its dtype."""
    if dtype.startswith("timedelta64"):
        return np.timedelta64(int(value), dtype[12:-1])  # type: ignore[call-overload]  # an int by construction
    return np.asarray(value).astype(dtype)[()]


def _problems(graph: Graph, rank: int, node: Node) -> Iterator[str]:  # noqa: C901 - one line for each rule of a graph
    if node.op not in ARITES:
        yield "unknown operation"
        return
    if len(node.args) not in ARITES[node.op]:
        yield f"{len(node.args)} operands"
        return
    if node.dtype not in DTYPES:
        yield f"unknown dtype {node.dtype}"
    if any(not 0 <= arg < rank for arg in node.args):
        yield "an operand comes later"
        return
    args = [graph.nodes[arg] for arg in node.args]
    entites = {arg.entity for arg in args} - {CONSTANTE}
    if node.op == "project":
        if entites - {node.params[0]} or node.entity != INDIVIDU:
            yield "project takes a group to its persons"
    elif node.op.startswith("group_"):
        if entites - {INDIVIDU} or node.entity != node.params[0]:
            yield "a group operation takes persons to their group"
    elif args and entites != {node.entity} - {CONSTANTE}:
        yield f"operands of {sorted(entites)} for a value of {node.entity!r}"
    if node.op in BINAIRES and {arg.dtype for arg in args} != {node.dtype} and not _of_dates(args, node):
        yield f"operands of {[arg.dtype for arg in args]} for {node.dtype}"
    if node.op in COMPARAISONS and (len({arg.dtype for arg in args}) != 1 or node.dtype != "bool"):
        yield "a comparison takes two operands of one type and gives a bool"
    if node.op == "where" and (args[0].dtype != "bool" or {args[1].dtype, args[2].dtype} != {node.dtype}):
        yield "where takes a bool and two operands of its own type"


def _of_dates(args: list[Node], node: Node) -> bool:
    return any("64[" in dtype for dtype in (node.dtype, *(arg.dtype for arg in args)))
