"""Households as columns: who lives with whom, and one array for each input. What every back end takes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.graph import INDIVIDU


@dataclass(frozen=True, slots=True, kw_only=True)
class Groupes:
    """The groups of one entity.

    `de`: int64 of shape (persons,), the rank of each person's group; `role`: int8 of the same shape, her role as a rank in `graph.ROLES[entity]`.
    Every group has at least one member.
    """

    nombre: int
    de: NDArray[np.int64]
    role: NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Any number of households, of any size and composition.

    `entrees`: name of an input to its array, of the dtype of its `Entree` and of shape (persons,) or (groups of its entity,); one that is left out
    holds its default. Texts are given as the whole numbers of `Entree.categories`.
    """

    personnes: int
    groupes: dict[str, Groupes]
    entrees: dict[str, NDArray[np.generic]] = field(default_factory=dict)

    def taille(self, entity: str) -> int:
        """Return how many persons or groups there are."""
        return self.personnes if entity == INDIVIDU else self.groupes[entity].nombre
