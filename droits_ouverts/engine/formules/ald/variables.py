"""Formulas of the ALD: simple spotting, the decision is medical."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille


class ald_condition_maladie(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "ALD : une personne suivie pour une maladie longue, sans prise en charge à 100 %"
    reference = "CSS, art. L160-14"

    def formula(famille, period):
        return famille("maladie_longue_sans_ald", period)


class ald_condition_assurance(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "ALD : droits ouverts à l'assurance maladie"
    reference = "CSS, art. L324-1"

    def formula(famille, period):
        return famille.any(famille.members("assurance_maladie_ouverte", period), role=Famille.PARENT)


class ald_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "ALD : le médecin traitant peut en faire la demande"
    reference = "CSS, art. L160-14"

    def formula(famille, period):
        return famille("ald_condition_maladie", period) * famille("ald_condition_assurance", period)
