"""Holiday aids of the CAF du Rhône."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille

from droits_ouverts.engine.formules.geographie import in_rhone

CAF = "https://github.com/betagouv/aides-jeunes/blob/main/data/benefits/javascript/caf-rhone-aide-vacances.yml"

PRESTATIONS_CAF = ("aide_logement", "rsa_droit_montant", "ppa", "af", "cf", "asf", "paje_base", "aeeh")
"""Benefits of a family that make it known to the CAF (the AAH, of a person, is added)."""


class aides_vacances_caf_condition_rhone(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vacances CAF : habiter le Rhône (Métropole de Lyon comprise)"
    reference = CAF

    def formula_2024(famille, period):
        return in_rhone(famille.demandeur.menage("depcom", period))


class aides_vacances_caf_condition_quotient(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vacances CAF : quotient familial de 800 ou moins"
    reference = CAF

    def formula_2024(famille, period, parameters):
        return famille("quotient_familial_caf", period) <= parameters(period).droits_ouverts.aides_vacances_caf.seuils.quotient_maximal


class aides_vacances_caf_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vacances CAF : un enfant de moins de 20 ans"
    reference = CAF

    def formula_2024(famille, period, parameters):
        age_limite = parameters(period).droits_ouverts.aides_vacances_caf.seuils.age_limite_enfant
        age = famille.members("age", period)
        return famille.any((age >= 0) * (age < age_limite), role=Famille.ENFANT)


class aides_vacances_caf_condition_allocataire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vacances CAF : une prestation de la CAF dans le mois"
    reference = CAF

    def formula_2024(famille, period):
        familiales = sum(famille(nom, period) for nom in PRESTATIONS_CAF)
        return familiales + famille.sum(famille.members("aah", period)) > 0


class aides_vacances_caf_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vacances CAF : toutes les conditions sont remplies"
    reference = CAF

    def formula_2024(famille, period):
        return (
            famille("aides_vacances_caf_condition_rhone", period)
            * famille("aides_vacances_caf_condition_quotient", period)
            * famille("aides_vacances_caf_condition_enfant", period)
            * famille("aides_vacances_caf_condition_allocataire", period)
        )
