"""Pass'Sport, as it is since September 2025."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

CONDITIONS = "https://fnsmr.org"


class pass_sport_public_rentree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass'Sport : 14 à 17 ans, famille avec l'allocation de rentrée scolaire"
    reference = CONDITIONS

    def formula_2025_09(individu, period, parameters):
        ages = parameters(period).droits_ouverts.pass_sport.ages.rentree
        age = individu("age", period)
        ars = individu.famille("ars", period.this_year) > 0
        return individu.has_role(Famille.ENFANT) * ars * (age >= ages.minimum) * (age <= ages.maximum)


class pass_sport_public_aeeh(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass'Sport : 6 à 19 ans avec l'AEEH"
    reference = CONDITIONS

    def formula_2025_09(individu, period, parameters):
        ages = parameters(period).droits_ouverts.pass_sport.ages.aeeh
        age = individu("age", period)
        aeeh = (individu.famille("aeeh", period) > 0) * (individu("taux_incapacite", period) >= ages.taux_incapacite)
        return individu.has_role(Famille.ENFANT) * aeeh * (age >= ages.minimum) * (age <= ages.maximum)


class pass_sport_public_aah(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass'Sport : 16 à 30 ans avec l'AAH"
    reference = CONDITIONS

    def formula_2025_09(individu, period, parameters):
        ages = parameters(period).droits_ouverts.pass_sport.ages.aah
        age = individu("age", period)
        return (individu("aah", period) > 0) * (age >= ages.minimum) * (age <= ages.maximum)


class pass_sport_public_boursier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass'Sport : étudiant boursier de moins de 28 ans"
    reference = CONDITIONS

    def formula_2025_09(individu, period, parameters):
        age_limite = parameters(period).droits_ouverts.pass_sport.ages.boursier_limite
        bourse = (individu("bourse_enseignement_sup", period) > 0) + (individu("bourse_criteres_sociaux", period) > 0)
        etudiant = individu("activite", period) == TypesActivite.etudiant
        return etudiant * bourse * (individu("age", period) < age_limite)


class pass_sport_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass'Sport : dans un des publics"
    reference = CONDITIONS

    def formula_2025_09(individu, period):
        return (
            individu("pass_sport_public_rentree", period)
            + individu("pass_sport_public_aeeh", period)
            + individu("pass_sport_public_aah", period)
            + individu("pass_sport_public_boursier", period)
        )


class pass_sport_condition_campagne(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass'Sport : de septembre à décembre"
    reference = CONDITIONS

    def formula_2025_09(individu, period, parameters):
        mois = parameters(period).droits_ouverts.pass_sport.campagne
        ouverte = (period.start.month >= mois.premier_mois) * (period.start.month <= mois.dernier_mois)
        return individu.filled_array(bool(ouverte))


class pass_sport_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass'Sport : toutes les conditions sont remplies"
    reference = CONDITIONS

    def formula_2025_09(individu, period):
        return individu("pass_sport_condition_public", period) * individu("pass_sport_condition_campagne", period)


class pass_sport_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Pass'Sport : montant, en euros par an"
    reference = CONDITIONS

    def formula_2025_09(individu, period, parameters):
        return individu("pass_sport_eligibilite", period) * parameters(period).droits_ouverts.pass_sport.montant
