"""What JavaScript is compared on: random graphs, and each operation alone on the values where languages part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import numpy as np

from droits_ouverts.engine.programme import evaluation
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree, Graph, Node
from droits_ouverts.engine.programme.population import Population
from tests.engine.programme.graphes import crowd, whole_graph
from tests.engine.programme.javascript.noeud import Machine

SANS_BITS = {"exp": "sqrt", "log": "absolute", "power": "multiply"}
"""Operations whose last bit depends on the library of each machine, and what takes their place in random graphs; they are compared alone."""
FLOTTANTS = (
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    1.0,
    -1.0,
    3.0,
    7.0,
    -7.0,
    0.1,
    0.125,
    1.005,
    2.675,
    1e-30,
    1e9,
    16777217.0,
    2.0**31,
    np.inf,
    -np.inf,
    np.nan,
)
ENTIERS = {
    "uint8": (0, 1, 2, 3, 7, 127, 128, 255),
    "int16": (0, 1, -1, 3, -7, 32767, -32768),
    "int32": (0, 1, -1, 2, 3, -7, 46341, 2**31 - 1, -(2**31)),
    "int64": (0, 1, -1, 2, 3, -7, 2**31, -(2**31) - 1, 2**52),
    "bool": (0, 1),
}
GRANDS = 2**53


def random_case(graine: int, *, menages: int = 8, noeuds: int = 150) -> tuple[Graph, Population]:
    """Return a graph whose every node is an output, and households."""
    rng = np.random.default_rng(graine)
    graph = with_all_outputs(whole_graph(rng, noeuds))
    return graph, crowd(rng, graph, menages)


def with_all_outputs(graph: Graph) -> Graph:
    """Return the graph with an output for each node, without the operations that have no exact bits."""
    suite = Graph(entrees=dict(graph.entrees))
    rangs: list[int] = []
    for node in graph.nodes:
        args = tuple(rangs[arg] for arg in node.args)
        op = SANS_BITS.get(node.op, node.op)
        rangs.append(suite.add(op, args[:1] if op not in {node.op, "multiply"} else args, node.params, dtype=node.dtype, entity=node.entity))
    suite.sorties = {f"n{rank}": rank for rank in range(len(suite.nodes))}
    return suite


def alone(op: str, types: tuple[str, ...], dtype: str, valeurs: list[np.ndarray], params: tuple[object, ...] = ()) -> tuple[Graph, Population]:
    """Return a graph of one operation on persons, and as many persons as values, each in a household of her own."""
    graph = Graph()
    entrees = [
        graph.input(Entree(nom=f"e{rang}", entity=INDIVIDU, dtype=t, defaut="1970-01-01" if t.startswith("datetime") else 0)) for rang, t in enumerate(types)
    ]
    graph.sorties["s"] = graph.add(op, tuple(entrees), params, dtype=dtype, entity=INDIVIDU)
    foyers = Population(personnes=len(valeurs[0]), groupes={}, entrees={f"e{rang}": v for rang, v in enumerate(valeurs)})
    return graph, foyers


def values(dtype: str) -> np.ndarray:
    """Return the values of a type where languages part."""
    with np.errstate(all="ignore"):
        return np.array(FLOTTANTS if dtype in ("float32", "float64") else ENTIERS[dtype]).astype(dtype)


def couples(dtype: str) -> list[np.ndarray]:
    """Return two arrays: each value of a type with each."""
    v = values(dtype)
    return [np.repeat(v, len(v)), np.tile(v, len(v))]


def differences(graph: Graph, attendus: dict[str, np.ndarray], obtenus: dict[str, np.ndarray]) -> Iterator[tuple[str, Node]]:
    """Yield the outputs that are not the same to the bit, dtype and shape; of a product of matrices, by more than one part in 10^9."""
    for nom, rank in graph.sorties.items():
        node = graph.nodes[rank]
        if not same(attendus[nom], obtenus[nom], node.op == "marginal_rates" and node.params[2] is None):
            yield nom, graph.nodes[rank]


def same(attendu: np.ndarray, obtenu: np.ndarray, proche: bool) -> bool:
    """Tell whether two arrays are the same, or close in float64 where `proche`."""
    if (attendu.dtype, attendu.shape) != (obtenu.dtype, obtenu.shape):
        return False
    if attendu.dtype.kind != "f":
        return attendu.tobytes() == obtenu.tobytes()
    faux = np.isnan(attendu)
    if not np.array_equal(faux, np.isnan(obtenu)):
        return False
    if proche and attendu.dtype == np.float64:
        return np.allclose(attendu[~faux], obtenu[~faux], rtol=1e-9, atol=0)
    return attendu[~faux].tobytes() == obtenu[~faux].tobytes()


def one_after_another(args: list[np.ndarray], thresholds: tuple[float, ...], rates: tuple[float, ...], decimals: int | None) -> np.ndarray:
    """Return the tax of a scale with its brackets added in their order: the product of matrices of numpy has another order for another number of rows."""
    if decimals is not None:
        return evaluation.marginal_rates(args, thresholds, rates, decimals)
    total = np.zeros(len(args[0]))
    for rang, taux in enumerate(rates):
        seul = [taux if autre == rang else 0.0 for autre in range(len(rates))]
        total = total + evaluation.marginal_rates(args, thresholds, tuple(seul), None)
    return np.where(np.isfinite(total), total, evaluation.marginal_rates(args, thresholds, rates, None))


def reference(graph: Graph, foyers: Population) -> dict[str, Any]:
    """Return what the reference says of a graph, scales added bracket after bracket."""
    with patch.dict(evaluation.BAREMES, marginal_rates=one_after_another):
        return evaluation.evaluate(graph, foyers)


def compare(machine: Machine, graph: Graph, foyers: Population, module: bytes | None = None) -> list[tuple[str, Node]]:
    """Return the outputs of which JavaScript says something else than numpy."""
    attendus = reference(graph, foyers) if len(graph.sorties) > 1 else evaluation.evaluate(graph, foyers)
    return list(differences(graph, attendus, machine.run(graph, [foyers], module)[0]))


def too_large(graph: Graph, foyers: Population) -> bool:
    """Tell whether a whole number leaves those that a browser counts exactly."""
    entiers = [v for v in evaluation.evaluate_nodes(graph, foyers) if v.dtype == np.int64]
    return any(v.size and (int(v.max()) > GRANDS or int(v.min()) < -GRANDS) for v in entiers)
