"""Aides facultatives of the CCAS of Vénissieux."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Menage

REGLEMENT = "https://expressions-venissieux.fr/2021-11-22-les-aides-sociales-du-ccas-evoluent/amp"
VENISSIEUX = b"69259"


class ccas_venissieux_aides_condition_commune(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CCAS de Vénissieux : habiter Vénissieux"
    reference = REGLEMENT

    def formula(menage, period):
        return menage("depcom", period).astype("S5") == VENISSIEUX


class ccas_venissieux_aides_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CCAS de Vénissieux : une demande est possible"
    reference = REGLEMENT

    def formula(menage, period):
        return menage("ccas_venissieux_aides_condition_commune", period)
