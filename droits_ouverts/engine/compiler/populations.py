"""Who lives with whom, while tracing: OpenFisca's questions about groups become operations of the graph.

Each of them keeps the numpy meaning of `openfisca_core.populations` 44.7.1; the witness's values are computed by OpenFisca's own methods.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import numpy as np
from openfisca_core.entities import Role
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.projectors import Projector
from openfisca_core.projectors import projectable as core_projectable

from droits_ouverts.engine.compiler.labels import EnumChoice, Labels, is_text
from droits_ouverts.engine.compiler.traced import Operand, Recorder, RefusError, Traced, isinstance_traced
from droits_ouverts.engine.programme.graph import CONSTANTE, INDIVIDU, ROLES, plain

Array = Any
Method = TypeVar("Method", bound=Callable[..., Any])


def projectable(method: Method) -> Method:
    """Mark a method as one that a projector carries over, as OpenFisca does."""
    core_projectable(method)
    return method


class RolesTemoins:
    """`members_role` while tracing: it can only be compared with a role."""

    def __init__(self, population: TracedGroups) -> None:
        self.population = population

    def __eq__(self, role: object) -> Array:
        if not isinstance(role, Role):
            message = "roles are compared with something else"
            raise RefusError(message)
        return self.population.role_is(role)

    __hash__ = None  # type: ignore[assignment]  # as numpy's arrays


class TracedPersons(Population):  # type: ignore[misc]  # OpenFisca is untyped
    """Persons whose arrays are traced."""

    recorder: Recorder

    @projectable
    def has_role(self, role: Role) -> Array:
        """Tell for each person whether she has the role in her group."""
        self.entity.check_role_validity(role)
        return self.simulation.get_population(role.entity.plural).role_is(role)

    @projectable
    def get_rank(self, entity: Any, criteria: Array, condition: Any = True) -> Array:  # noqa: ANN401 - OpenFisca's signature
        """Rank each person by a criterion within her group, -1 where the condition is not met."""
        groupes = entity.reference_entity if isinstance(entity, Projector) else entity
        filtre: Any = np.where(condition, criteria, np.inf)
        temoin = Population.get_rank(_Temoin(filtre.temoin.size), groupes.temoin, filtre.temoin)
        rang = self.recorder.record("rank", [filtre], np.asarray(temoin, dtype=np.int64), INDIVIDU, (groupes.entity.key,))
        return np.where(condition, rang, -1)

    def get_holder(self, variable_name: str) -> Any:  # noqa: ANN401 - OpenFisca is untyped
        """Return what is kept of a variable, as OpenFisca does; a formula that looks there is noted."""
        holder = super().get_holder(variable_name)
        self.simulation.glimpse(variable_name)
        return holder

    def filled_array(self, value: Any, dtype: Any = None) -> Array:  # noqa: ANN401 - OpenFisca's signature
        """Return an array full of a value, that formulas may then change in place."""
        return filled(self.recorder, self.entity.key, value, dtype)

    def empty_array(self) -> Array:
        """Return zeros, as OpenFisca does."""
        return self.filled_array(0.0, np.float32)

    def get_index(self, id: str) -> NoReturn:  # noqa: A002 - OpenFisca's name
        """Refuse: one person's rank is data."""
        message = f"the rank of {id} is asked"
        raise RefusError(message)


class _Temoin:
    """Just what `Population.get_rank` reads of its population."""

    def __init__(self, count: int) -> None:
        self.count = count


