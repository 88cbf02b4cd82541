"""Graphs of anything: every kind of node on what is there already."""

from __future__ import annotations

import numpy as np

from droits_ouverts.engine.programme.graph import INDIVIDU, MENAGE, Graph
from tests.engine.compiler.atelier import FLOTTANTS, Atelier, of_group, table


def _scale(a: Atelier, base: int) -> int:
    op = str(a.pick("marginal_rates", "single_amounts", "marginal_amounts", "average_rates", "bracket"))
    seuils, taux = (0.0, 3.0, 100.0), (0.1, 0.0, 0.4)
    if op == "bracket":
        return a.add("cast", a.add(op, base, params=(seuils, None), dtype="int64"), dtype="int32")
    params = {"marginal_rates": (seuils, taux, a.pick(None, 2)), "single_amounts": (seuils, taux, bool(a.pick(True, False)))}.get(op, (seuils, taux))
    return a.add(op, base, params=params, dtype="float64")


class Melange(Atelier):
    """Writes one node after another, of any kind, on what is there already."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.par: dict[str, list[int]] = {dtype: [self.input(dtype), self.input(dtype), self.const(dtype)] for dtype in ("bool", "float32", "float64", "int32")}
        self.index = self.input("uint8", (0, 4))

    def any_of(self, dtype: str) -> int:
        rangs = self.par[dtype]
        return rangs[int(self.rng.integers(max(0, len(rangs) - 12), len(rangs)))] if self.rng.random() < 0.7 else self.const(dtype)

    def node(self, genre: int, dtype: str) -> int:
        if genre == 0:
            return self.add("where", self.any_of("bool"), self.any_of(dtype), self.any_of(dtype), dtype=dtype)
        if genre == 1:
            x = self.any_of(str(self.pick("bool", "int32", "float32") if dtype != "int32" else "bool")) if self.rng.random() < 0.8 else self.index
            return self.add("cast", x, dtype=dtype)
        if genre == 2:
            return _scale(self, self.any_of(str(self.pick(*FLOTTANTS))))
        if genre == 3 and self.graph.nodes[x := self.any_of(dtype)].entity:
            op = str(self.pick("group_nth", "group_person") if dtype != "float64" else self.pick("group_sum", "group_max", "group_nth"))
            return self.add("project", of_group(self, x, op, dtype), params=(MENAGE,), dtype=dtype, entity=INDIVIDU)
        return self.flag_node(genre) if dtype == "bool" else self.number_node(genre, dtype)

    def flag_node(self, genre: int) -> int:
        if genre in (4, 5):
            dtype = str(self.pick("float32", "float64", "int32"))
            op = str(self.pick("less", "less_equal", "greater", "equal", "not_equal"))
            return self.add(op, self.any_of(dtype), self.any_of(dtype), dtype="bool")
        if genre == 6:
            return self.add("logical_not", self.any_of("bool"), dtype="bool")
        return self.add(str(self.pick("logical_and", "logical_or", "logical_xor")), self.any_of("bool"), self.any_of("bool"), dtype="bool")

    def number_node(self, genre: int, dtype: str) -> int:
        if genre == 4:
            return table(self, self.index, dtype)
        if genre == 5 and dtype in FLOTTANTS:
            op = str(self.pick("negative", "absolute", "floor", "ceil", "rint", "trunc", "sqrt", "exp", "sign", "round"))
            return self.add(op, self.any_of(dtype), params=(self.pick(0, 1, 2),) if op == "round" else ())
        op = str(self.pick("add", "add", "multiply", "multiply", "subtract", "maximum", "minimum", *(["divide"] if dtype in FLOTTANTS else [])))
        return self.add(op, self.any_of(dtype), self.any_of(dtype), dtype=dtype)


def whole_graph(rng: np.random.Generator, taille: int) -> Graph:
    """Return a graph of about so many nodes, of every kind, with a few outputs."""
    a = Melange(rng)
    while len(a.graph) < taille:
        rang = a.node(int(rng.integers(10)), str(a.pick("float32", "float64", "int32", "bool")))
        a.par[a.graph.nodes[rang].dtype].append(rang)
    for rangs in a.par.values():
        for rang in rangs[-2:]:
            a.graph.sorties[f"s{len(a.graph.sorties)}"] = rang
    return a.graph
