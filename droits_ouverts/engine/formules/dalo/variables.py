"""Formulas of the DALO: the situations of the commission, one variable each, then any of them.

The ceilings are those of our own social housing right, known from 2026: OpenFisca's stop at 2022, and would say no wrongly.
"""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement

from droits_ouverts.engine.formules.entrees.situations import TypesAttenteLogementSocial, TypesGeneHandicap, TypesLogementDifficile

REFERENCE = "CCH, art. R441-14-1"


class dalo_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : nationalité française ou séjour régulier du demandeur"
    reference = "CCH, art. L441-2-3 et R300-1"

    def formula(famille, period):
        return famille.demandeur("sejour_regulier", period)


class dalo_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : ressources sous le plafond du logement social (non vérifié avant 2026, plafonds inconnus)"
    reference = "CCH, art. L441-2-3 et R441-1"

    def formula(famille, period):
        return famille.nb_persons() > 0

    def formula_2026(famille, period):
        return famille("logement_social_condition_ressources", period)


class dalo_sans_logement(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : dépourvu de logement, ou hébergé chez quelqu'un faute de logement"
    reference = REFERENCE

    def formula(famille, period):
        menage = famille.demandeur.menage
        return (menage("statut_occupation_logement", period) == TypesStatutOccupationLogement.sans_domicile) + (
            menage("logement_difficile", period) == TypesLogementDifficile.heberge_faute_de_logement
        )


class dalo_expulsion(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : menacé d'expulsion par un jugement, sans relogement"
    reference = REFERENCE

    def formula(famille, period):
        return famille.demandeur.menage("logement_difficile", period) == TypesLogementDifficile.expulsion_jugee


class dalo_logement_dangereux(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : local impropre à l'habitation, insalubre ou dangereux"
    reference = REFERENCE

    def formula(famille, period):
        return famille.demandeur.menage("logement_difficile", period) == TypesLogementDifficile.dangereux


class dalo_hebergement_long(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : hébergé depuis plus de 6 mois, ou en logement de transition depuis plus de 18 mois"
    reference = REFERENCE

    def formula(famille, period):
        return famille.demandeur.menage("logement_difficile", period) == TypesLogementDifficile.hebergement_provisoire_long


class dalo_logement_inadapte(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : logement indécent ou suroccupé, avec un enfant mineur ou une personne handicapée"
    reference = REFERENCE

    def formula(famille, period):
        mauvais = famille.demandeur.menage("logement_difficile", period) == TypesLogementDifficile.trop_petit_ou_indecent
        mineur = famille.any(famille.members("age", period) < 18, role=Famille.ENFANT)
        handicap = famille.any(
            (famille.members("taux_incapacite", period) > 0) + (famille.members("gene_handicap", period) != TypesGeneHandicap.aucune),
        )
        return mauvais * (mineur + handicap)


class dalo_delai_depasse(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : attente d'un logement social plus longue que le délai fixé par le préfet"
    reference = "CCH, art. L441-1-4"

    def formula(famille, period):
        return famille("attente_logement_social", period) == TypesAttenteLogementSocial.delai_depasse


class dalo_condition_situation(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : au moins une des situations examinées par la commission"
    reference = REFERENCE

    def formula(famille, period):
        return (
            famille("dalo_sans_logement", period)
            + famille("dalo_expulsion", period)
            + famille("dalo_logement_dangereux", period)
            + famille("dalo_hebergement_long", period)
            + famille("dalo_logement_inadapte", period)
            + famille("dalo_delai_depasse", period)
        )


class dalo_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "DALO : les conditions pour saisir la commission sont remplies"
    reference = "CCH, art. L441-2-3"

    def formula(famille, period):
        return famille("dalo_condition_sejour", period) * famille("dalo_condition_ressources", period) * famille("dalo_condition_situation", period)