class TracedGroups(GroupPopulation):  # type: ignore[misc]  # OpenFisca is untyped
    """Families, tax households or households whose arrays are traced. `temoin`: OpenFisca's own population of the witnesses."""

    recorder: Recorder
    temoin: GroupPopulation

    # Who is where

    def role_is(self, role: Role) -> Traced:
        """Tell for each person whether she has the role, or one of its subroles."""
        codes = role_codes(self.entity.key, role)
        temoin = np.logical_or.reduce([self.temoin.members_role == sub for sub in (role.subroles or [role])])
        return self.recorder.record("role", [], np.asarray(temoin, dtype=bool), INDIVIDU, (self.entity.key, codes))

    @property
    def members_position(self) -> Traced:
        """Rank of each person in her group."""
        return self.recorder.record("position", [], np.asarray(self.temoin.members_position, dtype=np.int32), INDIVIDU, (self.entity.key,))

    @property
    def members_role(self) -> RolesTemoins:
        """Role of each person in her group."""
        return RolesTemoins(self)

    @property
    def members_entity_id(self) -> NoReturn:
        """Refuse: what a formula would do with it is not known."""
        message = "members_entity_id is read"
        raise RefusError(message)

    @property
    def ordered_members_map(self) -> NoReturn:
        """Refuse: what a formula would do with it is not known."""
        message = "ordered_members_map is read"
        raise RefusError(message)

    # Persons -> groups

    @projectable
    def sum(self, array: Array, role: Role | None = None) -> Array:
        """Add over the members: float64, as numpy.bincount with weights."""
        self.entity.check_role_validity(role)
        if role is not None and role.entity.key != self.entity.key:
            # A role of another group: those who do not hold it add nothing.
            array, role = np.where(self.members.has_role(role), array, 0), None
        operand = self.recorder.operand(array, np.float64)
        codes = None if role is None else role_codes(self.entity.key, role)
        return self._record("group_sum", operand, self.temoin.sum(_persons(operand, self), role), (codes,))

    @projectable
    def any(self, array: Array, role: Role | None = None) -> Array:
        """Tell whether the sum over the members is above zero; for booleans, whether one is true."""
        if isinstance_traced(array) and array.temoin.dtype == bool:
            membres = array if role is None else np.logical_and(array, self.members.has_role(role))
            temoin = self.temoin.sum(_persons(membres, self)) > 0
            return self._record("group_any", membres, temoin, (False,))
        return self.sum(array, role=role) > 0

    @projectable
    def reduce(self, array: Array, reducer: Any, neutral_element: Any, role: Role | None = None) -> Array:  # noqa: ANN401 - OpenFisca's signature
        """Reduce over the members: `numpy.maximum`, `minimum`, `logical_and` and `logical_or` only."""
        op = REDUCTIONS.get(reducer)
        if op is None:
            message = f"group members are reduced by {reducer}"
            raise RefusError(message)
        filtre: Any = array if role is None else np.where(self.members.has_role(role), array, neutral_element)
        operand = self.recorder.operand(filtre)
        temoin = self.temoin.reduce(_persons(operand, self), reducer, neutral_element)
        operand = self.recorder.cast(operand, temoin.dtype)
        return self._record(op, operand, temoin, (plain(neutral_element, str(temoin.dtype)),))

    @projectable
    def nb_persons(self, role: Role | None = None) -> Array:
        """Count the members, or those of a role."""
        if role:
            return self.sum(self.role_is(role))
        return self.recorder.record("size", [], np.asarray(self.temoin.nb_persons(), dtype=np.int64), self.entity.key, (self.entity.key,))

    @projectable
    def value_from_person(self, array: Array, role: Role, default: Any = 0) -> Array:  # noqa: ANN401 - OpenFisca's signature
        """Return the value of the one member who has the role."""
        self.entity.check_role_validity(role)
        if role.max != 1:
            message = f"the value of a member by a role that is not unique ({role.key})"
            raise RefusError(message)
        operand, rebuild = _members(self.recorder, array)
        temoin = np.asarray(self.temoin.value_from_person(_persons(operand, self), role, default)).view(np.ndarray)
        (code,) = role_codes(self.entity.key, role)
        return rebuild(self._record("group_person", operand, temoin, (code, plain(default, str(temoin.dtype)))))

    @projectable
    def value_nth_person(self, n: int, array: Array, default: Any = 0) -> Array:  # noqa: ANN401 - OpenFisca's signature
        """Return the value of the n-th member."""
        operand, rebuild = _members(self.recorder, array)
        temoin = np.asarray(self.temoin.value_nth_person(n, _persons(operand, self), default)).view(np.ndarray)
        return rebuild(self._record("group_nth", operand, temoin, (int(n), plain(default, str(temoin.dtype)))))

    @projectable
    def value_from_first_person(self, array: Array) -> Array:
        """Return the value of the first member."""
        return self.value_nth_person(0, array)

    # Groups -> persons

    def project(self, array: Array, role: Role | None = None) -> Array:
        """Give each person the value of her group; zero to those without the role."""
        self.entity.check_role_validity(role)
        if isinstance_traced(array) and array.entity != CONSTANTE:
            if array.entity != self.entity.key:
                message = f"a value of {array.entity} is projected from {self.entity.key}"
                raise RefusError(message)
            operand, rebuild = _members(self.recorder, array)
            temoin = operand.temoin[self.temoin.members_entity_id]
            projete = rebuild(self.recorder.record("project", [operand], temoin, INDIVIDU, (self.entity.key,)))
        elif isinstance_traced(array):
            projete = array
        else:
            un = array.reshape(-1)[:1] if not isinstance(array, EnumArray) else array[:1]
            self.recorder.constant(array)
            projete = np.repeat(un, self.recorder.tailles[INDIVIDU])
            projete = EnumArray(projete.view(np.ndarray), array.possible_values) if isinstance(array, EnumArray) else projete
        return projete if role is None else np.where(self.members.has_role(role), projete, 0)

    def get_holder(self, variable_name: str) -> Any:  # noqa: ANN401 - OpenFisca is untyped
        """Return what is kept of a variable, as OpenFisca does; a formula that looks there is noted."""
        holder = super().get_holder(variable_name)
        self.simulation.glimpse(variable_name)
        return holder

    def filled_array(self, value: Any, dtype: Any = None) -> Array:  # noqa: ANN401 - OpenFisca's signature
        """Return an array full of a value, that formulas may then change in place."""
        return filled(self.recorder, self.entity.key, value, dtype)

    def empty_array(self) -> Array:
        """Return zeros, as OpenFisca does."""
        return self.filled_array(0.0, np.float32)

    def _record(self, op: str, operand: Operand, temoin: Array, params: tuple[object, ...]) -> Traced:
        return self.recorder.record(op, [operand], temoin, self.entity.key, (self.entity.key, *params))


