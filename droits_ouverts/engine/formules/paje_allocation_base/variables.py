"""Allocation de base of the PAJE: OpenFisca's amount less the CRDS and the conditions that explain it."""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Famille


class paje_allocation_base_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Allocation de base : un enfant à charge de moins de 3 ans"
    reference = "CSS, art. L531-1, L531-3 et D531-1"

    def formula_2021_05_01(famille, period):
        ne = famille.members("age_en_mois", period) >= 0
        return famille.any(famille.members("enfant_eligible_paje", period) * ne, role=Famille.ENFANT)


class paje_allocation_base_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Allocation de base : ressources de l'avant-dernière année sous le plafond"
    reference = "CSS, art. L531-3 et R531-1"

    def formula_2021_05_01(famille, period):
        return (famille("paje_base", period) > 0) + not_(famille("paje_allocation_base_condition_enfant", period))


class paje_allocation_base_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Allocation de base : Français ou en séjour régulier"
    reference = "CSS, art. L512-2"

    def formula_2021_05_01(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class paje_allocation_base_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "CSS, art. L531-1"

    def formula_2021_05_01(famille, period):
        return (
            famille("paje_allocation_base_condition_enfant", period)
            * famille("paje_allocation_base_condition_ressources", period)
            * famille("paje_allocation_base_condition_sejour", period)
        )


class paje_allocation_base_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation de base payée par mois, en euros, CRDS de 0,5 % déduite"
    reference = "CSS, art. D531-2 et D531-3 ; ordonnance 96-50, art. 14"

    def formula_2021_05_01(famille, period, parameters):
        crds = parameters(period).prelevements_sociaux.contributions_sociales.crds
        return famille("paje_allocation_base_eligibilite", period) * famille("paje_base", period) * (1 - crds)
