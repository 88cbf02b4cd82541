"""Allocation de rentrée scolaire: OpenFisca's yearly amount net of CRDS and the conditions that explain it.

The amount is that of the school year that began in the calendar year of the period: it is paid in August and may be claimed for two years.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.education import TypesScolarite


def enfant_en_age(famille, period, parameters):
    """Tell for each person whether age and earnings make her a child of the school-year allowance (CSS, art. R543-2)."""
    decembre = period.this_year.first_month.offset(11, "month")
    ages = parameters(decembre).prestations_sociales.prestations_familiales.education_presence_parentale.ars.ars_cond
    mois = famille.members("age_en_mois", decembre)
    # Under 18 on 15 September is read, as OpenFisca does, as 18 years and 2 months at most in December.
    en_age = (mois >= 12 * ages.age_entree_primaire) * (mois <= 12 * ages.age_sortie_lycee + 2)
    return en_age * not_(famille.members("autonomie_financiere", decembre))


class ars_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARS : un enfant à charge de 6 à 18 ans à la rentrée"
    reference = "CSS, art. L543-1 et R543-2"

    def formula(famille, period, parameters):
        return famille.any(enfant_en_age(famille, period, parameters), role=Famille.ENFANT)


class ars_condition_scolarite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARS : après 16 ans, l'enfant est scolarisé ou apprenti"
    reference = "CSS, art. L543-1 et R543-3"

    def formula(famille, period, parameters):
        en_age = enfant_en_age(famille, period, parameters)
        ecole = famille.members("scolarite", period) != TypesScolarite.inconnue
        etudes = famille.members("activite", period) == TypesActivite.etudiant
        obligatoire = famille.members("age", period) < parameters(period).prestations_sociales.prestations_familiales.def_pac.enfants.age_intermediaire
        inscrit = famille.any(en_age * (obligatoire + ecole + etudes), role=Famille.ENFANT)
        return inscrit + not_(famille("ars_condition_enfant", period))


class ars_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARS : ressources de l'avant-dernière année sous le plafond, ou allocation différentielle de 15 € au moins"
    reference = "CSS, art. R543-5, R543-6 et R543-6-1"

    def formula(famille, period):
        return (famille("ars", period.this_year) > 0) + not_(famille("ars_condition_enfant", period))


class ars_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARS : Français ou en séjour régulier"
    reference = "CSS, art. L512-2"

    def formula(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class ars_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ARS : toutes les conditions sont réunies"
    reference = "CSS, art. L543-1"

    def formula(famille, period):
        return (
            famille("ars_condition_enfant", period)
            * famille("ars_condition_scolarite", period)
            * famille("ars_condition_ressources", period)
            * famille("ars_condition_sejour", period)
        )


class ars_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "ARS de la rentrée de l'année, en euros une fois par an, CRDS de 0,5 % déduite"
    reference = "CSS, art. D543-1 ; ordonnance 96-50, art. 14"

    def formula(famille, period):
        return famille("ars_eligibilite", period) * famille("ars_nette_crds", period.this_year)
