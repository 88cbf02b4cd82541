"""Formulas of the aide juridictionnelle.

The three income ceilings rise by the same sum per further person of the tax household: 18 % of the ceiling of the total aid for the 2nd
and 3rd, 11.37 % from the 4th, rounded down to the euro; the ceiling of real property rises by the same shares of itself.
"""

from numpy import floor
from openfisca_core.model_api import MONTH, Variable, max_, min_, not_, where
from openfisca_france.entities import Famille, FoyerFiscal

DECRET = "Décret 2020-1717 du 28/12/2020"
LOI = "Loi 91-647 du 10/07/1991"


class aide_juridictionnelle_personnes_2_et_3(Variable):
    value_type = int
    entity = FoyerFiscal
    definition_period = MONTH
    label = "Aide juridictionnelle : nombre de personnes au rang 2 et 3 du foyer fiscal"
    reference = DECRET

    def formula(foyer_fiscal, period):
        return min_(max_(foyer_fiscal.nb_persons() - 1, 0), 2)


class aide_juridictionnelle_personnes_suivantes(Variable):
    value_type = int
    entity = FoyerFiscal
    definition_period = MONTH
    label = "Aide juridictionnelle : nombre de personnes du foyer fiscal à partir de la quatrième"
    reference = DECRET

    def formula(foyer_fiscal, period):
        return max_(foyer_fiscal.nb_persons() - 3, 0)


class aide_juridictionnelle_majoration(Variable):
    value_type = float
    entity = FoyerFiscal
    definition_period = MONTH
    label = "Aide juridictionnelle : majoration des plafonds de revenus et d'épargne (euros par an)"
    reference = DECRET

    def formula(foyer_fiscal, period, parameters):
        p = parameters(period).droits_ouverts.aide_juridictionnelle.plafonds
        return foyer_fiscal("aide_juridictionnelle_personnes_2_et_3", period) * floor(p.aide_totale * p.majoration_deux_premieres) + foyer_fiscal(
            "aide_juridictionnelle_personnes_suivantes",
            period,
        ) * floor(p.aide_totale * p.majoration_suivantes)


class aide_juridictionnelle_taux_ressources(Variable):
    value_type = float
    entity = FoyerFiscal
    definition_period = MONTH
    label = "Aide juridictionnelle : part des frais payée d'après le revenu fiscal de référence (1, 0,55, 0,25 ou 0)"
    reference = LOI

    def formula(foyer_fiscal, period, parameters):
        p = parameters(period).droits_ouverts.aide_juridictionnelle.plafonds
        revenu = foyer_fiscal("revenu_fiscal_reference_dernier_avis", period) - foyer_fiscal("aide_juridictionnelle_majoration", period)
        return where(revenu <= p.aide_totale, 1, where(revenu <= p.aide_55, 0.55, where(revenu <= p.aide_25, 0.25, 0)))


class aide_juridictionnelle_plafond_immobilier(Variable):
    value_type = float
    entity = FoyerFiscal
    definition_period = MONTH
    label = "Aide juridictionnelle : plafond des biens immobiliers, hors résidence principale (euros)"
    reference = DECRET

    def formula(foyer_fiscal, period, parameters):
        p = parameters(period).droits_ouverts.aide_juridictionnelle.plafonds
        return (
            p.immobilier
            + foyer_fiscal("aide_juridictionnelle_personnes_2_et_3", period) * floor(p.immobilier * p.majoration_deux_premieres)
            + foyer_fiscal("aide_juridictionnelle_personnes_suivantes", period) * floor(p.immobilier * p.majoration_suivantes)
        )


class aide_juridictionnelle_epargne(Variable):
    value_type = float
    entity = FoyerFiscal
    definition_period = MONTH
    label = "Aide juridictionnelle : épargne du foyer fiscal (euros)"
    reference = DECRET

    def formula(foyer_fiscal, period):
        return foyer_fiscal.sum(foyer_fiscal.members("livret_a", period))


class aide_juridictionnelle_immobilier(Variable):
    value_type = float
    entity = FoyerFiscal
    definition_period = MONTH
    label = "Aide juridictionnelle : biens immobiliers du foyer fiscal, hors logement habité (euros)"
    reference = DECRET

    def formula(foyer_fiscal, period):
        return foyer_fiscal.sum(foyer_fiscal.members("valeur_immo_non_loue", period))


class aide_juridictionnelle_condition_affaire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : une affaire de justice en cours ou à faire"
    reference = LOI

    def formula(famille, period):
        return famille("affaire_de_justice", period)


class aide_juridictionnelle_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : revenu fiscal de référence sous le plafond de l'aide à 25 %"
    reference = LOI

    def formula(famille, period):
        return famille.demandeur.foyer_fiscal("aide_juridictionnelle_taux_ressources", period) > 0


class aide_juridictionnelle_condition_epargne(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : épargne sous le plafond"
    reference = DECRET

    def formula(famille, period, parameters):
        plafond = parameters(period).droits_ouverts.aide_juridictionnelle.plafonds.epargne
        foyer_fiscal = famille.demandeur.foyer_fiscal
        return foyer_fiscal("aide_juridictionnelle_epargne", period) <= plafond + foyer_fiscal("aide_juridictionnelle_majoration", period)


class aide_juridictionnelle_condition_immobilier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : biens immobiliers sous le plafond"
    reference = DECRET

    def formula(famille, period):
        foyer_fiscal = famille.demandeur.foyer_fiscal
        return foyer_fiscal("aide_juridictionnelle_immobilier", period) <= foyer_fiscal("aide_juridictionnelle_plafond_immobilier", period)


class aide_juridictionnelle_condition_sans_assurance(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : aucune assurance ne couvre les frais"
    reference = LOI

    def formula(famille, period):
        return not_(famille("frais_justice_assures", period))


class aide_juridictionnelle_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : séjour régulier, ou affaire d'asile, de séjour ou d'éloignement"
    reference = LOI

    def formula(famille, period):
        return famille.demandeur("sejour_regulier", period) + famille("affaire_concerne_sejour", period)


class aide_juridictionnelle_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : les conditions pour la demander sont remplies"
    reference = LOI

    def formula(famille, period):
        return (
            famille("aide_juridictionnelle_condition_affaire", period)
            * famille("aide_juridictionnelle_condition_ressources", period)
            * famille("aide_juridictionnelle_condition_epargne", period)
            * famille("aide_juridictionnelle_condition_immobilier", period)
            * famille("aide_juridictionnelle_condition_sans_assurance", period)
            * famille("aide_juridictionnelle_condition_sejour", period)
        )


class aide_juridictionnelle_taux(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Aide juridictionnelle : part des frais payée par l'État (1, 0,55, 0,25 ou 0)"
    reference = LOI

    def formula(famille, period):
        return famille("aide_juridictionnelle_eligibilite", period) * famille.demandeur.foyer_fiscal("aide_juridictionnelle_taux_ressources", period)
