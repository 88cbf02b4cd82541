"""The new graph while it is written: each node goes through constants and rules before it is kept."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from droits_ouverts.engine.compiler.simplify import ranges
from droits_ouverts.engine.compiler.simplify.ranges import Range
from droits_ouverts.engine.programme import evaluation
from droits_ouverts.engine.programme.graph import BINAIRES, COMPARAISONS, CONSTANTE, INDIVIDU, LOGIQUES, UNAIRES, Entree, Graph, Node, scalar

POINT_A_POINT = frozenset((*UNAIRES, *BINAIRES, *COMPARAISONS, *LOGIQUES, "where", "cast", "round", "table"))
"""Operations that look at one person or group at a time and whose result doesn't depend on how many there are."""
PLIABLES = POINT_A_POINT | frozenset(evaluation.BAREMES)
"""Operations that numpy computes at once when every operand is a constant."""


@dataclass(frozen=True, slots=True)
class Regle:
    """A rule: `fonction(builder, node, signless)` returns the rank of a node that has the same value, or None.

    `signless`: nobody can tell this node's 0.0 from -0.0. `ops`: the operations to which it applies.
    """

    ops: tuple[str, ...]
    fonction: Callable[[Builder, Node, bool], int | None]

    @property
    def nom(self) -> str:
        """Its name in accounts."""
        return self.fonction.__name__


class Builder:
    """Writes a graph node by node. `ranges[rank]` is what is known of each; `uses[rank]`, how often the graph that is read used it."""

    def __init__(self, regles: Iterable[Regle], entrees: dict[str, Entree]) -> None:
        self.graph = Graph(entrees=dict(entrees))
        self.ranges: list[Range] = []
        self.uses: Counter[int] = Counter()
        self.comptes: Counter[str] = Counter()
        self._regles: dict[str, list[Regle]] = defaultdict(list)
        for regle in regles:
            for op in regle.ops:
                self._regles[op].append(regle)

    def node(self, rank: int) -> Node:
        """Return a node by its rank."""
        return self.graph.nodes[rank]

    def op(self, rank: int) -> str:
        """Return the operation of a node."""
        return self.graph.nodes[rank].op

    def value(self, rank: int) -> np.generic | None:
        """Return the value of a constant as numpy's scalar, None for anything else."""
        node = self.graph.nodes[rank]
        return scalar(node.params[0], node.dtype) if node.op == "const" else None

    def is_zero(self, rank: int) -> bool:
        """Tell whether a node is the constant 0, of either sign (never a date)."""
        node = self.graph.nodes[rank]
        return node.op == "const" and "64[" not in node.dtype and node.params[0] == 0

    def is_const(self, *ranks: int) -> bool:
        """Tell whether all are constants."""
        return all(self.graph.nodes[rank].op == "const" for rank in ranks)

    def alone(self, rank: int) -> bool:
        """Tell whether a node had one reader at most in the graph that is read."""
        return self.uses[rank] <= 1

    def const(self, value: object, dtype: str) -> int:
        """Add a constant."""
        if value != value:  # noqa: PLR0124 - NaN alone differs from itself: one object stands for all, or none would be the same node
            rank = self.graph.add("const", (), (math.nan,), dtype=dtype, entity=CONSTANTE) if dtype.startswith("float") else self.graph.const(value, dtype)
        else:
            rank = self.graph.const(value, dtype)
        self._known(rank)
        return rank

    def make(self, op: str, *args: int, params: tuple[object, ...] = (), dtype: str | None = None, entity: str | None = None, signless: bool = False) -> int:
        """Add a node, simplified; its dtype and entity are those of its operands unless given."""
        if dtype is None:
            dtype = "bool" if op in COMPARAISONS or op in LOGIQUES or op == "logical_not" else self.graph.nodes[args[-1]].dtype
        if entity is None:
            entity = next((self.graph.nodes[arg].entity for arg in args if self.graph.nodes[arg].entity), CONSTANTE)
        return self.keep(Node(op, args, params, dtype, entity), signless=signless)

    def keep(self, node: Node, *, signless: bool = False) -> int:
        """Add a node whose operands are already here, or return one that has the same value."""
        if node.op == "const":
            return self.const(node.params[0], node.dtype)
        if node.args and node.op in PLIABLES and self.is_const(*node.args):
            folded = self.fold(node)
            if folded is not None:
                self.comptes["constant"] += 1
                return folded
        if node.op in POINT_A_POINT and node.entity and all(not self.graph.nodes[arg].entity for arg in node.args):
            node = Node(node.op, node.args, node.params, node.dtype, CONSTANTE)
        for regle in self._regles[node.op]:
            rank = regle.fonction(self, node, signless)
            if rank is not None:
                self.comptes[regle.nom] += 1
                return rank
        rank = self.graph.add(node.op, node.args, node.params, dtype=node.dtype, entity=node.entity)
        self._known(rank)
        known = self.ranges[rank]
        if node.op not in ("const", "input") and known.single and not known.nan and (known.lo != 0 or signless or not known.negzero):
            self.comptes["constant_by_range"] += 1
            return self.const(known.lo, node.dtype)
        return rank

    def fold(self, node: Node) -> int | None:
        """Return the constant that numpy computes from constants, None where it refuses."""
        args = [np.asarray(self.value(arg)) for arg in node.args]
        try:
            resultat = evaluation.apply(node, args)
        except (IndexError, ValueError):
            return None
        return self.const(resultat[()], node.dtype) if resultat.dtype == node.dtype else None

    def _known(self, rank: int) -> None:
        if rank == len(self.ranges):
            node = self.graph.nodes[rank]
            if node.op == "input":
                self.ranges.append(ranges.of_input(self.graph.entrees[str(node.params[0])]))
            else:
                nodes = [self.graph.nodes[arg] for arg in node.args]
                self.ranges.append(ranges.of_node(node, [self.ranges[arg] for arg in node.args], [arg.dtype for arg in nodes]))


def flotte(node: Node) -> bool:
    """Tell whether a node holds floats."""
    return node.dtype in ("float32", "float64")


__all__ = ["INDIVIDU", "POINT_A_POINT", "Builder", "Regle", "flotte"]
