"""Carte TER Illico Solidaire."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite

from droits_ouverts.engine.formules.geographie import in_auvergne_rhone_alpes

REGION = "https://github.com/betagouv/aides-jeunes/blob/main/data/benefits/javascript/region-auvergne-rhone-alpes-ter-illico-solidaire.yml"


class illico_solidaire_condition_region(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Illico Solidaire : habiter en Auvergne-Rhône-Alpes"
    reference = REGION

    def formula_2025(individu, period):
        return in_auvergne_rhone_alpes(individu.menage("depcom", period))


class illico_solidaire_statut_chomage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Illico Solidaire : inscrit à France Travail, sans allocation ou avec une allocation sous le SMIC mensuel brut"
    reference = REGION

    def formula_2025(individu, period, parameters):
        smic = parameters(period).marche_travail.salaire_minimum.smic.smic_b_mensuel
        return (individu("activite", period) == TypesActivite.chomeur) * (individu("chomage_net", period) < smic)


class illico_solidaire_statut_mission_locale(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Illico Solidaire : moins de 26 ans et suivi par une mission locale dans un programme"
    reference = REGION

    def formula_2025(individu, period, parameters):
        age_limite = parameters(period).droits_ouverts.illico_solidaire.ages.limite_mission_locale
        suivi = individu("suivi_mission_locale", period) + individu("contrat_engagement_jeune_en_cours", period)
        return suivi * (individu("age", period) < age_limite)


class illico_solidaire_statut_allocation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Illico Solidaire : RSA ou ASPA"
    reference = REGION

    def formula_2025(individu, period):
        rsa = individu.famille("rsa_droit_montant", period) > 0
        aspa = (individu.famille("aspa_droit_montant", period) > 0) * individu("aspa_droit_titulaire", period)
        return rsa + aspa


class illico_solidaire_condition_statut(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Illico Solidaire : au moins un statut de la liste"
    reference = REGION

    def formula_2025(individu, period):
        return (
            individu("illico_solidaire_statut_chomage", period)
            + individu("illico_solidaire_statut_mission_locale", period)
            + individu("illico_solidaire_statut_allocation", period)
            + individu("demande_asile_ou_titre_en_cours", period)
        )


class illico_solidaire_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Illico Solidaire : toutes les conditions sont remplies"
    reference = REGION

    def formula_2025(individu, period):
        return individu("illico_solidaire_condition_region", period) * individu("illico_solidaire_condition_statut", period)
