"""Aid for the return home after hospital."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite

CARSAT = "https://www.carsat-ra.fr/home/retraites/etre-aide-au-quotidien/etre-accompagne-apres-une-hospitalisation.html"


class aide_carsat_retour_hospitalisation_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Retour d'hôpital : 55 ans ou plus"
    reference = CARSAT

    def formula(individu, period, parameters):
        return individu("age", period) >= parameters(period).droits_ouverts.aide_carsat_retour_hospitalisation.age_minimum


class aide_carsat_retour_hospitalisation_condition_retraite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Retour d'hôpital : être à la retraite"
    reference = CARSAT

    def formula(individu, period):
        return (individu("activite", period) == TypesActivite.retraite) + (individu("retraite_nette", period) > 0)


class aide_carsat_retour_hospitalisation_condition_sortie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Retour d'hôpital : à l'hôpital ou sorti depuis moins de quinze jours"
    reference = CARSAT

    def formula(individu, period):
        return individu("sortie_hopital_recente", period)


class aide_carsat_retour_hospitalisation_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Retour d'hôpital : une demande est possible"
    reference = CARSAT

    def formula(individu, period):
        return (
            individu("aide_carsat_retour_hospitalisation_condition_age", period)
            * individu("aide_carsat_retour_hospitalisation_condition_retraite", period)
            * individu("aide_carsat_retour_hospitalisation_condition_sortie", period)
        )
