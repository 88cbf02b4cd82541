"""Households, whole, cut into pieces that fit in a processor's cache, whatever the order in which persons and groups come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.graph import INDIVIDU
from droits_ouverts.engine.programme.population import Groupes, Population

Lignes = slice | NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Morceau:
    """Some whole households: their rows in the population, how many persons and groups they are, and their groups with ranks of their own.

    `totaux`: how many persons and groups the whole population has.
    """

    lignes: dict[str, Lignes]
    tailles: dict[str, int]
    totaux: dict[str, int]
    groupes: dict[str, Groupes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rangee:
    """Rows of persons or groups sorted by household (None: they are already), and the household of each."""

    ordre: NDArray[np.int64] | None
    menages: NDArray[np.int64]

    def lines(self, debut: int, fin: int) -> Lignes:
        """Return the rows of the population that these ranks are."""
        return slice(debut, fin) if self.ordre is None else self.ordre[debut:fin]


def households(population: Population, entites: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the household of each person, int64 of shape (persons,), named by the lowest rank of those whom any group ties together."""
    etiquettes: NDArray[np.int64] = np.arange(population.personnes)
    while True:
        avant = etiquettes
        for entity in entites:
            groupes = population.groupes[entity]
            plus_petites = np.full(groupes.nombre, population.personnes)
            np.minimum.at(plus_petites, groupes.de, etiquettes)
            etiquettes = plus_petites[groupes.de]
        etiquettes = etiquettes[etiquettes]
        if np.array_equal(avant, etiquettes):
            return etiquettes


def cut(population: Population, entites: tuple[str, ...], taille: int) -> tuple[dict[str, int], Iterator[Morceau]]:
    """Cut into pieces of about `taille` persons; one household that is larger makes a piece by itself.

    Return the largest number of persons and of groups that a piece holds, and the pieces. The order of persons within a group is kept.
    """
    if population.personnes <= taille:
        groupes = {entity: population.groupes[entity] for entity in entites}
        tailles = {INDIVIDU: population.personnes} | {entity: groupes[entity].nombre for entity in entites}
        return tailles, iter((Morceau(lignes=dict.fromkeys(tailles, slice(None)), tailles=tailles, totaux=tailles, groupes=groupes),))
    menages = households(population, entites)
    rangees = {INDIVIDU: _sorted(menages)}
    for entity in entites:
        groupes_ = population.groupes[entity]
        des_groupes = np.empty(groupes_.nombre, dtype=np.int64)
        des_groupes[groupes_.de] = menages
        rangees[entity] = _sorted(des_groupes)
    coupes = _bounds(rangees[INDIVIDU].menages, taille)
    seuils = [rangees[INDIVIDU].menages[coupe] for coupe in coupes[:-1]]
    bornes = {entity: [*np.searchsorted(rangee.menages, seuils).tolist(), len(rangee.menages)] for entity, rangee in rangees.items()}
    maxima = {entity: max(fin - debut for debut, fin in pairwise(suite)) for entity, suite in bornes.items()}
    return maxima, _pieces(population, rangees, bornes)


def _sorted(menages: NDArray[np.int64]) -> _Rangee:
    if not (menages[1:] < menages[:-1]).any():
        return _Rangee(ordre=None, menages=menages)
    ordre = np.argsort(menages, kind="stable")
    return _Rangee(ordre=ordre, menages=menages[ordre])


def _bounds(menages: NDArray[np.int64], taille: int) -> list[int]:
    debuts = [0, *(np.flatnonzero(menages[1:] != menages[:-1]) + 1).tolist(), len(menages)]
    coupes = [0]
    for avant, apres in pairwise(debuts):
        if apres - coupes[-1] > taille and avant > coupes[-1]:
            coupes.append(avant)
    return [*coupes, len(menages)]


def _pieces(population: Population, rangees: dict[str, _Rangee], bornes: dict[str, list[int]]) -> Iterator[Morceau]:
    places: dict[str, NDArray[Any]] = {}
    for entity, rangee in rangees.items():
        if entity != INDIVIDU and rangee.ordre is not None:
            places[entity] = np.empty(len(rangee.ordre), dtype=np.int64)
            places[entity][rangee.ordre] = np.arange(len(rangee.ordre))
    totaux = {entity: suite[-1] for entity, suite in bornes.items()}
    for rang in range(len(bornes[INDIVIDU]) - 1):
        limites = {entity: (suite[rang], suite[rang + 1]) for entity, suite in bornes.items()}
        lignes = {entity: rangees[entity].lines(*limite) for entity, limite in limites.items()}
        groupes = {}
        for entity, (debut, fin) in limites.items():
            if entity != INDIVIDU:
                tous = population.groupes[entity]
                de = tous.de[lignes[INDIVIDU]]
                groupes[entity] = Groupes(nombre=fin - debut, de=(places[entity][de] if entity in places else de) - debut, role=tous.role[lignes[INDIVIDU]])
        tailles = {entity: fin - debut for entity, (debut, fin) in limites.items()}
        yield Morceau(lignes=lignes, tailles=tailles, totaux=totaux, groupes=groupes)
