"""Formulas of the DAHO: a request for shelter left without a suitable offer; no condition of stay."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

REFERENCE = "CCH, art. L441-2-3 III"


class daho_condition_demande(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DAHO : hébergement demandé sans recevoir de place adaptée"
    reference = REFERENCE

    def formula(famille, period):
        return famille("demande_hebergement_sans_place", period)


class daho_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DAHO : les conditions pour saisir la commission sont remplies"
    reference = REFERENCE

    def formula(famille, period):
        return famille("daho_condition_demande", period)
