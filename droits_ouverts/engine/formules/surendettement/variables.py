"""Formulas of over-indebtedness: the impossibility to pay; good faith is for the commission and is never asked."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from droits_ouverts.engine.formules.entrees.situations import TypesDettes

REFERENCE = "Code de la consommation, art. L711-1"


class surendettement_condition_dettes(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Surendettement : des dettes que le foyer ne peut plus payer"
    reference = REFERENCE

    def formula(famille, period):
        return famille("dettes_impayables", period) != TypesDettes.aucune


class surendettement_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Surendettement : les conditions pour déposer un dossier sont remplies"
    reference = REFERENCE

    def formula(famille, period):
        return famille("surendettement_condition_dettes", period)
