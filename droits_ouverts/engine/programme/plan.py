"""What to compute for the outputs that are asked, in which order, and where each value is kept: decided once for a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme import evaluation
from droits_ouverts.engine.programme.graph import CONSTANTE, GROUPES, Graph, GraphError, Node, scalar

Casier = int
"""Rank of a buffer: it holds one value after another, all of one dtype and of one entity."""

TERME_A_TERME = evaluation.NUMPY - {"where"}
"""Operations of numpy that may write over one of their operands."""


@dataclass(frozen=True, slots=True)
class Etape:
    """One node to compute. `args`: constants, or ranks of buffers; `sur_place`: the buffer of the result already holds its last operand."""

    node: Node
    args: tuple[NDArray[Any] | Casier, ...]
    casier: Casier
    sur_place: bool
    sorties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Steps in order, buffers as (dtype, entity), outputs that are constants, and the groups on which any of it depends."""

    etapes: list[Etape]
    casiers: list[tuple[str, str]]
    constantes: dict[str, NDArray[Any]]
    sorties: dict[str, Node]
    entites: tuple[str, ...]
    tables: dict[tuple[object, ...], NDArray[Any]]


def needed(graph: Graph, sorties: Collection[str]) -> list[int]:
    """Return the nodes that these outputs need, each just before its first use: values die young, and stay in the cache."""
    vus, ordre = set[int](), list[int]()
    for nom in sorties:
        pile = [graph.sorties[nom]]
        while pile:
            rank = pile[-1]
            attente = [arg for arg in reversed(graph.nodes[rank].args) if arg not in vus]
            if rank in vus or not attente:
                pile.pop()
                if rank not in vus:
                    vus.add(rank)
                    ordre.append(rank)
            else:
                pile += attente
    return ordre


def last_uses(graph: Graph, ordre: list[int]) -> dict[int, int]:
    """Return the last node that reads each value."""
    return {arg: rank for rank in ordre for arg in graph.nodes[rank].args}


def make_plan(graph: Graph, sorties: Collection[str] | None = None) -> Plan:
    """Plan the computation of these outputs, all by default. Raise `GraphError` for an output that the graph doesn't have."""
    demandees = tuple(graph.sorties) if sorties is None else tuple(dict.fromkeys(sorties))
    absentes = [nom for nom in demandees if nom not in graph.sorties]
    if absentes:
        message = f"the graph has no output {absentes[0]}"
        raise GraphError(message)
    ordre = needed(graph, demandees)
    constantes = _constants(graph, ordre)
    return Plan(
        etapes=(rangement := _Rangement(graph, [rank for rank in ordre if rank not in constantes], constantes, demandees)).etapes,
        casiers=rangement.casiers,
        constantes={nom: constantes[graph.sorties[nom]] for nom in demandees if graph.sorties[nom] in constantes},
        sorties={nom: graph.nodes[graph.sorties[nom]] for nom in demandees},
        entites=_groups(graph, ordre),
        tables={table_key(graph.nodes[rank]): _table(graph.nodes[rank]) for rank in ordre if graph.nodes[rank].op == "table"},
    )


def table_key(node: Node) -> tuple[object, ...]:
    """Return the name of a table in a plan: the identity of its values, which the graph keeps, and its dtype."""
    return (id(node.params[0]), node.dtype)


def _table(node: Node) -> NDArray[Any]:
    if "64[" in node.dtype:
        return evaluation.table(node)
    return np.array(node.params[0]).astype(node.dtype)


def _constants(graph: Graph, ordre: list[int]) -> dict[int, NDArray[Any]]:
    valeurs: dict[int, NDArray[Any]] = {}
    with np.errstate(all="ignore"):
        for rank in ordre:
            node = graph.nodes[rank]
            if node.op == "const":
                valeurs[rank] = np.asarray(scalar(node.params[0], node.dtype))
            elif node.entity == CONSTANTE:
                valeurs[rank] = evaluation.apply(node, [valeurs[arg] for arg in node.args])
    return valeurs


def _groups(graph: Graph, ordre: list[int]) -> tuple[str, ...]:
    nodes = [graph.nodes[rank] for rank in ordre]
    citees = {node.entity for node in nodes} | {str(node.params[0]) for node in nodes if node.op not in {"const", "input"} and node.params}
    return tuple(entity for entity in GROUPES if entity in citees)


class _Rangement:
    """Gives a buffer to each value, and takes it back after the last use."""

    def __init__(self, graph: Graph, ordre: list[int], constantes: dict[int, NDArray[Any]], demandees: tuple[str, ...]) -> None:
        self._graph, self._constantes = graph, constantes
        self._libres: defaultdict[tuple[str, str], list[Casier]] = defaultdict(list)
        self._ou: dict[int, Casier] = {}
        self.casiers: list[tuple[str, str]] = []
        self.etapes: list[Etape] = []
        noms: defaultdict[int, list[str]] = defaultdict(list)
        for nom in demandees:
            noms[graph.sorties[nom]].append(nom)
        derniers = last_uses(graph, ordre)
        for rank in ordre:
            meurent = {arg for arg in graph.nodes[rank].args if derniers[arg] == rank and arg not in constantes}
            self._place(rank, meurent, tuple(noms[rank]))
            if rank not in derniers:
                self._free(rank)

    def _free(self, rank: int) -> None:
        casier = self._ou[rank]
        self._libres[self.casiers[casier]].append(casier)

    def _take(self, cle: tuple[str, str]) -> Casier:
        if self._libres[cle]:
            return self._libres[cle].pop()
        self.casiers.append(cle)
        return len(self.casiers) - 1

    def _place(self, rank: int, meurent: set[int], sorties: tuple[str, ...]) -> None:
        node = self._graph.nodes[rank]
        cle = (node.dtype, node.entity)
        args = tuple(self._constantes[arg] if arg in self._constantes else self._ou[arg] for arg in node.args)
        repris = next((arg for arg in _heirs(node) if arg in meurent and self.casiers[self._ou[arg]] == cle), None)
        if repris is None:
            casier = self._take(cle)
        else:
            casier = self._ou[repris]
            meurent = meurent - {repris}
        self._ou[rank] = casier
        for arg in meurent:
            self._free(arg)
        self.etapes.append(Etape(node, args, casier, sur_place=repris is not None, sorties=sorties))


def _heirs(node: Node) -> tuple[int, ...]:
    if node.op in TERME_A_TERME:
        return node.args
    if node.op == "where" and node.args[2] not in node.args[:2]:
        return node.args[2:]
    return ()
