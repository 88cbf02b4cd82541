"""Allocation aux adultes handicapés: OpenFisca's amount and the conditions that explain it.

OpenFisca-France 176.1.8 keeps the right of 50-79 % up to 64; the law stops it at the age of retirement for unfitness, 62
(CSS, art. L821-2 and D351-1-14): that condition is ours.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Individu

AGE_RETRAITE_INAPTITUDE = 62
"""Years; CSS, art. D351-1-14, in force since 2023-09-01."""


class aah_condition_taux(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AAH : taux d'incapacité de 80 %, ou de 50 à 79 % avec restriction d'accès à l'emploi"
    reference = "CSS, art. L821-1, L821-2 et D821-1"

    def formula_2011_01_01(individu, period, parameters):
        seuils = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite.aah.taux_capacite
        taux = individu("taux_incapacite", period)
        restriction = individu("aah_restriction_substantielle_durable_acces_emploi", period)
        return (taux >= seuils.taux_incapacite) + (taux >= seuils.taux_incapacite_rsdae) * restriction


class aah_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AAH : avoir 20 ans, ou 16 ans sans être à charge pour les prestations familiales"
    reference = "CSS, art. L821-1 et R821-1"

    def formula_2011_01_01(individu, period, parameters):
        ages = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite.aah
        age = individu("age", period)
        return (age >= ages.age_minimal) + (age >= ages.age_fin_educ) * not_(individu("prestations_familiales_enfant_a_charge", period))


class aah_condition_retraite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AAH : entre 50 et 79 %, avoir moins de 62 ans"
    reference = "CSS, art. L821-2 et D351-1-14"

    def formula_2011_01_01(individu, period, parameters):
        seuils = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite.aah.taux_capacite
        return (individu("taux_incapacite", period) >= seuils.taux_incapacite) + (individu("age", period) < AGE_RETRAITE_INAPTITUDE)


class aah_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AAH : Français ou en séjour régulier"
    reference = "CSS, art. L821-1"

    def formula_2011_01_01(individu, period):
        return individu("sejour_regulier", period)


class aah_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AAH : ressources personnelles sous le plafond, pension d'invalidité plus basse que l'AAH"
    reference = "CSS, art. L821-3 et D821-2"

    def formula_2023_10_01(individu, period, parameters):
        montant = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite.aah.montant
        sous_plafond = individu("aah_base_ressources_deconjugalisee", period) < individu("aah_plafond_ressources_deconjugalise", period)
        return sous_plafond * (individu("aah_base_non_cumulable", period) < montant) + (individu("aah", period) > 0)


class aah_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AAH : toutes les conditions sont réunies"
    reference = "CSS, art. L821-1 et L821-2"

    def formula_2011_01_01(individu, period):
        return (
            individu("aah_condition_taux", period)
            * individu("aah_condition_age", period)
            * individu("aah_condition_retraite", period)
            * individu("aah_condition_sejour", period)
            * individu("aah_condition_ressources", period)
        )


class aah_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "AAH payée par mois, en euros (sans CRDS, hors majoration pour la vie autonome)"
    reference = "CSS, art. L821-3"

    def formula_2011_01_01(individu, period):
        return individu("aah_eligibilite", period) * individu("aah", period)
