"""What each operation of a graph means, in numpy, one call for each node: the reference that every back end is compared with.

Nothing is planned, reused or cut: it is slow and heavy on purpose. Formulas of tax scales and of groups are those of OpenFisca-Core 44.7.1
(`openfisca_core/taxscales`, `openfisca_core/populations`), down to the order of additions. Free of OpenFisca.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.graph import BINAIRES, COMPARAISONS, CONSTANTE, LOGIQUES, UNAIRES, Graph, GraphError, Node, scalar
from droits_ouverts.engine.programme.population import Groupes, Population

Valeur = NDArray[Any]
Nombres = Sequence[float]


def evaluate(graph: Graph, population: Population) -> dict[str, Valeur]:
    """Return each output of the graph: an array of shape (persons,) or (groups,), or of shape () where the output is a constant.

    Raise `GraphError` where a node doesn't give the dtype that it declares. Values are not checked: NaN, infinities and overflows follow numpy.
    """
    valeurs = evaluate_nodes(graph, population)
    return {nom: valeurs[rank] for nom, rank in graph.sorties.items()}


def evaluate_nodes(graph: Graph, population: Population) -> list[Valeur]:
    """Return the value of every node, in their order."""
    valeurs: list[Valeur] = []
    with np.errstate(all="ignore"):
        for rank, node in enumerate(graph.nodes):
            valeur = np.asarray(_value(graph, node, [valeurs[arg] for arg in node.args], population))
            if valeur.dtype != node.dtype:
                message = f"node {rank} ({node.op}): numpy gives {valeur.dtype}, the node says {node.dtype}"
                raise GraphError(message)
            valeurs.append(valeur)
    return valeurs


def _value(graph: Graph, node: Node, args: list[Valeur], population: Population) -> Valeur:
    if node.op == "const":
        return np.asarray(scalar(node.params[0], node.dtype))
    if node.op == "input":
        return _input(graph, node, population)
    if node.op in COMPOSITION:
        return COMPOSITION[node.op](node, population)
    if node.op in DE_GROUPES:
        return _of_groups(node, args[0], population)
    taille = () if node.entity == CONSTANTE else (population.taille(node.entity),)
    return apply(node, [np.broadcast_to(arg, taille) for arg in args])


def apply(node: Node, args: list[Valeur]) -> Valeur:
    """Return what an operation that doesn't depend on who lives with whom gives for operands of one shape, (n,) or ()."""
    if node.op in BAREMES:
        bases = [np.atleast_1d(arg) for arg in args]
        resultat = BAREMES[node.op](bases, *node.params)
        return resultat.astype(node.dtype).reshape(args[0].shape)
    if node.op == "cast":
        return args[0].astype(node.dtype)
    if node.op == "round":
        return np.asarray(np.round(args[0], decimals=int(str(node.params[0]))))
    if node.op == "table":
        return np.asarray(table(node)[args[0]])
    if node.op in NUMPY:
        return np.asarray(getattr(np, node.op)(*args))
    message = f"no meaning is given for {node.op}"
    raise GraphError(message)


def table(node: Node) -> Valeur:
    """Return the values of a `table` as an array of its dtype."""
    valeurs: tuple[object, ...] = node.params[0]  # type: ignore[assignment]  # the shape of the params of a table
    return np.array([scalar(valeur, node.dtype) for valeur in valeurs], dtype=node.dtype)


NUMPY = frozenset((*UNAIRES, *BINAIRES, *COMPARAISONS, *LOGIQUES, "where"))


def _input(graph: Graph, node: Node, population: Population) -> Valeur:
    entree = graph.entrees[str(node.params[0])]
    donnee = population.entrees.get(entree.nom)
    if donnee is None:
        return np.full(population.taille(entree.entity), scalar(entree.defaut, entree.dtype))
    return donnee


def role(node: Node, population: Population) -> Valeur:
    """Return who holds one of the roles: bool of shape (persons,)."""
    entity, codes = node.params
    return np.isin(population.groupes[str(entity)].role, np.asarray(codes, dtype=np.int8))


def position(node: Node, population: Population) -> Valeur:
    """Return the rank of each person among the members of her group: int32 of shape (persons,)."""
    return positions(population.groupes[str(node.params[0])])


def size(node: Node, population: Population) -> Valeur:
    """Return how many members each group has: int64 of shape (groups,)."""
    groupes = population.groupes[str(node.params[0])]
    return np.bincount(groupes.de, minlength=groupes.nombre)


