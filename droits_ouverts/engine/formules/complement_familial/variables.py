"""Complément familial: OpenFisca's amount net of CRDS and the conditions that explain it."""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Famille


class complement_familial_condition_enfants(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Complément familial : trois enfants à charge de 3 à 20 ans"
    reference = "CSS, art. L522-1 et R522-1"

    def formula(famille, period):
        return famille("cf_eligibilite_base", period) + famille("cf_eligibilite_dom", period)


class complement_familial_condition_cumul(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Complément familial : ni allocation de base de la PAJE, ni prestation partagée d'éducation de l'enfant"
    reference = "CSS, art. L532-1 et L532-2"

    def formula(famille, period):
        petite_enfance = famille("paje_base", period) + famille("paje_clca", period) + famille("paje_prepare", period)
        return petite_enfance == 0


class complement_familial_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Complément familial : ressources de l'avant-dernière année sous le plafond, ou un peu au-dessus"
    reference = "CSS, art. L522-2, R522-2 et D522-2"

    def formula(famille, period):
        return (famille("cf_montant", period) > 0) + not_(famille("complement_familial_condition_enfants", period))


class complement_familial_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Complément familial : Français ou en séjour régulier"
    reference = "CSS, art. L512-2"

    def formula(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class complement_familial_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "CSS, art. L522-1"

    def formula(famille, period):
        return (
            famille("complement_familial_condition_enfants", period)
            * famille("complement_familial_condition_cumul", period)
            * famille("complement_familial_condition_ressources", period)
            * famille("complement_familial_condition_sejour", period)
        )


class complement_familial_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Complément familial payé par mois, en euros, CRDS de 0,5 % déduite"
    reference = "CSS, art. D522-1 ; ordonnance 96-50, art. 14"

    def formula(famille, period):
        return famille("complement_familial_eligibilite", period) * famille("cf_net_crds", period)
