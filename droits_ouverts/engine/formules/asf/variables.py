"""Allocation de soutien familial: OpenFisca's amount net of CRDS and the conditions that explain it."""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Famille


class asf_droit_condition_isolement(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASF : le parent vit seul"
    reference = "CSS, art. L523-2"

    def formula(famille, period):
        return not_(famille("en_couple", period))


class asf_droit_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASF : un enfant à charge de moins de 20 ans"
    reference = "CSS, art. L523-1 et R512-2"

    def formula(famille, period):
        return famille.any(famille.members("asf_elig_enfant", period), role=Famille.ENFANT)


class asf_droit_condition_pension(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASF : pas de pension alimentaire, ou une pension plus basse que l'ASF d'au moins 15 €"
    reference = "CSS, art. L523-1 et D523-2"

    def formula(famille, period, parameters):
        seuil = parameters(period).prestations_sociales.prestations_familiales.education_presence_parentale.asf.seuil
        return (famille("asf_montant", period) > seuil) + not_(famille("asf_droit_condition_enfant", period))


class asf_droit_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASF : Français ou en séjour régulier"
    reference = "CSS, art. L512-2"

    def formula(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class asf_droit_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASF : toutes les conditions sont réunies"
    reference = "CSS, art. L523-1 et L523-2"

    def formula(famille, period):
        return (
            famille("asf_droit_condition_isolement", period)
            * famille("asf_droit_condition_enfant", period)
            * famille("asf_droit_condition_pension", period)
            * famille("asf_droit_condition_sejour", period)
        )


class asf_droit_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASF payée par mois, en euros, CRDS de 0,5 % déduite"
    reference = "CSS, art. D523-1 ; ordonnance 96-50, art. 14"

    def formula(famille, period):
        return famille("asf_droit_eligibilite", period) * famille("asf_nette_crds", period)
