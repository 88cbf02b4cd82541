"""Allocation chômage: the conditions only. The amount rests on the employers' certificates: none is worked out."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite


class are_condition_recherche(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARE : inscrit comme demandeur d'emploi"
    reference = "Code du travail, art. L5422-1"

    def formula(individu, period):
        return individu("activite", period) == TypesActivite.chomeur


class are_condition_affiliation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARE : 130 jours ou 910 heures de travail dans les 24 mois (36 mois à partir de 55 ans)"
    reference = "Règlement d'assurance chômage, art. 3"

    def formula(individu, period):
        return individu("travail_suffisant_chomage", period)


class are_condition_privation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARE : perte d'emploi involontaire, ou rupture conventionnelle"
    reference = "Code du travail, art. L5422-1"

    def formula(individu, period):
        return individu("perte_emploi_involontaire", period)


class are_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARE : ne pas avoir l'âge de la retraite à taux plein"
    reference = "Code du travail, art. L5421-4"

    def formula(individu, period, parameters):
        maximum = parameters(period).chomage.allocations_assurance_chomage.ass.age_max
        return individu("age_en_mois", period) <= maximum


class are_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARE : Français ou en séjour régulier"
    reference = "Code du travail, art. R5221-48"

    def formula(individu, period):
        return individu("sejour_regulier", period)


class are_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "Code du travail, art. L5422-1"

    def formula(individu, period):
        return (
            individu("are_condition_recherche", period)
            * individu("are_condition_affiliation", period)
            * individu("are_condition_privation", period)
            * individu("are_condition_age", period)
            * individu("are_condition_sejour", period)
        )
