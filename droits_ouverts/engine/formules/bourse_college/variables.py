"""Grant for the college: OpenFisca's scale, on the incomes of the school year's own tax notice.

OpenFisca-France 176.1.8 reads the incomes of two calendar years ago: from September to December it looks one year too far back. The
level is read in the January that follows, the amount on the BMAF of the January of the school year's start.
"""

from numpy import logical_not as not_
from numpy import round as round_
from openfisca_core.model_api import MONTH, Variable, select, set_input_dispatch_by_period
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.education import TypesScolarite

MOIS_DE_RENTREE = 9
"""September: the first month of a school year."""


def mois_du_bareme(period):
    """Return the month whose incomes and ceilings are those of the school year: the next January from September on."""
    return period.this_year.offset(1).first_month if period.start.month >= MOIS_DE_RENTREE else period


def janvier_de_rentree(period):
    """Return the January of the calendar year in which the school year began."""
    return period.this_year.first_month if period.start.month >= MOIS_DE_RENTREE else period.last_year.first_month


class bourse_college_condition_eleve(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bourse de collège : un enfant à charge au collège"
    reference = "Code de l'éducation, art. D531-4 et D531-7"

    def formula_2016_07_01(famille, period):
        return famille.any(famille.members("scolarite", period) == TypesScolarite.college, role=Famille.ENFANT)


class bourse_college_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bourse de collège : revenu fiscal de référence sous le plafond, selon le nombre d'enfants"
    reference = "Code de l'éducation, art. D531-4 et D531-7"

    def formula_2016_07_01(famille, period):
        a_charge = famille.nb_persons(role=Famille.ENFANT) > 0
        return (famille("bourse_college_echelon", mois_du_bareme(period)) > 0) + not_(a_charge)


class bourse_college_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "Code de l'éducation, art. D531-4 et D531-7"

    def formula_2016_07_01(famille, period):
        return famille("bourse_college_condition_eleve", period) * famille("bourse_college_condition_ressources", period)


class bourse_college_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Bourse de collège pour une année scolaire, en euros"
    reference = "Code de l'éducation, art. D531-4 et D531-7"

    def formula_2016_07_01(famille, period, parameters):
        bourse = parameters(period).prestations_sociales.education.bourses.bourses_education.bourse_college
        echelon = famille("bourse_college_echelon", mois_du_bareme(period))
        taux = select([echelon == 3, echelon == 2, echelon == 1], [bourse.montant_taux_3, bourse.montant_taux_2, bourse.montant_taux_1])
        bmaf = parameters(janvier_de_rentree(period)).prestations_sociales.prestations_familiales.bmaf.bmaf
        # One third is paid each term, in whole euros.
        par_eleve = round_(taux * bmaf / 3) * 3
        eleves = famille.sum(famille.members("scolarite", period) == TypesScolarite.college, role=Famille.ENFANT)
        return famille("bourse_college_eligibilite", period) * eleves * par_eleve
