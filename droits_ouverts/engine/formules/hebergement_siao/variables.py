"""Formulas of shelter: distress is never asked, only the lack of a home."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement

from droits_ouverts.engine.formules.entrees.situations import TypesLogementDifficile


class hebergement_siao_condition_sans_abri(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Hébergement : sans logement, ou hébergé chez quelqu'un faute de logement"
    reference = "CASF, art. L345-2-2"

    def formula(famille, period):
        menage = famille.demandeur.menage
        return (menage("statut_occupation_logement", period) == TypesStatutOccupationLogement.sans_domicile) + (
            menage("logement_difficile", period) == TypesLogementDifficile.heberge_faute_de_logement
        )


class hebergement_siao_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Hébergement : les conditions pour le demander sont remplies"
    reference = "CASF, art. L345-2-2"

    def formula(famille, period):
        return famille("hebergement_siao_condition_sans_abri", period)
