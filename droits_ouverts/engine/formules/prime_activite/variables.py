"""Prime d'activité: OpenFisca's amount net of CRDS and the conditions that explain it.

OpenFisca-France 176.1.8 looks for work in M-1..M-3 while the amount, since 03/2025, rests on M-2..M-4: income in the reference months
alone is completed here with OpenFisca's own monthly amounts.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, max_, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_france.entities import Famille

L842_2 = "CSS, art. L842-2"


def moyenne_de_reference(decale, period, function):
    """Return `function(month)` averaged over the three reference months: M-2..M-4 where `decale` is true, else M-1..M-3."""
    mois = {recul: function(period.offset(-recul, "month")) for recul in (1, 2, 3, 4)}
    return where(decale, mois[2] + mois[3] + mois[4], mois[1] + mois[2] + mois[3]) / 3


def revenus_de_reference(famille, period):
    """Return each person's earnings, averaged over the reference months, in euros a month."""
    decale = famille.project(famille("departement_experimentation_rsa", period))
    return moyenne_de_reference(decale, period, lambda mois: famille.members("ppa_revenu_activite_individu", mois))


def montant_moyen(famille, period):
    """Return the amount averaged over the reference months, euros before CRDS, whatever age, nationality and studies."""

    def montant(mois):
        forfait = famille("ppa_fictive_montant_forfaitaire", mois)
        ressources = famille("ppa_base_ressources", mois) + famille("ppa_forfait_logement", mois)
        bonification = famille.sum(famille.members("ppa_bonification", mois))
        return max_(0, forfait + bonification + famille("ppa_fictive_ressource_activite", mois) - max_(ressources, forfait))

    return moyenne_de_reference(famille("departement_experimentation_rsa", period), period, montant)


def apprenant(famille, period):
    """Tell for each person whether she is a pupil, student, trainee or apprentice."""
    return famille.members("etudiant", period) + famille.members("stagiaire", period) + famille.members("apprenti", period)


class prime_activite_condition_activite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime d'activité : un revenu de travail dans les trois mois retenus"
    reference = "CSS, art. L842-1 et R843-1"

    def formula_2016(famille, period):
        return famille.any(revenus_de_reference(famille, period) > 0, role=Famille.PARENT)


class prime_activite_condition_age(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime d'activité : avoir 18 ans ou plus"
    reference = "CSS, art. L842-2 1°"

    def formula_2016(famille, period, parameters):
        minimum = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.ppa.pa_cond.age_min
        return famille.any(famille.members("age", period) >= minimum, role=Famille.PARENT)


class prime_activite_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime d'activité : Français, Européen ou titre de séjour depuis 5 ans"
    reference = "CSS, art. L842-2 2°"

    def formula_2016(famille, period):
        regulier = famille.members("sejour_regulier", period)
        anciennete = famille.members("rsa_condition_nationalite", period) + famille.project(famille("rsa_majore_eligibilite", period))
        return famille.any(regulier * anciennete, role=Famille.PARENT)


class prime_activite_condition_etudes(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime d'activité : un élève, étudiant, stagiaire ou apprenti gagne plus de 55 % du SMIC chaque mois"
    reference = "CSS, art. L842-2 3° et R512-2"

    def formula_2016(famille, period):
        apprend = apprenant(famille, period)
        travaille = famille.any(not_(apprend) * (revenus_de_reference(famille, period) > 0), role=Famille.PARENT)
        return travaille + famille("ppa_eligibilite_apprenants", period) + not_(famille.any(apprend, role=Famille.PARENT))


class prime_activite_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime d'activité : 15 € au moins après prise en compte des ressources"
    reference = "CSS, art. L842-3, R844-1 et D843-4"

    def formula_2016(famille, period, parameters):
        seuil = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.ppa.pa_m.montant_minimum_verse
        # Without earnings the amount is always zero: earnings are then the reason, not resources.
        sans_activite = not_(famille("prime_activite_condition_activite", period))
        return (montant_moyen(famille, period) >= seuil) + sans_activite


class prime_activite_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime d'activité : toutes les conditions sont réunies"
    reference = L842_2

    def formula_2016(famille, period):
        return (
            famille("prime_activite_condition_activite", period)
            * famille("prime_activite_condition_age", period)
            * famille("prime_activite_condition_sejour", period)
            * famille("prime_activite_condition_etudes", period)
            * famille("prime_activite_condition_ressources", period)
        )


class prime_activite_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Prime d'activité payée par mois, en euros, CRDS de 0,5 % déduite"
    reference = "CSS, art. L842-3 ; ordonnance 96-50, art. 14"

    def formula_2016(famille, period, parameters):
        publie = famille("ppa_nette_crds", period)
        crds = parameters(period).prelevements_sociaux.contributions_sociales.crds
        return famille("prime_activite_eligibilite", period) * where(publie > 0, publie, montant_moyen(famille, period) * (1 - crds))
