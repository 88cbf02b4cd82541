"""Requests drawn from our own OpenAPI document, sent to the doors with the real engine behind: no failure, no status that is not declared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as reglages
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from droits_ouverts.bilan.api import openapi
from droits_ouverts.config.wsgi import application

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

# The handler looks at the connections that other tests opened.
pytestmark = pytest.mark.django_db
DOCUMENT = openapi.document("http://testserver")
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [operation.ok() for operation in SCHEMA.get_all_operations()]  # type: ignore[union-attr]  # an invalid one fails here, as it should
TIRAGES = 30
"""Requests drawn for each door."""


@pytest.fixture(autouse=True)
def real_engine(settings: SettingsWrapper) -> None:
    settings.MOTEUR = "droits_ouverts.connectors.moteur.in_process.warmed"
    cache.clear()


def sent(case: Any) -> Response:
    return case.call(app=application, headers={"Accept-Encoding": "identity"})  # type: ignore[no-any-return]  # same


def failures(case: Any, answer: Response) -> list[str]:
    """What an answer does against the document, in a sentence each."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    for check in (status_code_conformance, response_schema_conformance):
        try:
            case.validate_response(answer, checks=[check])
        except FailureGroup as error:
            found.append(" ".join(str(failure) for failure in error.exceptions))
    return found


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_a_door_answers_only_what_it_declares(operation: Any) -> None:
    @reglages(max_examples=TIRAGES, deadline=None, database=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def drawn(case: Any) -> None:
        assert failures(case, sent(case)) == []

    drawn()


class Sabotaged:
    """An engine that answers a status that no document declares, and breaks where it is asked for entities."""

    def calculate(self, body: object) -> tuple[int, dict[str, object], str]:
        return 418, {}, "openfisca"

    def entities(self) -> dict[str, object]:
        message = "sabotage"
        raise RuntimeError(message)


class TestTheDrawBites:
    def test_an_undeclared_status_is_named(self, settings: SettingsWrapper) -> None:
        settings.MOTEUR = f"{__name__}.Sabotaged"
        case = SCHEMA["/calculate"]["POST"].Case(body={"individus": {}}, media_type="application/json")

        assert "418" in " ".join(failures(case, sent(case)))

    def test_a_failure_is_named(self, settings: SettingsWrapper) -> None:
        settings.MOTEUR = f"{__name__}.Sabotaged"
        case = SCHEMA["/entities"]["GET"].Case()

        assert "status 500" in failures(case, sent(case))


class TestExample:
    def test_the_example_of_the_page_is_answered(self) -> None:
        case = SCHEMA["/calculate"]["POST"].Case(body=json.loads(json.dumps(openapi.exemple())), media_type="application/json")

        answer = sent(case)

        assert answer.status_code == 200
        assert json.loads(answer.content)["familles"]["famille"]["ppa"]["2026-11"] > 0
