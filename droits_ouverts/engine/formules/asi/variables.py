"""ASI: OpenFisca's amount (ceilings of 04/2025) and the conditions that explain it.

OpenFisca-France 176.1.8 lets it run until the age of ASPA it knows; an unfit person's ASPA opens at 62 (CSS, art. D351-1-14), where ASI ends.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_france.entities import Individu

AGE_ASPA_INAPTITUDE = 62
"""Years; CSS, art. D351-1-14, in force since 2023-09-01."""


class asi_droit_condition_pension(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASI : pension d'invalidité, ou retraite d'une personne handicapée"
    reference = "CSS, art. L815-24"

    def formula_2020_04_01(individu, period):
        pension = individu("pensions_invalidite", period) > 0
        retraite = (individu("retraite_nette", period.last_month) > 0) * individu("handicap", period)
        return pension + retraite


class asi_droit_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASI : ne pas avoir l'âge de l'ASPA, 62 ans en cas d'inaptitude"
    reference = "CSS, art. L815-24, R815-1 et D351-1-14"

    def formula_2020_04_01(individu, period):
        return (individu("age", period) < AGE_ASPA_INAPTITUDE) * not_(individu("aspa_eligibilite", period))


class asi_droit_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASI : Français, Européen ou titre de séjour depuis 10 ans"
    reference = "CSS, art. L816-1"

    def formula_2020_04_01(individu, period):
        return individu("asi_aspa_condition_nationalite", period) * individu("sejour_regulier", period)


class asi_droit_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASI : ressources du foyer sous le plafond"
    reference = "CSS, art. L815-24-1"

    def formula_2020_04_01(individu, period):
        # Resources are the reason only where nothing else is: OpenFisca's own answer hangs on the order in which ASPA and ASI are asked.
        autres = individu("asi_droit_condition_pension", period) * individu("asi_droit_condition_age", period)
        return (individu("asi", period) > 0) + not_(autres * individu("asi_droit_condition_sejour", period))


class asi_droit_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "CSS, art. L815-24"

    def formula_2020_04_01(individu, period):
        return (
            individu("asi_droit_condition_pension", period)
            * individu("asi_droit_condition_age", period)
            * individu("asi_droit_condition_sejour", period)
            * individu("asi_droit_condition_ressources", period)
        )


class asi_droit_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASI payée par mois, en euros (sans CRDS), aux plafonds de 04/2025"
    reference = "CSS, art. L815-24 et D815-19"

    def formula_2020_04_01(individu, period):
        return individu("asi_droit_eligibilite", period) * individu("asi", period)


class asi_droit_montant_max(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASI payée par mois, en euros, aux plafonds bornés de 04/2026"
    reference = "CSS, art. L816-2"

    def formula_2020_04_01(individu, period, parameters):
        plafonds = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite.asi
        plafond = where(individu.famille("en_couple", period), plafonds.plafond_ressource_couple, plafonds.plafond_ressource_seul) / 12
        hausse = plafond * (parameters(period).droits_ouverts.asi.revalorisation - 1)
        return individu("asi_droit_eligibilite", period) * (individu("asi_droit_montant", period) + hausse)
