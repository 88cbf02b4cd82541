"""ASPA: OpenFisca's amount, completed where it is wrong.

OpenFisca-France 176.1.8 opens the right of unfit or disabled people at 64 (the law: 62, CSS, art. D351-1-14) and counts gross pensions
and wages only: a net pension or wage told without its gross is counted here for its net. It counts the interest of savings where the law counts
3 % of the value of goods (CSS, art. R815-25). The amount is its own wherever both agree.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import ADD, MONTH, Variable, max_, min_, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_france.entities import Famille, Individu

AGE_INAPTITUDE = 62
"""Years; CSS, art. R815-1 and D351-1-14, in force since 2023-09-01."""


class aspa_droit_condition_age_personne(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASPA : cette personne a 65 ans, ou 62 ans si elle est inapte au travail ou handicapée"
    reference = "CSS, art. R815-1, L351-1-5 et D351-1-14"

    def formula_2020_04_01(individu, period, parameters):
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        age = individu("age", period)
        anticipe = individu("inapte_travail", period) + (individu("taux_incapacite", period) > aspa.taux_incapacite_aspa_anticipe)
        return (age >= aspa.age_min) + (age >= AGE_INAPTITUDE) * anticipe


class aspa_droit_titulaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASPA : âge et séjour de cette personne"
    reference = "CSS, art. L815-1 et L816-1"

    def formula_2020_04_01(individu, period):
        sejour = individu("asi_aspa_condition_nationalite", period) * individu("sejour_regulier", period)
        return individu("aspa_droit_condition_age_personne", period) * sejour


class aspa_droit_ressources_oubliees(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASPA : pension et salaire nets dits sans leur brut, moins l'AAH que l'ASPA remplace, en euros par mois"
    reference = "CSS, art. R815-22 et R815-29"

    def formula_2020_04_01(individu, period, parameters):
        trimestre = period.last_3_months
        smic = parameters(period.start.offset("first-of", "year")).marche_travail.salaire_minimum.smic
        abattement = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa.abattement_forfaitaire
        brut = individu("salaire_de_base", trimestre, options=[ADD]) + individu("traitement_indiciaire_brut", trimestre, options=[ADD])
        net = individu("salaire_net", trimestre, options=[ADD])
        taux = where(individu.famille("aspa_couple", period), abattement.couples, abattement.personnes_seules)
        salaire = (brut == 0) * max_(0, net - taux * smic.smic_b_horaire * smic.nb_heures_travail_mensuel)
        pension_brute = individu("retraite_brute", trimestre, options=[ADD])
        pension = (pension_brute == 0) * individu("retraite_nette", trimestre, options=[ADD])
        # OpenFisca leaves AAH out for those it finds old enough or on an invalidity pension; the others' is taken off here.
        deja_exclue = individu("aspa_eligibilite", period) + individu("asi_eligibilite", period) + (individu("pensions_invalidite", period) > 0)
        aah = individu("aspa_droit_titulaire", period) * not_(deja_exclue) * individu("aah", trimestre, options=[ADD])
        return (salaire + pension - aah) / 3


class aspa_droit_biens_oublies(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASPA : 3 % par an de la valeur des biens, moins les intérêts du livret A qu'OpenFisca compte à la place, en euros par mois"
    reference = "CSS, art. R815-25"

    def formula_2020_04_01(individu, period, parameters):
        def interets(mois):
            return individu("livret_a", mois) * parameters(mois).taxation_capital.epargne.livret_a.taux / 12

        deja_comptes = (interets(period.offset(-1, "month")) + interets(period.offset(-2, "month")) + interets(period.offset(-3, "month"))) / 3
        biens = individu("livret_a", period) + individu("valeur_immo_non_loue", period)
        return parameters(period).droits_ouverts.aspa.rendement_biens * biens / 12 - deja_comptes


class aspa_droit_montant_calcule(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASPA selon l'âge de 62 ans et les pensions nettes, en euros par mois"
    reference = "CSS, art. L815-4, L815-9 et D815-1"

    def formula_2020_04_01(famille, period, parameters):
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        titulaires = famille.sum(famille.members("aspa_droit_titulaire", period), role=Famille.PARENT)
        oubliees = famille.sum(
            famille.members("aspa_droit_ressources_oubliees", period) + famille.members("aspa_droit_biens_oublies", period), role=Famille.PARENT
        )
        ressources = famille("asi_aspa_base_ressources", period) + oubliees
        maximum = where(titulaires >= 2, aspa.montant_maximum_annuel.couples, aspa.montant_maximum_annuel.personnes_seules) / 12
        plafond = where(famille("en_couple", period), aspa.plafond_ressources.couples, aspa.plafond_ressources.personnes_seules) / 12
        complete = max_(0, min_(maximum, plafond - ressources))
        # Couples where one draws ASI keep OpenFisca's sharing, as does every household that needs no completion.
        sans_manque = (titulaires == famille.sum(famille.members("aspa_eligibilite", period), role=Famille.PARENT)) * (oubliees == 0)
        publie = famille("aspa", period)
        return where(sans_manque * (publie > 0), publie, complete)


class aspa_droit_condition_age(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASPA : 65 ans, ou 62 ans si inapte au travail ou handicapé"
    reference = "CSS, art. R815-1, L351-1-5 et D351-1-14"

    def formula_2020_04_01(famille, period):
        return famille.any(famille.members("aspa_droit_condition_age_personne", period), role=Famille.PARENT)


class aspa_droit_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASPA : Français, Européen ou titre de séjour depuis 10 ans"
    reference = "CSS, art. L816-1"

    def formula_2020_04_01(famille, period):
        en_age = famille.members("aspa_droit_condition_age_personne", period)
        sejour = famille.members("asi_aspa_condition_nationalite", period) * famille.members("sejour_regulier", period)
        personne = not_(famille.project(famille("aspa_droit_condition_age", period)))
        return famille.any(sejour * (en_age + personne), role=Famille.PARENT)


class aspa_droit_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASPA : ressources du foyer sous le plafond"
    reference = "CSS, art. L815-9, R815-22 et R815-29"

    def formula_2020_04_01(famille, period):
        return famille("aspa_droit_montant_calcule", period) > 0


class aspa_droit_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "ASPA : toutes les conditions sont réunies"
    reference = "CSS, art. L815-1"

    def formula_2020_04_01(famille, period):
        return famille("aspa_droit_condition_age", period) * famille("aspa_droit_condition_sejour", period) * famille("aspa_droit_condition_ressources", period)


class aspa_droit_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASPA payée par mois au foyer, en euros (sans CRDS)"
    reference = "CSS, art. L815-4 et D815-1"

    def formula_2020_04_01(famille, period):
        return famille("aspa_droit_eligibilite", period) * famille("aspa_droit_montant_calcule", period)
