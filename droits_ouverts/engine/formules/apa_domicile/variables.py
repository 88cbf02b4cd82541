"""APA at home: the conditions, and a ceiling. The amount rests on the plan of help, which only the evaluation fixes."""

from openfisca_core.model_api import MONTH, Variable, select, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.autonomie import TypesGir


class apa_domicile_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "APA : 60 ans ou plus"
    reference = "CASF, art. L232-1 et R232-1"

    def formula_2016_03_01(individu, period, parameters):
        minimum = parameters(period).prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees.apa_domicile.condition_age
        return individu("age", period) >= minimum


class apa_domicile_condition_autonomie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "APA : un besoin d'aide reconnu (GIR 1 à 4)"
    reference = "CASF, art. L232-2 et R232-4"

    def formula_2016_03_01(individu, period):
        gir = individu("gir", period)
        return (gir == TypesGir.gir_1) + (gir == TypesGir.gir_2) + (gir == TypesGir.gir_3) + (gir == TypesGir.gir_4)


class apa_domicile_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "APA : Français ou en séjour régulier"
    reference = "CASF, art. L232-1"

    def formula_2016_03_01(individu, period):
        return individu("sejour_regulier", period)


class apa_domicile_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "CASF, art. L232-1"

    def formula_2016_03_01(individu, period):
        return (
            individu("apa_domicile_condition_age", period)
            * individu("apa_domicile_condition_autonomie", period)
            * individu("apa_domicile_condition_sejour", period)
        )


class apa_domicile_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "APA à domicile par mois, en euros : le plan déjà connu, sinon zéro"
    reference = "CASF, art. L232-4 et R232-11"

    def formula_2016_03_01(individu, period):
        return individu("apa_domicile_eligibilite", period) * individu("apa_domicile", period)


class apa_domicile_montant_max(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "APA à domicile par mois, en euros : le plan déjà connu, sinon le plafond du plan d'aide de son GIR"
    reference = "CASF, art. R232-10 ; tarifs CNSA de 2026"

    def formula_2016_03_01(individu, period, parameters):
        autonomie = parameters(period).prestations_sociales.prestations_etat_de_sante.perte_autonomie_personnes_agees
        plafonds = autonomie.apa_domicile.plafond_apa_domicile_en_part_mtp
        gir = individu("gir", period)
        part = select(
            [gir == TypesGir.gir_1, gir == TypesGir.gir_2, gir == TypesGir.gir_3, gir == TypesGir.gir_4],
            [plafonds.gir_1, plafonds.gir_2, plafonds.gir_3, plafonds.gir_4],
        )
        plan_connu = individu("dependance_plan_aide_domicile", period) > 0
        montant = where(plan_connu, individu("apa_domicile", period), part * autonomie.mtp)
        return individu("apa_domicile_eligibilite", period) * montant
