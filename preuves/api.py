"""Requests drawn from our OpenAPI document, many of them, sent to the machine doors with the real engine: no failure, no undeclared status.

The suite sends 30 to each door; this sends `DEMANDES` to each. Prints how many were sent and how many answers were wrong.
"""

from __future__ import annotations

import os
import sys
from collections import Counter

import schemathesis
from _table import garantie
from django.conf import settings as reglages
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tirage
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.case import Case
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from droits_ouverts.bilan.api.openapi import document

DEMANDES = 200


def main() -> None:
    """Draw, send, count; exit 1 where an answer is a failure or is not declared."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.test")
    from droits_ouverts.config.wsgi import application  # noqa: PLC0415  it reads the settings

    reglages.MOTEUR = "droits_ouverts.connectors.moteur.in_process.warmed"
    schema = schemathesis.openapi.from_dict(document("http://testserver"))
    statuts: Counter[int] = Counter()
    fautes: list[str] = []
    for resultat in schema.get_all_operations():
        operation = resultat.ok()  # type: ignore[union-attr]  # an invalid operation fails here, as it should

        @tirage(max_examples=DEMANDES, deadline=None, database=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def tirer(case: Case) -> None:
            reponse = case.call(app=application, headers={"Accept-Encoding": "identity"})
            statuts[reponse.status_code] += 1
            try:
                case.validate_response(reponse, checks=[status_code_conformance, response_schema_conformance])
            except FailureGroup as groupe:
                fautes.extend(str(faute) for faute in groupe.exceptions)

        tirer()
        print(f"  {operation.label}: {sum(statuts.values())} requests sent so far, {len(fautes)} wrong answers", flush=True)
    pannes = sum(nombre for statut, nombre in statuts.items() if statut >= 500)
    print(f"By status: {dict(sorted(statuts.items()))}")
    garantie("R1 drawn requests of the API: no failure, nothing undeclared", essais=sum(statuts.values()), violations=pannes + len(fautes))
    for faute in dict.fromkeys(fautes):
        print(faute, file=sys.stderr)
    if pannes or fautes:
        sys.exit(1)


if __name__ == "__main__":
    main()
