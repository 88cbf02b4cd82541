"""Collège canteen of the Métropole."""

from numpy import select
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.education import TypesScolarite

from droits_ouverts.engine.formules.geographie import in_metropole_lyon

GRILLE = "https://www.bfmtv.com/lyon/metropole-de-lyon-une-nouvelle-tarification-dans-les-cantines-des-colleges-mise-en-place-a-la-rentree_AN-202306070839.html"
COLLEGE = "https://clg-louisaragon.blogs.laclasse.com/intendance/la-demi-pension"


class cantine_college_metropole_condition_metropole(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cantine du collège : habiter la Métropole de Lyon"
    reference = GRILLE

    def formula_2023_09(famille, period):
        return in_metropole_lyon(famille.demandeur.menage("depcom", period))


class cantine_college_metropole_condition_collegien(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cantine du collège : un enfant au collège"
    reference = GRILLE

    def formula_2023_09(famille, period):
        return famille.any(famille.members("scolarite", period) == TypesScolarite.college, role=Famille.ENFANT)


class cantine_college_metropole_prix_repas(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Cantine du collège : prix du repas selon le quotient familial de la CAF, en euros"
    reference = "[GRILLE, COLLEGE]"

    def formula_2023_09(famille, period, parameters):
        droit = parameters(period).droits_ouverts.cantine_college_metropole
        quotient = famille("quotient_familial_caf", period)
        return select(
            [
                quotient < droit.quotients.premiere_tranche,
                quotient <= droit.quotients.deuxieme_tranche,
                quotient <= droit.quotients.troisieme_tranche,
                quotient <= droit.quotients.quatrieme_tranche,
                quotient <= droit.quotients.cinquieme_tranche,
                quotient <= droit.quotients.sixieme_tranche,
                quotient <= droit.quotients.septieme_tranche,
            ],
            [
                droit.prix.premiere_tranche,
                droit.prix.deuxieme_tranche,
                droit.prix.troisieme_tranche,
                droit.prix.quatrieme_tranche,
                droit.prix.cinquieme_tranche,
                droit.prix.sixieme_tranche,
                droit.prix.septieme_tranche,
            ],
            default=droit.prix.prix_plein,
        )


class cantine_college_metropole_condition_quotient(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cantine du collège : prix du repas sous le prix plein"
    reference = GRILLE

    def formula_2023_09(famille, period, parameters):
        plein = parameters(period).droits_ouverts.cantine_college_metropole.prix.prix_plein
        return famille("cantine_college_metropole_prix_repas", period) < plein


class cantine_college_metropole_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cantine du collège : toutes les conditions sont remplies"
    reference = GRILLE

    def formula_2023_09(famille, period):
        return (
            famille("cantine_college_metropole_condition_metropole", period)
            * famille("cantine_college_metropole_condition_collegien", period)
            * famille("cantine_college_metropole_condition_quotient", period)
        )