COMPOSITION: dict[str, Callable[[Node, Population], Valeur]] = {"role": role, "position": position, "size": size}


def positions(groupes: Groupes) -> NDArray[np.int32]:
    """Return the rank of each person among the members of her group (`GroupPopulation.members_position`)."""
    order = np.argsort(groupes.de, kind="stable")
    tailles = np.bincount(groupes.de, minlength=groupes.nombre)
    debuts = np.cumsum(tailles) - tailles
    resultat = np.empty(len(groupes.de), dtype=np.int32)
    resultat[order] = np.arange(len(groupes.de)) - debuts[groupes.de[order]]
    return resultat


def _of_groups(node: Node, arg: Valeur, population: Population) -> Valeur:
    groupes = population.groupes[str(node.params[0])]
    taille = groupes.nombre if node.op == "project" else population.personnes
    return DE_GROUPES[node.op](node, np.broadcast_to(arg, (taille,)), groupes)


def group_sum(node: Node, personnes: Valeur, groupes: Groupes) -> Valeur:
    """Add the members' values in float64, in the order of persons, from 0.0 (`GroupPopulation.sum`)."""
    codes = node.params[1]
    if codes is None:
        return np.bincount(groupes.de, weights=personnes, minlength=groupes.nombre).astype(node.dtype)
    garde = np.isin(groupes.role, np.asarray(codes, dtype=np.int8))
    return np.bincount(groupes.de[garde], weights=personnes[garde], minlength=groupes.nombre).astype(node.dtype)


def _nth(rang: int, personnes: Valeur, groupes: Groupes, default: object) -> Valeur:
    resultat = np.full(groupes.nombre, default, dtype=personnes.dtype)
    choisies = positions(groupes) == rang
    resultat[groupes.de[choisies]] = personnes[choisies]
    return resultat


def group_nth(node: Node, personnes: Valeur, groupes: Groupes) -> Valeur:
    """Return the n-th member's value, a default where there is none (`GroupPopulation.value_nth_person`)."""
    _entity, rang, default = node.params
    return _nth(int(rang), personnes, groupes, scalar(default, node.dtype))  # type: ignore[call-overload]  # the shape of these params


def group_person(node: Node, personnes: Valeur, groupes: Groupes) -> Valeur:
    """Return the value of the one who holds a role, a default where nobody does (`GroupPopulation.value_from_person`)."""
    _entity, code, default = node.params
    resultat = np.full(groupes.nombre, scalar(default, node.dtype), dtype=node.dtype)
    choisies = groupes.role == code
    resultat[groupes.de[choisies]] = personnes[choisies]
    return resultat


REDUCTEURS: dict[str, np.ufunc] = {"group_max": np.maximum, "group_min": np.minimum, "group_all": np.logical_and, "group_any": np.logical_or}


def group_reduce(node: Node, personnes: Valeur, groupes: Groupes) -> Valeur:
    """Reduce the members' values one position after another, from the neutral element (`GroupPopulation.reduce`)."""
    neutre = scalar(node.params[1], node.dtype)
    valeurs = personnes.astype(node.dtype)
    resultat = np.full(groupes.nombre, neutre, dtype=node.dtype)
    for rang in range(int(positions(groupes).max()) + 1):
        resultat = REDUCTEURS[node.op](resultat, _nth(rang, valeurs, groupes, neutre))
    return resultat


def project(node: Node, valeurs: Valeur, groupes: Groupes) -> Valeur:
    """Give each person the value of her group (`GroupPopulation.project`)."""
    return np.asarray(valeurs[groupes.de])


def rank(node: Node, personnes: Valeur, groupes: Groupes) -> Valeur:
    """Return the rank of each person's value within her group: int64, from 0 (`Population.get_rank`).

    Of two equal values, that of the earlier member comes first. Core leaves that to numpy's unstable sort, which keeps this order in groups of
    sixteen at most wherever numpy sorts them by insertion.
    """
    rangs = positions(groupes)
    colonnes = [_nth(rang, personnes.astype(np.float64), groupes, np.inf) for rang in range(int(rangs.max()) + 1)]
    ordre = np.argsort(np.stack(colonnes, axis=1), kind="stable")
    return np.asarray(np.argsort(ordre, kind="stable")[groupes.de, rangs])


