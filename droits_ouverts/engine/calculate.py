"""OpenFisca's Web API without its server: nulls are questions, answers are put in their place.

The published API (openfisca_web_api 44.7.1, `handlers.py` and `app.py`) is the reference: same answers, same refusals, same
shapes. What it answers with "500 Internal server error" because of the request (a yearly null of a monthly variable, an
identifier with a slash) is answered here, or refused with 400, the path and the sentence.
"""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Protocol, cast

import dpath.exceptions
from openfisca_core.errors import CycleError, NaNCreationError, PeriodMismatchError, SituationParsingError, SpiralError, VariableNotFoundError
from openfisca_core.indexed_enums import Enum
from openfisca_core.simulations import SimulationBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openfisca_core.simulations import Simulation
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

Json = dict[str, object]

FAULTS_OF_A_REQUEST = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError, NotImplementedError),
    *(CycleError, NaNCreationError, SpiralError, VariableNotFoundError, dpath.exceptions.PathNotFound),
)
"""What OpenFisca lets escape on a request that it can't compute: a wrong period, no parameter at that date, a shape it did not expect."""


OPENFISCA, PROGRAMME = "openfisca", "programme"
"""Who computed an answer: OpenFisca's engine, or a compiled programme."""


class Programmes(Protocol):
    """Compiled programmes, where there are some (`engine.compiler.reponses.Reponses`)."""

    def fill(self, system: TaxBenefitSystem, simulation: Simulation, questions: Sequence[tuple[str, str]]) -> bool:
        """Put every value asked (variable, period) into the simulation, or return False and leave it as it was."""
        ...


class _RefusedError(Exception):
    """The request can't be answered: HTTP status and OpenFisca's nested dict of path and message."""

    def __init__(self, status: int, error: Json) -> None:
        super().__init__(status)
        self.status = status
        self.error = error


def calculate(system: TaxBenefitSystem, body: object) -> tuple[int, Json]:
    """Answer an OpenFisca situation: (200, the same situation, nulls replaced) or (status, errors by path).

    Status 400 for a situation that can't be read or computed, 404 where a variable doesn't exist (as OpenFisca). The body is
    left untouched and nothing is added to it. Amounts in the unit and period of their variable; dates as OpenFisca's Web API
    writes them ("Sat, 14 Mar 1992 00:00:00 GMT"). Source: openfisca-core 44.7.1, openfisca_web_api/handlers.py.
    """
    status, answer, _ = calculate_by(system, body, None)
    return status, answer


def calculate_by(system: TaxBenefitSystem, body: object, programmes: Programmes | None) -> tuple[int, Json, str]:
    """Answer as `calculate`, with a compiled programme where one covers the request; say besides who computed (`OPENFISCA` or `PROGRAMME`).

    The answer is the same either way. Whatever a programme does not cover, refusals included, is OpenFisca's.
    """
    who = OPENFISCA
    try:
        simulation = _simulation(system, body)
        answer = cast("Json", copy.deepcopy(body))
        questions = list(_questions(answer))
        if programmes is not None and programmes.fill(system, simulation, [(variable, period) for _, (_, _, variable, period) in questions]):
            who = PROGRAMME
        for slot, (plural, instance, variable, period) in questions:
            slot[period] = _value(system, simulation, plural, instance, variable, period)
    except _RefusedError as refusal:
        return refusal.status, refusal.error, OPENFISCA
    return 200, answer, who


def trace(system: TaxBenefitSystem, body: object) -> tuple[int, Json]:
    """Answer how each null of a situation was computed, as OpenFisca's `/trace`; same refusals as `calculate`."""
    try:
        simulation = _simulation(system, body)
        simulation.trace = True
        asked = []
        for _, (plural, instance, variable, period) in _questions(cast("Json", body)):
            _value(system, simulation, plural, instance, variable, period)
            asked.append(f"{variable}<{period}>")
    except _RefusedError as refusal:
        return refusal.status, refusal.error
    return 200, plain(
        {
            "trace": simulation.tracer.get_serialized_flat_trace(),
            "entitiesDescription": simulation.describe_entities(),
            "requestedCalculations": asked,
        }
    )


def size_of(body: object) -> int:
    """Count the persons that a situation makes OpenFisca compute, axes included: what its cost in memory grows with."""
    if not isinstance(body, dict):
        return 0
    persons = body.get("individus")
    count = len(persons) if isinstance(persons, dict) else 0
    axes = body.get("axes")
    for group in axes if isinstance(axes, list) else []:
        lengths = [axis.get("count", 0) for axis in group if isinstance(axis, dict)] if isinstance(group, list) else []
        whole = [length for length in lengths if isinstance(length, int) and length > 0]
        count *= max(whole, default=1)
    return count


def plain(item: Json) -> Json:
    """Return what OpenFisca describes as plain JSON: keys as text, dates as its Web API writes them."""
    return cast("Json", json.loads(json.dumps(item, default=encode)))


def encode(value: object) -> object:
    """Write what plain JSON can't hold as OpenFisca's Web API does: a date becomes an HTTP date at midnight, GMT."""
    if isinstance(value, date):
        return format_datetime(datetime(value.year, value.month, value.day, tzinfo=UTC), usegmt=True)
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


def _simulation(system: TaxBenefitSystem, body: object) -> Simulation:
    try:
        return SimulationBuilder().build_from_entities(system, body)
    except SituationParsingError as error:
        raise _RefusedError(error.code or 400, error.error) from error
    except PeriodMismatchError as error:
        raise _RefusedError(400, {"error": str(error.message)}) from error
    except dpath.exceptions.InvalidKeyName as error:
        raise _RefusedError(400, {"error": "Un identifiant vide ne peut pas être lu. Donnez un nom à chaque personne et à chaque groupe."}) from error
    except FAULTS_OF_A_REQUEST as error:
        raise _RefusedError(400, {"error": f"La situation ne peut pas être lue par OpenFisca : {_sentence(error)}"}) from error


def _questions(body: Json) -> Iterator[tuple[dict[str, object], tuple[str, str, str, str]]]:
    """Yield each null and where it stands: its slot, then entity, instance, variable, period."""
    for plural, instances in body.items():
        if plural == "axes" or not isinstance(instances, dict):
            continue
        for instance, variables in instances.items():
            for variable, periods in variables.items():
                if isinstance(periods, dict):
                    for period in [period for period, value in periods.items() if value is None]:
                        yield periods, (plural, instance, variable, period)


def _value(system: TaxBenefitSystem, simulation: Simulation, plural: str, instance: str, name: str, period: str) -> object:
    variable = system.get_variable(name)
    try:
        result = simulation.calculate(name, period)
        index = simulation.get_population(plural).get_index(instance)
        if variable.value_type == Enum:
            return str(result.decode()[index].name)
        if variable.value_type is float:
            # The shortest text of the float32: no decimals that the computation did not have.
            return float(str(result[index]))
        if variable.value_type is str:
            return str(result[index])
        value = result.tolist()[index]
    except FAULTS_OF_A_REQUEST as error:
        raise _RefusedError(400, {plural: {instance: {name: {period: f"Ce calcul n'est pas possible : {_sentence(error)}"}}}}) from error
    return encode(value) if isinstance(value, date) else value


def _sentence(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text or type(error).__name__
