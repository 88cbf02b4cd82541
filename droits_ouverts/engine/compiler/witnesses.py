"""A few made-up households whose values go along while a graph is recorded.

They show the type of each result and check the graph once it is written; nothing in the graph comes from their values. Each entity has its own number
of members, so that the length of an array tells whose value it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from droits_ouverts.engine.programme.graph import FAMILLE, FOYER_FISCAL, GROUPES, INDIVIDU, MENAGE, ROLES, Entree
from droits_ouverts.engine.programme.population import Groupes, Population

MENAGES: tuple[tuple[bool | None, int, int], ...] = (
    (None, 0, 0),
    (None, 1, 0),
    (None, 3, 1),
    (True, 0, 0),
    (True, 2, 0),
    (True, 6, 2),
    (False, 0, 1),
    (False, 1, 0),
    (False, 3, 0),
    (None, 0, 2),
    (None, 0, 0),
)
"""Households: a couple that shares a tax household (True), one that does not (False) or nobody (None); children; other adults."""


@dataclass(slots=True)
class Witness:
    """Persons in their groups: `groupes[entity][person]`, `roles[entity][person]`, and how many there are of each entity."""

    groupes: dict[str, list[int]] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    tailles: dict[str, int] = field(default_factory=dict)

    def population(self, entrees: dict[str, np.ndarray]) -> Population:
        """Return the witnesses as a population, with values of inputs."""
        groupes = {
            entity: Groupes(
                nombre=self.tailles[entity],
                de=np.array(self.groupes[entity], dtype=np.int64),
                role=np.array([ROLES[entity].index(role) for role in self.roles[entity]], dtype=np.int8),
            )
            for entity in GROUPES
        }
        return Population(personnes=self.tailles[INDIVIDU], groupes=groupes, entrees=entrees)


def build() -> Witness:
    """Return the witnesses; raise `ValueError` if two entities have as many members."""
    witness = Witness({e: [] for e in GROUPES}, {e: [] for e in GROUPES}, dict.fromkeys((INDIVIDU, *GROUPES), 0))
    for couple, enfants, autres in MENAGES:
        _household(witness, couple, enfants, autres)
    witness.tailles[INDIVIDU] = len(witness.groupes[FAMILLE])
    if len(set(witness.tailles.values())) != len(witness.tailles) or 1 in witness.tailles.values():
        message = f"two entities have the same number of witnesses: {witness.tailles}"
        raise ValueError(message)
    return witness


def _household(witness: Witness, couple: bool | None, enfants: int, autres: int) -> None:
    famille, foyer, menage = (witness.tailles[e] for e in GROUPES)
    _person(witness, (famille, "demandeur"), (foyer, "declarant_principal"), (menage, "personne_de_reference"))
    suivant = foyer + 1
    if couple is not None:
        _person(witness, (famille, "conjoint"), (foyer, "conjoint") if couple else (suivant, "declarant_principal"), (menage, "conjoint"))
        suivant += not couple
    for _ in range(enfants):
        _person(witness, (famille, "enfant"), (foyer, "personne_a_charge"), (menage, "enfant"))
    for rang in range(autres):
        _person(witness, (famille + 1 + rang, "demandeur"), (suivant + rang, "declarant_principal"), (menage, "autre"))
    witness.tailles[FAMILLE] = famille + 1 + autres
    witness.tailles[FOYER_FISCAL] = suivant + autres
    witness.tailles[MENAGE] = menage + 1


def _person(witness: Witness, *places: tuple[int, str]) -> None:
    for entity, (groupe, role) in zip(GROUPES, places, strict=True):
        witness.groupes[entity].append(groupe)
        witness.roles[entity].append(role)


def draw(entree: Entree, taille: int, alea: np.random.Generator) -> np.ndarray:
    """Draw plausible values of an input, seeded: shape (taille,), of its dtype."""
    if entree.dtype == "bool":
        return alea.random(taille) < 0.5
    if entree.categories is not None:
        return alea.choice(np.array(sorted(set(entree.categories.values()))), taille).astype(entree.dtype)
    if entree.dtype.startswith("datetime64"):
        return np.datetime64("2026-11-01", "D") - alea.integers(0, 33_000, taille).astype("timedelta64[D]")
    haut = 3000.0 if entree.maximum is None else min(entree.maximum, 3000.0)
    if entree.dtype.startswith(("int", "uint")):
        return alea.integers(int(entree.minimum or 0), int(haut) + 1, taille).astype(entree.dtype)
    return np.where(alea.random(taille) < 0.4, 0.0, np.round(alea.random(taille) * haut, 2)).astype(entree.dtype)