REDUCTIONS = {np.maximum: "group_max", np.minimum: "group_min", np.logical_and: "group_all", np.logical_or: "group_any"}
"""The reducers that formulas hand to `reduce`, and their operation."""


def role_codes(entity: str, role: Role) -> tuple[int, ...]:
    """Return the ranks in `graph.ROLES` of a role, or of its subroles."""
    return tuple(ROLES[entity].index(sub.key) for sub in (role.subroles or [role]))


def filled(recorder: Recorder, entity: str, value: Any, dtype: Any = None) -> Array:  # noqa: ANN401 - OpenFisca's signature
    """Return an array full of a value: traced, so that it can be changed in place by a traced condition."""
    plein = np.full(1, value, dtype)
    if plein.dtype.kind in "USO":
        return np.full(recorder.tailles[entity], value, dtype)
    constante = recorder.constant(plein)
    return Traced(recorder, constante.rank, np.full(recorder.tailles[entity], plein[0]), CONSTANTE)


def _persons(operand: Operand, population: TracedGroups) -> np.ndarray:
    """Return the witness's values for every person, a constant spread over them."""
    nombre = population.recorder.tailles[INDIVIDU]
    return operand.temoin if operand.temoin.size == nombre else np.repeat(operand.temoin.reshape(-1)[:1], nombre)


def _members(recorder: Recorder, array: Array) -> tuple[Operand, Any]:
    """Return an array as one operand, and how to give its result the same kind (enumeration, labels)."""
    if type(array) is EnumChoice:
        return array.index, lambda fait: EnumChoice(fait, array.possible_values)
    if is_text(array):
        return array.index, lambda fait: Labels(fait.recorder, fait.rank, fait.temoin, fait.entity, array.labels)
    if isinstance(array, EnumArray) and not isinstance_traced(array):
        return recorder.constant(array), lambda fait: EnumChoice(fait, array.possible_values)
    return recorder.operand(array), lambda fait: fait
