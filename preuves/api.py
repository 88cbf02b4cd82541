"""Requests drawn from our OpenAPI document, 20,000 of them, sent to the machine doors with the real engine: no failure, no undeclared status (R1).

The suite sends 30 to each door; this sends `DEMANDES` to each that takes something, in two processes with seeds of their own. `PREUVES_API` gives another number.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

from _table import garantie

DEMANDES = int(os.environ.get("PREUVES_API", "5000"))
PROCESSUS = 2
VOULUES = 20_000


def _part(rang: int) -> tuple[Counter[int], list[str]]:
    """Draw one share, in a process of its own; return the statuses and what was wrong."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import schemathesis  # noqa: PLC0415  settings first
    from django.conf import settings as reglages  # noqa: PLC0415  settings first
    from hypothesis import HealthCheck, Phase, given, seed  # noqa: PLC0415  settings first
    from hypothesis import settings as tirage  # noqa: PLC0415  settings first
    from schemathesis.core.failures import FailureGroup  # noqa: PLC0415  settings first
    from schemathesis.generation.case import Case  # noqa: PLC0415  settings first
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance  # noqa: PLC0415  settings first

    from droits_ouverts.bilan.api.openapi import document  # noqa: PLC0415  settings first
    from droits_ouverts.config.wsgi import application  # noqa: PLC0415  it reads the settings

    reglages.MOTEUR = "droits_ouverts.connectors.moteur.in_process.warmed"
    reglages.REQUETES_PAR_SECONDE = reglages.REQUETES_PAR_MINUTE = reglages.REQUETES_PAR_HEURE = 0
    logging.disable(logging.CRITICAL)
    statuts: Counter[int] = Counter()
    fautes: list[str] = []
    for resultat in schemathesis.openapi.from_dict(document("http://testserver")).get_all_operations():
        operation = resultat.ok()  # type: ignore[union-attr]  # an invalid operation fails here, as it should

        @seed(20261127 + rang)
        @tirage(
            max_examples=-(-DEMANDES // PROCESSUS),
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def tirer(case: Case) -> None:
            reponse = case.call(app=application, headers={"Accept-Encoding": "identity"})
            statuts[reponse.status_code] += 1
            if reponse.status_code >= 500:
                fautes.append(f"{case.method} {case.formatted_path} {str(case.body)[:4000]}")
            try:
                case.validate_response(reponse, checks=[status_code_conformance, response_schema_conformance])
            except FailureGroup as groupe:
                fautes.extend(str(faute) for faute in groupe.exceptions)

        tirer()
        print(f"  {operation.label}: {sum(statuts.values())} requests sent so far by process {rang}, {len(fautes)} wrong answers", flush=True)
    return statuts, fautes


def main() -> None:
    """Draw, send, count; exit 1 where an answer is a failure or is not declared, or where too few were sent."""
    debut = time.monotonic()
    with get_context("spawn").Pool(PROCESSUS) as pool:
        parts = pool.map(_part, range(PROCESSUS))
    statuts = sum((part[0] for part in parts), Counter[int]())
    fautes = [faute for part in parts for faute in part[1]]
    pannes = sum(nombre for statut, nombre in statuts.items() if statut >= 500)
    print(f"By status: {dict(sorted(statuts.items()))}; {time.monotonic() - debut:.0f} s in {PROCESSUS} processes.")
    garantie("R1 drawn requests of the API: no failure, nothing undeclared", essais=sum(statuts.values()), violations=pannes + len(fautes))
    for faute in dict.fromkeys(fautes):
        print(faute, file=sys.stderr)
    if pannes or fautes or ("PREUVES_API" not in os.environ and sum(statuts.values()) < VOULUES):
        sys.exit(1)


if __name__ == "__main__":
    main()
