"""Allocations familiales: OpenFisca's amount net of CRDS and the conditions that explain it."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Famille


class allocations_familiales_condition_enfants(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Allocations familiales : deux enfants à charge de moins de 20 ans, ou l'allocation forfaitaire de l'aîné de 20 ans"
    reference = "CSS, art. L521-1, L512-3 et R512-2"

    def formula_2015_07_01(famille, period):
        return famille("af_eligibilite_base", period) + famille("af_eligibilite_dom", period) + (famille("af_allocation_forfaitaire", period) > 0)


class allocations_familiales_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Allocations familiales : Français ou en séjour régulier"
    reference = "CSS, art. L512-2"

    def formula_2015_07_01(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class allocations_familiales_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Allocations familiales : toutes les conditions sont réunies"
    reference = "CSS, art. L521-1"

    def formula_2015_07_01(famille, period):
        return famille("allocations_familiales_condition_enfants", period) * famille("allocations_familiales_condition_sejour", period)


class allocations_familiales_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocations familiales payées par mois, en euros, CRDS de 0,5 % déduite"
    reference = "CSS, art. L521-1 et D521-1 ; ordonnance 96-50, art. 14"

    def formula_2015_07_01(famille, period):
        return famille("allocations_familiales_eligibilite", period) * famille("af_nettes_crds", period)
