"""What an OpenFisca file leaves out is supposed to be what OpenFisca's own default says: else a right could be closed by it."""

from __future__ import annotations

import pytest

from droits_ouverts.engine.interpreter import system, to_openfisca_value
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Periode, SiAbsent
from droits_ouverts.engine.situation import default_of

AUTREMENT = {"nationalite", "mois_residence_france", "mois_residence_metropole_lyon", "annees_titre_sejour", "gir"}
"""Facts whose default is told in other words (a country, a long time, no loss of autonomy), or that are filled together with others."""
SUPPOSES = [
    fait
    for fait in FAITS.values()
    if fait.si_absent is SiAbsent.DEFAUT and fait.variable and fait.nom not in AUTREMENT and fait.periode not in (Periode.ANNEE_N1, Periode.ANNEE_N2)
]


@pytest.mark.parametrize("fait", SUPPOSES, ids=lambda fait: fait.nom)
def test_a_supposed_fact_is_what_the_engine_supposes(fait: object) -> None:
    info = system().variables[fait.variable]  # type: ignore[attr-defined]  # a fact of the schema
    defaut = info.default_value.name if hasattr(info.default_value, "name") else info.default_value

    assert to_openfisca_value(fait, default_of(fait)) == defaut  # type: ignore[arg-type]  # a fact of the schema
