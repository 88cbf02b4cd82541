"""A simulation of OpenFisca whose arrays remember: formulas run as they are published, and leave a graph behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.simulations import Simulation, SimulationBuilder

from droits_ouverts.engine.compiler.appels import Appels
from droits_ouverts.engine.compiler.labels import EnumChoice, is_text
from droits_ouverts.engine.compiler.picked import Constants
from droits_ouverts.engine.compiler.populations import TracedGroups, TracedPersons
from droits_ouverts.engine.compiler.traced import Recorder, RefusError, Traced, isinstance_traced
from droits_ouverts.engine.compiler.witnesses import Witness
from droits_ouverts.engine.programme.graph import CONSTANTE, GROUPES, INDIVIDU, Entree

Array = Any

TABULEES = frozenset({"zone_apl"})
"""Variables whose formula loops over the text of a commune: a function of that text alone, which the formula itself computes for each commune.

The named primitive is `table`. A loop in any other formula is refused.
"""


class TracingSimulation(Simulation):  # type: ignore[misc]  # OpenFisca is untyped
    """A simulation over the witnesses. `masques`: variable -> traced bools by which its amount is multiplied, before and from `depuis`."""

    masques: Mapping[str, tuple[Traced, Traced]] = {}
    depuis: str = ""

    def __init__(self, system: Any, witness: Witness) -> None:  # noqa: ANN401 - OpenFisca is untyped
        self.witness = witness
        self.recorder = Recorder(witness.tailles)
        self.appels = Appels()
        self.refus: dict[tuple[str, str], RefusError] = {}
        super().__init__(system, _populations(system, witness, self.recorder))

    # Inputs

    def entree(self, entree: Entree, temoin: np.ndarray) -> Traced:
        """Declare an input and return it traced, with the witness's values."""
        rank = self.recorder.graph.input(entree)
        return Traced(self.recorder, rank, temoin.astype(entree.dtype), entree.entity)

    # Formulas

    def calculate(self, variable_name: str, period: Any) -> Array:  # noqa: ANN401 - OpenFisca is untyped
        """Compute a variable. A refusal names the variable whose formula can't be traced, and goes through every formula that asks it.

        So what depends on a refused variable has no node at all; asked again, it is refused again without running any formula twice. Whatever a formula
        raises on traced arrays is a refusal.
        """
        if self.tracer.stack:
            self.appels.add(self.tracer.stack[-1]["name"], variable_name)
        cle = (variable_name, str(period))
        if cle in self.refus:
            raise self.refus[cle]
        try:
            array = super().calculate(variable_name, period)
        except RefusError as refus:
            refus.variable = refus.variable or variable_name
            self.refus[cle] = refus
            raise
        except Exception as error:
            self.refus[cle] = RefusError(f"{type(error).__name__}: {error}", variable_name)
            raise self.refus[cle] from error
        return array.view(Constants) if type(array) is np.ndarray else array

    def glimpse(self, nom: str) -> None:
        """Note that the formula which runs looks at what is kept of another variable: it depends on what was computed before, unless that was given for ever."""
        appelante = self.tracer.stack[-1]["name"] if self.tracer.stack else nom
        if appelante != nom and self.tax_benefit_system.variables[nom].definition_period != periods.DateUnit.ETERNITY:
            self.appels.guetteuses.add(appelante)

    def order_dependent(self) -> frozenset[str]:
        """Return the variables whose value may depend on what was asked before, refused ones included."""
        return self.appels.order_dependent({nom for nom, _ in self.refus})

    def _run_formula(self, variable: Any, population: Any, period: Any) -> Array:  # noqa: ANN401 - OpenFisca is untyped
        if variable.name in TABULEES and variable.get_formula(period) is not None:
            array = self._tabulated(variable, population, period)
        else:
            array = super()._run_formula(variable, population, period)
        masques = self.masques.get(variable.name)
        if masques is None or array is None:
            return array
        return array * masques[str(period.start)[:7] >= self.depuis]

    def _tabulated(self, variable: Any, population: Any, period: Any) -> Array:  # noqa: ANN401 - OpenFisca is untyped
        """Run the formula on every text that its input may hold."""
        lus: list[Any] = []

        def read(nom: str, quand: Any) -> Array:  # noqa: ANN401 - OpenFisca is untyped
            array = population(nom, quand)
            if not isinstance_traced(array):
                return array
            if not is_text(array):
                message = f"it loops over {nom}, which is not a text"
                raise RefusError(message)
            lus.append(array)
            return array.labels

        formula = variable.get_formula(period)
        parametres = () if formula.__code__.co_argcount == 2 else (self.tax_benefit_system.get_parameters_at_instant,)
        valeurs = formula(read, period, *parametres)
        if not lus:
            return valeurs
        if len({(array.rank, array.entity) for array in lus}) > 1:
            message = "it loops over several texts"
            raise RefusError(message)
        return lus[0].of(np.asarray(valeurs))

    def _cast_formula_result(self, value: Array, variable: Any) -> Array:  # noqa: ANN401 - OpenFisca is untyped
        if variable.value_type == Enum:
            return self._item(value, variable)
        if not isinstance_traced(value):
            value = super()._cast_formula_result(value, variable)
        if not isinstance_traced(value):
            return value
        if is_text(value):
            return value.astype(variable.dtype)
        if value.temoin.dtype != variable.dtype:
            value = value.astype(variable.dtype)
        return self._constant(value, variable)

    def _item(self, value: Array, variable: Any) -> Array:  # noqa: ANN401 - OpenFisca is untyped
        possibles = variable.possible_values
        if not isinstance_traced(value):
            if isinstance(value, EnumArray):
                return value
            return possibles.encode(np.asarray(value).reshape(-1)) if np.ndim(value) else super()._cast_formula_result(value, variable)
        if type(value) is EnumChoice:
            return value
        if is_text(value):
            return EnumChoice(value.of(np.array([_rank(possibles, label) for label in value.labels.tolist()], dtype=np.int16)), possibles)
        return EnumChoice(value.astype(np.int16), possibles)

    def _constant(self, value: Traced, variable: Any) -> Array:  # noqa: ANN401 - OpenFisca is untyped
        """Give numpy's own array back for what no input touches, so that numpy goes on computing it."""
        if value.entity != CONSTANTE:
            return value
        taille = self.recorder.tailles[variable.entity.key]
        return np.repeat(value.temoin.reshape(-1)[:1], taille)

    def set_traced(self, variable: str, period: str, array: Array) -> None:
        """Set an input of OpenFisca for one of its periods, as its own `set_input` does."""
        holder = self.get_holder(variable)
        if not isinstance_traced(array):
            array = np.asarray(array)
        quand = periods.period(period)
        info = holder.variable
        if info.set_input and (quand.size > 1 or quand.unit != info.definition_period):
            info.set_input(holder, quand, array)
        else:
            holder._set(quand, array)  # noqa: SLF001 - what Core's set_input ends in