DE_GROUPES: dict[str, Callable[[Node, Valeur, Groupes], Valeur]] = {
    "group_sum": group_sum,
    **dict.fromkeys(REDUCTEURS, group_reduce),
    "group_nth": group_nth,
    "group_person": group_person,
    "project": project,
    "rank": rank,
}


def _seuils(n: int, factor: Valeur | float, seuils: object) -> Valeur:
    # Core adds the smallest step of a float to the factor, so that 0 times an infinite threshold is not NaN.
    return np.outer(np.ones(n) * factor + np.finfo(np.float64).eps, np.array(seuils))


def marginal_rates(args: list[Valeur], thresholds: Nombres, rates: Nombres, decimals: int | None) -> Valeur:
    """Return the tax of a scale of marginal rates, float64 (`MarginalRateTaxScale.calc`)."""
    base, *facteurs = args
    base1 = np.tile(base, (len(thresholds), 1)).T
    thresholds1 = _seuils(len(base), facteurs[0] if facteurs else 1.0, [*thresholds, np.inf])
    if decimals is not None:
        thresholds1 = np.round(thresholds1, decimals)
    a = np.maximum(np.minimum(base1, thresholds1[:, 1:]) - thresholds1[:, :-1], 0)
    if decimals is None:
        return np.asarray(np.dot(rates, a.T))
    r = np.tile(rates, (len(base), 1))
    b = np.round(a, decimals)
    return np.asarray(np.round(r * b, decimals).sum(axis=1))


def average_rates(args: list[Valeur], thresholds: Nombres, rates: Nombres) -> Valeur:
    """Return the tax of a scale of average rates, straight between thresholds (`LinearAverageRateTaxScale.calc`)."""
    (base,) = args
    if len(rates) == 1:
        return np.asarray(base * rates[0])
    tiled_base = np.tile(base, (len(thresholds) - 1, 1)).T
    tiled_thresholds = np.tile(thresholds, (len(base), 1))
    bracket_dummy = (tiled_base >= tiled_thresholds[:, :-1]) * (+tiled_base < tiled_thresholds[:, 1:])
    rates_array = np.array(rates)
    thresholds_array = np.array(thresholds)
    rate_slope = (rates_array[1:] - rates_array[:-1]) / (+thresholds_array[1:] - thresholds_array[:-1])
    average_rate_slope = np.dot(bracket_dummy, rate_slope.T)
    bracket_average_start_rate = np.dot(bracket_dummy, rates_array[:-1])
    bracket_threshold = np.dot(bracket_dummy, thresholds_array[:-1])
    return np.asarray(base * (+bracket_average_start_rate + (base - bracket_threshold) * average_rate_slope))


def single_amounts(args: list[Valeur], thresholds: Nombres, amounts: Nombres, right: bool) -> Valeur:
    """Return the amount of the bracket that holds the base (`SingleAmountTaxScale.calc`)."""
    bracket_indices = np.digitize(args[0], np.array([-np.inf, *thresholds, np.inf]), right=right)
    return np.asarray(np.array([0, *amounts, 0])[bracket_indices - 1])


def marginal_amounts(args: list[Valeur], thresholds: Nombres, amounts: Nombres) -> Valeur:
    """Return the sum of the amounts of the brackets that the base enters (`MarginalAmountTaxScale.calc`)."""
    (base,) = args
    base1 = np.tile(base, (len(thresholds), 1)).T
    thresholds1 = np.tile(np.hstack((thresholds, np.inf)), (len(base), 1))
    a = np.maximum(np.minimum(base1, thresholds1[:, 1:]) - thresholds1[:, :-1], 0)
    return np.asarray(np.dot(amounts, a.T > 0))


def bracket(args: list[Valeur], thresholds: Nombres, decimals: int | None) -> Valeur:
    """Return the rank of the bracket that holds the base, int64, -1 below the first (`RateTaxScaleLike.bracket_indices`)."""
    base, *facteurs = args
    base1 = np.tile(base, (len(thresholds), 1)).T
    thresholds1 = _seuils(len(base), facteurs[0] if facteurs else 1.0, thresholds)
    if decimals is not None:
        thresholds1 = np.round(thresholds1, decimals)
    return np.asarray((base1 - thresholds1 >= 0).sum(axis=1) - 1)


BAREMES: dict[str, Callable[..., Valeur]] = {
    "marginal_rates": marginal_rates,
    "average_rates": average_rates,
    "single_amounts": single_amounts,
    "marginal_amounts": marginal_amounts,
    "bracket": bracket,
}
