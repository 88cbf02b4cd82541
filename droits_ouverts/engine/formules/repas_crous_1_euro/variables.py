"""Formulas of the meal at 1 euro: every student since May 2026, OpenFisca's rule (grants only) before."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite


class repas_crous_1_euro_condition_etudiant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Repas à 1 euro : étudiant de l'enseignement supérieur (boursier avant le 04/05/2026)"
    reference = "Loi 2026-103 du 19/02/2026"

    def formula(individu, period):
        return individu("crous_repas_un_euro_eligibilite", period)

    def formula_2026_05(individu, period):
        return individu("scolarite", period) == TypesScolarite.enseignement_superieur


class repas_crous_1_euro_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Repas à 1 euro : oui"
    reference = "Loi 2026-103 du 19/02/2026"

    def formula(individu, period):
        return individu("repas_crous_1_euro_condition_etudiant", period)