def _rank(possibles: Any, label: Any) -> int:  # noqa: ANN401 - OpenFisca is untyped
    nom = label.name if isinstance(label, Enum) else label.decode() if isinstance(label, bytes) else str(label)
    return int(possibles[nom].index)


def _populations(system: Any, witness: Witness, recorder: Recorder) -> dict[str, Any]:  # noqa: ANN401 - OpenFisca is untyped
    """Return traced populations around OpenFisca's own populations of the witnesses."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity(INDIVIDU, [str(i) for i in range(witness.tailles[INDIVIDU])])
    entites = {entity.key: entity for entity in system.entities}
    persons = TracedPersons(entites[INDIVIDU])
    persons.recorder, persons.count = recorder, witness.tailles[INDIVIDU]
    populations: dict[str, Any] = {INDIVIDU: persons}
    for entity in GROUPES:
        temoin = builder.declare_entity(entity, np.arange(witness.tailles[entity]))
        builder.join_with_persons(temoin, np.array(witness.groupes[entity]), list(witness.roles[entity]))
        groupes = TracedGroups(entites[entity], persons)
        groupes.recorder, groupes.temoin, groupes.count = recorder, temoin, temoin.count
        populations[entity] = groupes
    # OpenFisca's own methods on the witnesses look roles up through a simulation.
    Simulation(system, builder.populations)
    return populations
