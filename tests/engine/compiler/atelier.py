"""A random graph, written piece by piece."""

from __future__ import annotations

import numpy as np

from droits_ouverts.engine.programme.graph import CONSTANTE, INDIVIDU, MENAGE, Entree, Graph

FLOTTANTS = ("float32", "float64")
ENTIERS = ("uint8", "int16", "int32", "int64")
BORNES = ((None, None), (0, 9), (-5, 5), (1, 9), (None, 3), (-9, -1), (0, 3e38), (0, None), (0, 200))
GROUPES = {"group_max": -np.inf, "group_min": np.inf, "group_all": True, "group_any": False}


class Atelier:
    """Writes one random graph: `pick` among values, inputs and constants of a type, outputs."""

    def __init__(self, rng: np.random.Generator, *, entity: str = INDIVIDU) -> None:
        self.rng, self.graph, self.entity = rng, Graph(), entity

    def pick(self, *values: object) -> object:
        return values[int(self.rng.integers(len(values)))]

    def input(self, dtype: str, bornes: tuple[float | None, float | None] | None = None, entity: str = "") -> int:
        lo, hi = bornes or self.pick(*BORNES)  # type: ignore[misc]
        if dtype == "bool" or "64[" in dtype:
            lo = hi = None
        elif dtype in ENTIERS:
            infos = np.iinfo(dtype)
            lo = None if lo is None else max(lo, int(infos.min))
            hi = None if hi is None else int(min(hi, 200))
            if lo is not None and hi is not None and lo > hi:
                lo, hi = 0, 9
            if hi is not None and dtype == "uint8" and hi < 0:
                lo, hi = 0, 9
        return self.graph.input(
            Entree(
                nom=f"e{len(self.graph.entrees)}",
                entity=entity or self.entity,
                dtype=dtype,
                minimum=lo,
                maximum=hi,
                defaut=0 if "64[" not in dtype else "1990-01-01",
            )
        )

    def const(self, dtype: str, *values: object) -> int:
        if not values:
            values = (0, 1) if dtype == "bool" else (0, 1, 2, 7, 100) if dtype in ENTIERS else (0.0, -0.0, 1.0, -1.0, 0.1, 2.0, 1e30, np.inf, np.nan)
        return self.graph.const(self.pick(*values), dtype)

    def add(self, op: str, *args: int, params: tuple[object, ...] = (), dtype: str = "", entity: str | None = None) -> int:
        nodes = [self.graph.nodes[arg] for arg in args]
        ou = entity if entity is not None else next((node.entity for node in nodes if node.entity), CONSTANTE)
        return self.graph.add(op, args, params, dtype=dtype or nodes[-1].dtype, entity=ou)

    def shuffled(self, *args: int) -> tuple[int, ...]:
        return tuple(args) if self.rng.random() < 0.5 else tuple(reversed(args))

    def out(self, *ranks: int) -> Graph:
        for rank in ranks:
            node = self.graph.nodes[rank]
            # Now shown with its sign, now only compared: what a rule may do depends on it.
            if node.dtype in FLOTTANTS and self.rng.random() < 0.3:
                rank = self.add("less", rank, self.const(node.dtype, 0.0, 1.0), dtype="bool")  # noqa: PLW2901 - what is read of it
            elif node.dtype in FLOTTANTS and self.rng.random() < 0.2:
                rank = self.add("divide", self.graph.const(1.0, node.dtype), rank, dtype=node.dtype)  # noqa: PLW2901 - as above
            self.graph.sorties[f"s{len(self.graph.sorties)}"] = rank
        return self.graph

    def number(self) -> str:
        return str(self.pick(*FLOTTANTS, *FLOTTANTS, *ENTIERS))

    def floating(self) -> str:
        return str(self.pick(*FLOTTANTS))

    def flag(self, dtype: str = "") -> int:
        """A boolean: an input, or a comparison."""
        if self.rng.random() < 0.5:
            return self.input("bool")
        dtype = dtype or self.number()
        return self.add(str(self.pick("less", "equal", "not_equal", "less_equal")), self.input(dtype), self.const(dtype), dtype="bool")


def table(a: Atelier, index: int, dtype: str, n: int = 5) -> int:
    fixe = a.rng.random() < 0.3
    tirees = a.rng.integers(0, 2, n).tolist() if dtype == "bool" else a.rng.integers(0, 90, n).tolist()
    valeurs = tuple((bool if dtype == "bool" else float if dtype in FLOTTANTS else int)(tirees[0] if fixe else v) for v in tirees)
    return a.add("table", index, params=(valeurs,), dtype=dtype)


def of_group(a: Atelier, arg: int, op: str, dtype: str) -> int:
    neutre = GROUPES.get(op) if op in GROUPES and (dtype == "bool") == (op in ("group_all", "group_any")) else 0
    if op == "group_sum":
        return a.add(op, arg, params=(MENAGE, a.pick(None, (1,))), dtype="float64", entity=MENAGE)
    if op in ("group_nth", "group_person"):
        return a.add(op, arg, params=(MENAGE, int(str(a.pick(0, 1))), a.pick(0, 1)), dtype=dtype, entity=MENAGE)
    if dtype in ENTIERS:
        neutre = int(str(a.pick(0, 7)))
    return a.add(op, arg, params=(MENAGE, neutre), dtype=dtype, entity=MENAGE)
