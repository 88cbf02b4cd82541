"""What was computed of a right on the copies of a household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(slots=True)
class Observed:
    """What was computed of one right: booleans and euros of shape (copies,), and its conditions."""

    eligible: np.ndarray
    montant: np.ndarray | None = None
    montant_min: np.ndarray | None = None
    montant_max: np.ndarray | None = None
    conditions: dict[str, np.ndarray] = field(default_factory=dict)


def part(vue: Observed, morceau: slice) -> Observed:
    """Return some of the copies."""

    def cut(tableau: np.ndarray | None) -> np.ndarray | None:
        return None if tableau is None else tableau[morceau]

    return Observed(vue.eligible[morceau], cut(vue.montant), cut(vue.montant_min), cut(vue.montant_max), {k: v[morceau] for k, v in vue.conditions.items()})


def join(une: Observed, autre: Observed) -> Observed:
    """Return the copies of one observation, then those of another."""

    def both(a: np.ndarray | None, b: np.ndarray | None) -> np.ndarray | None:
        return None if a is None or b is None else np.concatenate([a, b])

    return Observed(
        np.concatenate([une.eligible, autre.eligible]),
        both(une.montant, autre.montant),
        both(une.montant_min, autre.montant_min),
        both(une.montant_max, autre.montant_max),
        {k: np.concatenate([v, autre.conditions[k]]) for k, v in une.conditions.items()},
    )


def closest_member(eligible: np.ndarray, conditions: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return, for each copy, the person who is eligible or nearest to it: her conditions are the reasons shown."""
    note = eligible.astype(int) * 1000
    for tableau in conditions.values():
        if tableau.shape == eligible.shape:
            note = note + tableau
    return np.asarray(note.argmax(axis=1))


def of_member(tableau: np.ndarray, choisi: np.ndarray, membres: int) -> np.ndarray:
    """Return, for each copy, the condition of the person chosen; that of the group where it is one."""
    if tableau.shape[1] == membres:
        return np.asarray(tableau[np.arange(len(choisi)), choisi])
    return np.asarray(tableau.any(axis=1))
