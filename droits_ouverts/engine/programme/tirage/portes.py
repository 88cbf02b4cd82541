"""When a fact is asked, over columns: the same three values as `questionnaire.predicates`, as 1.0 (yes), 0.0 (no) and 0.5 (not known)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import AgeEntre, EnCouple, Entite, Et, Fait, Non, Ou, Quand, Role, RoleParmi, Vaut

ROLES: tuple[Role, ...] = tuple(Role)
ADULTES = (ROLES.index(Role.DEMANDEUR), ROLES.index(Role.CONJOINT))
Reels = NDArray[np.float64]


@dataclass(slots=True)
class Gens:
    """The persons of every household, one row each.

    `menage`: rank of the household, from 0; `role`: rank in `ROLES`; `mois_de_vie`: whole months lived on the first of the month (-1: born in it);
    `demandeur`: row of the demandeur of each row's household. `valeurs` and `dits` hold the facts drawn so far and whether they were said.
    """

    menage: NDArray[np.int64]
    role: NDArray[np.int8]
    mois_de_vie: NDArray[np.int64]
    demandeur: NDArray[np.int64]
    valeurs: dict[str, NDArray[np.generic]] = field(default_factory=dict)
    dits: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    ouverts: dict[str, Reels] = field(default_factory=dict)

    def __len__(self) -> int:
        """Number of persons."""
        return len(self.menage)

    @property
    def age(self) -> NDArray[np.int64]:
        """Whole years, -1 before birth."""
        return self.mois_de_vie // 12

    @property
    def adulte(self) -> NDArray[np.bool_]:
        """Tell the demandeur and her partner from the others."""
        return np.asarray(np.isin(self.role, ADULTES))

    @property
    def porte_les_groupes(self) -> NDArray[np.bool_]:
        """Tell the rows that carry the facts of the groups."""
        return np.asarray(self.role == ROLES.index(Role.DEMANDEUR))

    def any_in_household(self, mask: NDArray[np.bool_] | Reels) -> Reels:
        """Return, for each row, the greatest value of the rows of its household."""
        haut = np.zeros(int(self.menage[-1]) + 1)
        np.maximum.at(haut, self.menage, mask.astype(float))
        return haut[self.menage]

    def is_among(self, fait: str, valeurs: tuple[object, ...]) -> NDArray[np.bool_]:
        """Tell the rows where a fact was said and holds one of these values."""
        return np.asarray(np.isin(self.valeurs[fait], np.array(valeurs, dtype=self.valeurs[fait].dtype)) & self.dits[fait])


def openness(gens: Gens, fait: Fait) -> Reels:
    """Return for each row whether the fact is asked there, given the facts drawn so far."""
    porteurs = (gens.role != ROLES.index(Role.AUTRE)) if fait.entite is Entite.INDIVIDU else gens.porte_les_groupes
    return np.where(porteurs, _holds(gens, fait, fait.quand), 0.0)


def _holds(gens: Gens, fait: Fait, quand: Quand | None) -> Reels:
    n = len(gens)
    match quand:
        case None:
            return np.ones(n)
        case RoleParmi(roles=roles):
            oui = np.isin(gens.role, [ROLES.index(role) for role in roles])
            return oui.astype(float) if fait.entite is Entite.INDIVIDU else np.zeros(n)
        case AgeEntre(minimum=minimum, maximum=maximum):
            age = gens.age
            return ((age >= minimum) & (age <= maximum)).astype(float) if fait.entite is Entite.INDIVIDU else np.full(n, 0.5)
        case EnCouple():
            return gens.any_in_household(gens.role == ROLES.index(Role.CONJOINT))
        case Vaut(fait=nom, valeurs=valeurs):
            return _is_worth(gens, fait, FAITS[nom], valeurs)
        case Et(conditions=conditions):
            return np.asarray(np.min([_holds(gens, fait, c) for c in conditions], axis=0))
        case Ou(conditions=conditions):
            return np.asarray(np.max([_holds(gens, fait, c) for c in conditions], axis=0))
        case Non(condition=inverse):
            return 1.0 - _holds(gens, fait, inverse)


def _is_worth(gens: Gens, fait: Fait, autre: Fait, valeurs: tuple[object, ...]) -> Reels:
    oui = gens.is_among(autre.nom, valeurs).astype(float)
    # Not said where it was asked is not known; where it was not asked it holds none of these values.
    ligne = np.where(~gens.dits[autre.nom] & (gens.ouverts[autre.nom] > 0), 0.5, oui)
    if autre.entite is fait.entite:
        return ligne
    if autre.entite is Entite.INDIVIDU:
        return gens.any_in_household(np.where(gens.adulte, ligne, 0.0))
    return ligne[gens.demandeur]
