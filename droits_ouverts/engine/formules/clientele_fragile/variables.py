"""Formulas of fragile bank customers. The income threshold is each bank's own: it can't close the right here."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from droits_ouverts.engine.formules.entrees.situations import TypesDettes, TypesDifficulteBancaire


class clientele_fragile_condition_situation(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Clientèle fragile : incidents répétés, interdiction de chèques ou surendettement recevable"
    reference = "Code monétaire et financier, art. L312-1-3 et R312-4-3"

    def formula(famille, period):
        difficulte = famille("difficulte_bancaire", period)
        return (
            (difficulte == TypesDifficulteBancaire.cinq_incidents_un_mois)
            + (difficulte == TypesDifficulteBancaire.incidents_trois_mois)
            + (difficulte == TypesDifficulteBancaire.interdit_bancaire)
            + (famille("dettes_impayables", period) == TypesDettes.dossier_recevable)
        )


class clientele_fragile_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Clientèle fragile : les conditions pour la demander sont remplies"
    reference = "Code monétaire et financier, art. L312-1-3 et R312-4-3"

    def formula(famille, period):
        return famille("clientele_fragile_condition_situation", period)


class clientele_fragile_plafond_frais(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Clientèle fragile : total mensuel des frais d'incident sans l'offre, en euros (0 hors du dispositif)"
    reference = "Code monétaire et financier, art. L312-1-3 et R312-4-3"

    def formula(famille, period, parameters):
        return famille("clientele_fragile_eligibilite", period) * parameters(period).droits_ouverts.clientele_fragile.plafond_frais


class clientele_fragile_plafond_frais_avec_offre(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Clientèle fragile : total mensuel des frais d'incident avec l'offre, en euros (0 hors du dispositif)"
    reference = "Code monétaire et financier, art. L312-1-3 et R312-4-3"

    def formula(famille, period, parameters):
        return famille("clientele_fragile_eligibilite", period) * parameters(period).droits_ouverts.clientele_fragile.plafond_frais_avec_offre
