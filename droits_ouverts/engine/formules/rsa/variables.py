"""RSA: OpenFisca's amount and the conditions that explain it.

OpenFisca-France 176.1.8 forgets the child to be born for the under-25 who are not alone (CASF, art. L262-4 1°): that case is completed
here from its own amounts and resources.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, max_, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_france.entities import Famille

L262_4 = "CASF, art. L262-4"


def personne_en_age(famille, period, parameters):
    """Tell for each person whether age, a child, a pregnancy or two years of work opens the right."""
    ages = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond
    age = famille.members("age", period)
    jeune_actif = (age > ages.age_min_rsa_jeune) * (age < ages.age_max_rsa_jeune) * famille.members("rsa_jeune_condition_heures_travail_remplie", period)
    charge = famille.project((famille("rsa_nb_enfants", period) > 0) + famille("enceinte_fam", period))
    return (age >= ages.age_minimum_allocataire) + jeune_actif + charge


def montant_differentiel(famille, period, parameters):
    """Return the household's flat amount less its housing share and its resources, euros a month, whatever the other conditions."""
    minima = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux
    # RSA and prime d'activité share one scale of household sizes (CASF, art. R262-1; CSS, art. R843-2): only the base amount differs.
    echelle = minima.rsa.rsa_m.montant_de_base_du_rsa / minima.ppa.pa_m.montant_de_base
    simple = famille("ppa_montant_forfaitaire_familial_non_majore", period)
    majore = famille("ppa_montant_forfaitaire_familial_majore", period) * famille("rsa_majore_eligibilite", period)
    return max_(simple, majore) * echelle - famille("rsa_forfait_logement", period) - famille("rsa_base_ressources", period)


class rsa_droit_condition_age(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSA : 25 ans, ou un enfant, une grossesse, deux ans de travail"
    reference = "CASF, art. L262-4 1° et L262-7-1"

    def formula_2016(famille, period, parameters):
        return famille.any(personne_en_age(famille, period, parameters), role=Famille.PARENT)


class rsa_droit_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSA : Français, Européen ou titre de séjour depuis 5 ans"
    reference = "CASF, art. L262-4 2° et L262-6"

    def formula_2016(famille, period):
        regulier = famille.members("sejour_regulier", period)
        anciennete = famille.members("rsa_condition_nationalite", period) + famille.project(famille("rsa_majore_eligibilite", period))
        return famille.any(regulier * anciennete, role=Famille.PARENT)


class rsa_droit_condition_etudes(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSA : ne pas être élève, étudiant ou stagiaire, sauf parent isolé"
    reference = "CASF, art. L262-4 3°"

    def formula_2016(famille, period, parameters):
        hors_etudes = not_(famille.members("etudiant", period))
        en_age = personne_en_age(famille, period, parameters)
        ouvre = famille.any(en_age, role=Famille.PARENT)
        return famille.any(hors_etudes * (en_age + not_(famille.project(ouvre))), role=Famille.PARENT) + famille("rsa_majore_eligibilite", period)


class rsa_droit_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSA : ressources du trimestre sous le montant forfaitaire, de 6 € au moins"
    reference = "CASF, art. L262-2, R262-7 et R262-39"

    def formula_2016(famille, period, parameters):
        seuil = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_maj.montant_minimum_verse
        return montant_differentiel(famille, period, parameters) >= seuil


class rsa_droit_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSA : toutes les conditions sont réunies"
    reference = "CASF, art. L262-2 et L262-4"

    def formula_2016(famille, period):
        return (
            famille("rsa_droit_condition_age", period)
            * famille("rsa_droit_condition_sejour", period)
            * famille("rsa_droit_condition_etudes", period)
            * famille("rsa_droit_condition_ressources", period)
        )


class rsa_droit_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "RSA payé par mois, en euros (sans CRDS)"
    reference = "CASF, art. L262-2"

    def formula_2016(famille, period, parameters):
        publie = famille("rsa", period)
        return famille("rsa_droit_eligibilite", period) * where(publie > 0, publie, montant_differentiel(famille, period, parameters))
