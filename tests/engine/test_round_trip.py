"""A household goes through each file format and comes back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings

from droits_ouverts.engine import openfisca_format, situation_openfisca, situation_questionnaire
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Periode
from droits_ouverts.engine.situation import INCONNUE, Etat, Situation
from tests.engine.households import MOIS, questionnaires

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


class TestQuestionnaire:
    @SLOW
    @given(questionnaires())
    def test_a_questionnaire_is_read_again_as_it_was_written(self, document: dict[str, Any]) -> None:
        situation = situation_questionnaire.read(document, MOIS)

        written = json.loads(json.dumps(situation_questionnaire.write(situation)))

        assert situation_questionnaire.read(written, MOIS) == situation


class TestOpenFisca:
    @SLOW
    @given(questionnaires())
    def test_every_fact_that_openfisca_has_a_variable_for_comes_back(self, document: dict[str, Any]) -> None:
        situation = situation_questionnaire.read(document, MOIS)

        again = situation_openfisca.read(json.loads(json.dumps(openfisca_format.write(situation))), MOIS)

        assert again.personnes == situation.personnes
        assert {e: {frozenset(g.membres) for g in gs} for e, gs in again.groupes.items()} == {
            e: {frozenset(g.membres) for g in gs} for e, gs in situation.groupes.items()
        }
        for cle, reponse in comparable(situation).items():
            assert again.reponses[cle] == reponse, cle

    @SLOW
    @given(questionnaires())
    def test_an_openfisca_situation_is_read_again_as_it_was_written(self, document: dict[str, Any]) -> None:
        first = situation_openfisca.read(openfisca_format.write(situation_questionnaire.read(document, MOIS)), MOIS)

        again = situation_openfisca.read(json.loads(json.dumps(openfisca_format.write(first))), MOIS)

        assert again == replace(first, droits_recus=again.droits_recus)


def comparable(situation: Situation) -> dict[tuple[str, str], object]:
    """What the format can hold: facts with a variable of their own; a refusal becomes unknown."""
    kept = {}
    for (nom, ident), reponse in situation.reponses.items():
        fait = FAITS[nom]
        if fait.variable and fait.periode not in (Periode.ANNEE_N1, Periode.ANNEE_N2):
            kept[nom, ident] = INCONNUE if reponse.etat is Etat.REFUSE else reponse
    return kept
