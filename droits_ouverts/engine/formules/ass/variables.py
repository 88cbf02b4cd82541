"""Allocation de solidarité spécifique: OpenFisca's amount and the conditions that explain it."""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite


class ass_condition_recherche(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASS : chercher un emploi, ou en reprendre un depuis 3 mois au plus"
    reference = "Code du travail, art. L5423-1, R5423-1 et R5425-2"

    def formula_2017_09_01(individu, period):
        activite = individu("activite", period)
        return (activite == TypesActivite.chomeur) + (activite == TypesActivite.actif) * individu("ass_eligibilite_cumul_individu", period)


class ass_condition_fin_are(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASS : ne plus recevoir l'allocation chômage"
    reference = "Code du travail, art. L5423-1"

    def formula_2017_09_01(individu, period):
        return individu("chomage_net", period) == 0


class ass_condition_travail(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASS : 5 ans de travail salarié dans les 10 ans"
    reference = "Code du travail, art. R5423-1"

    def formula_2017_09_01(individu, period):
        return individu("ass_precondition_remplie", period)


class ass_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASS : ne pas avoir l'âge de la retraite à taux plein"
    reference = "Code du travail, art. L5421-4"

    def formula_2017_09_01(individu, period, parameters):
        maximum = parameters(period).chomage.allocations_assurance_chomage.ass.age_max
        return individu("age_en_mois", period) <= maximum


class ass_condition_sans_aah(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASS : ne pas recevoir l'AAH"
    reference = "Code du travail, art. L5423-7"

    def formula_2017_09_01(individu, period):
        return individu("aah", period) == 0


class ass_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASS : Français ou en séjour régulier"
    reference = "Code du travail, art. R5221-48"

    def formula_2017_09_01(individu, period):
        return individu("sejour_regulier", period)


class ass_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASS : ressources des 12 derniers mois sous le plafond"
    reference = "Code du travail, art. R5423-1, R5423-3 et R5423-13"

    def formula_2017_09_01(individu, period):
        return (individu("ass", period) > 0) + not_(individu("ass_eligibilite_individu", period))


class ass_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "Code du travail, art. L5423-1"

    def formula_2017_09_01(individu, period):
        return (
            individu("ass_condition_recherche", period)
            * individu("ass_condition_fin_are", period)
            * individu("ass_condition_travail", period)
            * individu("ass_condition_age", period)
            * individu("ass_condition_sans_aah", period)
            * individu("ass_condition_sejour", period)
            * individu("ass_condition_ressources", period)
        )


class ass_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASS payée pour un mois de 30 jours, en euros"
    reference = "Code du travail, art. D5423-5 et R5423-4"

    def formula_2017_09_01(individu, period):
        return individu("ass_eligibilite", period) * individu("ass", period)
