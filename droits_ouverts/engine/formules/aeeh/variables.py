"""AEEH: amounts of OpenFisca's parameters, by the complement granted.

OpenFisca-France 176.1.8 gives each complement from 2 to 5 the rate of the one before, and needs `handicap` beside the rate of
incapacity: the table of CSS, art. D541-1 and D541-2 is applied here on its parameters.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, select, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Famille

SEUIL_TAUX = 0.5
"""Lowest rate of incapacity (CSS, art. R541-1)."""


def en_age(famille, period, parameters):
    """Tell for each person whether she is under 20 and earns less than 55 % of the minimum wage."""
    maximum = parameters(period).prestations_sociales.prestations_familiales.education_presence_parentale.aeeh.age_maximum_enfant
    return (famille.members("age", period) < maximum) * not_(famille.members("autonomie_financiere", period))


def est_handicape(famille, period):
    """Tell for each person whether the MDPH's rate is 50 % or more (or OpenFisca's own flag is set)."""
    return (famille.members("taux_incapacite", period) >= SEUIL_TAUX) + famille.members("handicap", period)


class aeeh_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AEEH : un enfant à charge de moins de 20 ans, qui gagne moins de 55 % du SMIC"
    reference = "CSS, art. L541-1, R541-7 et R512-2"

    def formula_2006_01_01(famille, period, parameters):
        return famille.any(en_age(famille, period, parameters), role=Famille.ENFANT)


class aeeh_condition_taux(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AEEH : taux d'incapacité de 80 %, ou de 50 à 79 % avec un accompagnement ou des soins"
    reference = "CSS, art. L541-1 et R541-1"

    def formula_2006_01_01(famille, period, parameters):
        handicape = en_age(famille, period, parameters) * est_handicape(famille, period)
        return famille.any(handicape, role=Famille.ENFANT) + not_(famille("aeeh_condition_enfant", period))


class aeeh_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "AEEH : Français ou en séjour régulier"
    reference = "CSS, art. L512-2"

    def formula_2006_01_01(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class aeeh_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "CSS, art. L541-1"

    def formula_2006_01_01(famille, period):
        return famille("aeeh_condition_enfant", period) * famille("aeeh_condition_taux", period) * famille("aeeh_condition_sejour", period)


class aeeh_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "AEEH payée par mois, complément et majoration de parent isolé compris, en euros (sans CRDS)"
    reference = "CSS, art. D541-1, D541-2 et L541-4"

    def formula_2006_01_01(famille, period, parameters):
        familiales = parameters(period).prestations_sociales.prestations_familiales
        aeeh = familiales.education_presence_parentale.aeeh
        complement, majoration = aeeh.complement_allocation, aeeh.majoration_parent_isole
        niveau = famille.members("aeeh_niveau_handicap", period)
        isole = famille.project(not_(famille("en_couple", period)))
        taux = select(
            [niveau == 1, niveau == 2, niveau == 3, niveau == 4, niveau == 5],
            [complement.categorie_1, complement.categorie_2, complement.categorie_3, complement.categorie_4, complement.categorie_5],
        )
        majore = select(
            [niveau == 2, niveau == 3, niveau == 4, niveau == 5, niveau == 6],
            [majoration.categorie_2, majoration.categorie_3, majoration.categorie_4, majoration.categorie_5, majoration.categorie_6],
        )
        par_enfant = familiales.bmaf.bmaf * (aeeh.base + taux + majore * isole) + (niveau == 6) * complement.categorie_6
        handicape = en_age(famille, period, parameters) * est_handicape(famille, period)
        return famille("aeeh_eligibilite", period) * famille.sum(par_enfant * handicape, role=Famille.ENFANT)
