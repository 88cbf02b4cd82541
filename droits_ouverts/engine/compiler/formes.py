"""What a request gives to OpenFisca and asks of it, as names: the shape that a calculation programme is compiled for.

OpenFisca's own builder reads the request (identifiers, roles, years cut into months, axes): what it put into its simulation is read from there, so
that a programme and the interpreter start from the same arrays. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray

from droits_ouverts.engine.programme.graph import GROUPES, INDIVIDU, ROLES, Entree
from droits_ouverts.engine.programme.population import Groupes, Population

Tableau = NDArray[Any]

LUES_SI_CONNUES = frozenset({"age", "age_en_mois", "contrat_de_travail_fin", "date_naissance", "motif_fin_contrat"})
"""Variables of which formulas ask whether they were given (`get_known_periods`, openfisca-france 176.1.8): their default is another answer than nothing."""


class NonCouvertError(Exception):
    """A programme can't answer this request; `variable` (or "") and `raison`, in French."""

    def __init__(self, raison: str, variable: str = "") -> None:
        super().__init__(raison)
        self.raison = raison
        self.variable = variable

    def __str__(self) -> str:
        """Return the variable and the reason."""
        return f"{self.variable} : {self.raison}" if self.variable else self.raison


@dataclass(frozen=True, slots=True)
class Forme:
    """Names given and names asked, each `variable@period` at the variable's own period."""

    entrees: frozenset[str]
    sorties: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Donnees:
    """What a simulation was given: who lives with whom, and arrays of shape (persons,) or (groups,) by `variable@period`, of OpenFisca's dtypes."""

    personnes: int
    groupes: dict[str, Groupes]
    valeurs: dict[str, Tableau]


def read(simulation: Any) -> Donnees:  # noqa: ANN401 - OpenFisca is untyped
    """Read what a simulation was given, before anything is computed. Raise `NonCouvertError` for a group without anyone in it."""
    valeurs: dict[str, Tableau] = {}
    for population in simulation.populations.values():
        for variable, holder in population._holders.items():  # noqa: SLF001 - Core has no public list of what was given
            for period in holder.get_known_periods():
                valeurs[f"{variable}@{period}"] = holder.get_array(period)
    groupes = {entity: _groups(entity, simulation.populations[entity]) for entity in GROUPES}
    return Donnees(personnes=int(simulation.populations[INDIVIDU].count), groupes=groupes, valeurs=valeurs)


def _groups(entity: str, population: Any) -> Groupes:  # noqa: ANN401 - OpenFisca is untyped
    de = np.asarray(population.members_entity_id, dtype=np.int64)
    nombre = int(population.count)
    if len(np.unique(de)) != nombre:
        raise NonCouvertError(f"un groupe ({entity}) n'a personne")
    codes = {key: code for code, key in enumerate(ROLES[entity])}
    role = np.array([codes[role.key] for role in population.members_role], dtype=np.int8)
    return Groupes(nombre=nombre, de=de, role=role)


def named(system: Any, variable: str, period: object) -> str:  # noqa: ANN401 - OpenFisca is untyped
    """Return `variable@period` as it is asked of a programme. Raise `NonCouvertError` where OpenFisca would refuse the question."""
    info = system.get_variable(variable)
    if info is None:
        raise NonCouvertError("cette variable n'existe pas", variable)
    if info.value_type is str:
        raise NonCouvertError("sa valeur est un texte", variable)
    if info.is_neutralized:
        raise NonCouvertError("elle est neutralisée", variable)
    try:
        asked = periods.period(period)
    except ValueError as error:
        raise NonCouvertError(f"« {period} » n'est pas une période", variable) from error
    if info.definition_period == periods.DateUnit.ETERNITY:
        return f"{variable}@{periods.DateUnit.ETERNITY.upper()}"
    if asked.unit != info.definition_period or asked.size != 1:
        raise NonCouvertError(f"elle ne se calcule pas pour la période « {period} »", variable)
    return f"{variable}@{asked}"


def is_free(system: Any, name: str) -> bool:  # noqa: ANN401 - OpenFisca is untyped
    """Tell whether giving its default for this `variable@period` is the same as giving nothing."""
    variable, _, period = name.partition("@")
    info = system.variables[variable]
    return variable not in LUES_SI_CONNUES and (not info.formulas or info.get_formula(period) is None)


def covers(system: Any, entrees: Iterable[str], sorties: Iterable[str], forme: Forme) -> bool:  # noqa: ANN401 - OpenFisca is untyped
    """Tell whether a programme of these inputs and outputs answers this shape; what is not given of its inputs must be free."""
    connues = frozenset(entrees)
    if not forme.entrees <= connues or not forme.sorties <= frozenset(sorties):
        return False
    return all(is_free(system, name) for name in connues - forme.entrees)


def population_for(donnees: Donnees, entrees: Mapping[str, Entree]) -> Population:
    """Return the population for a programme's inputs, as of their dtypes; raise `NonCouvertError` for a text that it does not know."""
    valeurs: dict[str, NDArray[np.generic]] = {}
    for name, array in donnees.valeurs.items():
        entree = entrees.get(name)
        if entree is None:
            # The programme's answer does not depend on it.
            continue
        valeurs[name] = _given(array, entree)
    return Population(personnes=donnees.personnes, groupes=donnees.groupes, entrees=valeurs)


def _given(array: Tableau, entree: Entree) -> NDArray[np.generic]:
    if isinstance(array, EnumArray):
        return np.asarray(array.view(np.ndarray), dtype=entree.dtype)
    if entree.categories is None:
        return np.asarray(array).astype(entree.dtype)
    textes = [texte.decode() if isinstance(texte, bytes) else str(texte) for texte in array.tolist()]
    inconnu = next((texte for texte in textes if texte not in entree.categories), None)
    if inconnu is not None:
        raise NonCouvertError(f"la valeur « {inconnu} » n'est pas connue du programme", entree.nom.partition("@")[0])
    return np.array([entree.categories[texte] for texte in textes], dtype=entree.dtype)


def as_openfisca(system: Any, donnees: Donnees, name: str, value: Tableau) -> Tableau:  # noqa: ANN401 - OpenFisca is untyped
    """Return an output of a programme as OpenFisca holds it: an array of shape (persons,) or (groups,), of its dtype, an `EnumArray` for a choice."""
    info = system.variables[name.partition("@")[0]]
    taille = donnees.personnes if info.entity.key == INDIVIDU else donnees.groupes[info.entity.key].nombre
    array = np.broadcast_to(np.asarray(value), (taille,)).copy()
    if info.value_type == Enum:
        items: np.ndarray = EnumArray(array.astype(np.int16), info.possible_values)
        return items
    return np.asarray(array, dtype=info.dtype)
