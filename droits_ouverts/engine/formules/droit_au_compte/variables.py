"""Formulas of the right to a bank account."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from droits_ouverts.engine.formules.entrees.situations import TypesDifficulteBancaire


class droit_au_compte_condition_sans_compte(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Droit au compte : aucun compte de dépôt en France"
    reference = "Code monétaire et financier, art. L312-1 et R312-6"

    def formula(famille, period):
        difficulte = famille("difficulte_bancaire", period)
        return (difficulte == TypesDifficulteBancaire.refus_de_compte) + (difficulte == TypesDifficulteBancaire.sans_compte)


class droit_au_compte_condition_refus(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Droit au compte : refus d'une banque, ou silence de 15 jours"
    reference = "Code monétaire et financier, art. R312-6-1"

    def formula(famille, period):
        return famille("difficulte_bancaire", period) == TypesDifficulteBancaire.refus_de_compte


class droit_au_compte_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Droit au compte : la Banque de France peut être saisie"
    reference = "Code monétaire et financier, art. L312-1"

    def formula(famille, period):
        return famille("droit_au_compte_condition_sans_compte", period) * famille("droit_au_compte_condition_refus", period)
