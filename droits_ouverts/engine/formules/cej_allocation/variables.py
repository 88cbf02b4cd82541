"""CEJ allowance: OpenFisca's amount (amounts of 04/2025) and the conditions that explain it.

OpenFisca-France 176.1.8 refuses the child of a household on RSA or prime d'activité, whom the law lets in (code du travail,
art. R5131-24): that person's amount is completed with OpenFisca's own scale. The amounts of 2026 are only bounded: see `parametres`.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import ADD, MONTH, Variable, max_, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite


class cej_allocation_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : 16 à 25 ans, 29 ans pour un travailleur handicapé"
    reference = "Code du travail, art. L5131-6"

    def formula_2022_03_01(individu, period, parameters):
        ages = parameters(period).prestations_sociales.education.contrat_engagement_jeune.critere_age
        age = individu("age", period)
        return (age >= ages.minimum) * ((age <= ages.maximum) + (age <= ages.maximum_handicap) * individu("handicap", period))


class cej_allocation_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : ni étudiant, ni en formation"
    reference = "Code du travail, art. L5131-6"

    def formula_2022_03_01(individu, period):
        return individu("activite", period) != TypesActivite.etudiant


class cej_allocation_condition_autonomie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : sans soutien financier des parents"
    reference = "Code du travail, art. L5131-6"

    def formula_2022_03_01(individu, period):
        return not_(individu("aide_financiere_des_parents", period))


class cej_allocation_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : Français ou en séjour régulier"
    reference = "Code du travail, art. L5131-6 et L5221-5"

    def formula_2022_03_01(individu, period):
        return individu("sejour_regulier", period)


class cej_allocation_condition_impot(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : foyer fiscal non imposable ou dans la première tranche"
    reference = "Code du travail, art. D5131-19"

    def formula_2022_03_01(individu, period):
        return individu.foyer_fiscal("ir_tranche", period.n_2) <= 1


class cej_allocation_condition_cumul(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : ni RSA, ni prime d'activité, sauf comme enfant à charge"
    reference = "Code du travail, art. R5131-24"

    def formula_2022_03_01(individu, period):
        trimestre = period.last_3_months
        minima = individu.famille("rsa", trimestre, options=[ADD]) + individu.famille("ppa", trimestre, options=[ADD])
        volontariat = individu("indemnites_volontariat", period) > 0
        return ((minima <= 0) + individu("est_enfant_dans_famille", period)) * not_(volontariat)


class cej_allocation_montant_calcule(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "CEJ : forfait moins les revenus, selon l'échelle d'OpenFisca, en euros par mois, conditions non vues"
    reference = "Code du travail, art. R5131-21 et D5131-23"

    def formula_2022_03_01(individu, period, parameters):
        echelle = parameters(period).prestations_sociales.education.contrat_engagement_jeune.degressivite
        smic = parameters(period).marche_travail.salaire_minimum.smic
        forfait = individu("contrat_engagement_jeune_montant_forfaitaire", period)
        trimestre = period.last_3_months
        remplacement = individu("revenus_stage_formation_pro", trimestre, options=[ADD]) + individu("chomage_net", trimestre, options=[ADD])
        travail = (
            individu("salaire_net", trimestre, options=[ADD])
            + individu("indemnites_journalieres", trimestre, options=[ADD])
            + individu("remuneration_apprenti", trimestre, options=[ADD])
            + individu("indemnites_chomage_partiel", trimestre, options=[ADD])
        )
        amplitude = (
            echelle.part_smic_deductibilite_partielle * smic.nb_heures_travail_mensuel * smic.smic_b_horaire - echelle.abattement_deductibilite_partielle
        )
        retenue = max_(travail / 3 - echelle.abattement_deductibilite_partielle, 0) * forfait / amplitude
        return max_(max_(forfait - remplacement / 3, 0) - retenue, 0)


class cej_allocation_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : revenus qui laissent une part de l'allocation"
    reference = "Code du travail, art. R5131-21 et D5131-23"

    def formula_2022_03_01(individu, period):
        return (individu("cej_allocation_montant_calcule", period) > 0) + not_(individu("cej_allocation_condition_impot", period))


class cej_allocation_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CEJ : toutes les conditions de l'allocation sont réunies"
    reference = "Code du travail, art. L5131-6"

    def formula_2022_03_01(individu, period):
        return (
            individu("cej_allocation_condition_age", period)
            * individu("cej_allocation_condition_etudes", period)
            * individu("cej_allocation_condition_autonomie", period)
            * individu("cej_allocation_condition_sejour", period)
            * individu("cej_allocation_condition_impot", period)
            * individu("cej_allocation_condition_cumul", period)
            * individu("cej_allocation_condition_ressources", period)
        )


class cej_allocation_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation du CEJ par mois, en euros, aux montants de 04/2025"
    reference = "Code du travail, art. D5131-19"

    def formula_2022_03_01(individu, period):
        publie = individu("contrat_engagement_jeune", period)
        return individu("cej_allocation_eligibilite", period) * where(publie > 0, publie, individu("cej_allocation_montant_calcule", period))


class cej_allocation_montant_max(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation du CEJ par mois, en euros, avec la revalorisation légale de 04/2026"
    reference = "Code du travail, art. D5131-19"

    def formula_2022_03_01(individu, period, parameters):
        return individu("cej_allocation_montant", period) * parameters(period).droits_ouverts.cej_allocation.revalorisation
