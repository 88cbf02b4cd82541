"""Formulas of the widowhood allowance: it fills the gap between what one receives and 3.75 allowances a quarter.

The amount is at most one allowance a month; the lower bound takes the last published value."""

from openfisca_core.model_api import MONTH, Variable, max_, min_, not_
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesStatutMarital

from droits_ouverts.engine.formules.entrees.situations import TypesMetierEpouxDecede
from droits_ouverts.engine.formules.revenus_declares import mois_precedents, revenus_nets


class allocation_veuvage_condition_veuvage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : veuf, sans vie en couple"
    reference = "CSS, art. D356-2"

    def formula(individu, period):
        statut = individu("statut_marital", period)
        veuf = (statut == TypesStatutMarital.veuf) + (statut == TypesStatutMarital.jeune_veuf)
        return veuf * not_(individu.famille("en_couple", period))


class allocation_veuvage_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : moins de 55 ans"
    reference = "CSS, art. D356-2"

    def formula(individu, period, parameters):
        return individu("age", period) < parameters(period).droits_ouverts.allocation_veuvage.age_limite


class allocation_veuvage_condition_assurance(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : époux assuré au régime général ou agricole 3 mois dans les 12 mois avant le décès"
    reference = "CSS, art. D356-1"

    def formula(individu, period):
        return (individu("metier_epoux_decede", period) != TypesMetierEpouxDecede.autre) * individu("epoux_decede_cotisait", period)


class allocation_veuvage_condition_delai(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : décès de moins de deux ans, ou 50 ans au décès"
    reference = "CSS, art. D356-5"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.allocation_veuvage
        mois = individu("mois_depuis_deces_epoux", period)
        return (mois < p.duree) + (individu("age_en_mois", period) - mois >= p.age_maintien)


class allocation_veuvage_ressources(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : revenus nets déclarés des trois mois précédents (euros)"
    reference = "CSS, art. D356-2"

    def formula(individu, period):
        return revenus_nets(individu, mois_precedents(period, 3))


class allocation_veuvage_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : ressources de trois mois sous 3,75 allocations"
    reference = "CSS, art. D356-2"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.allocation_veuvage
        return individu("allocation_veuvage_ressources", period) <= p.coefficient_plafond * p.allocation


class allocation_veuvage_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : les conditions sont remplies"
    reference = "CSS, art. D356-2"

    def formula(individu, period):
        return (
            individu("allocation_veuvage_condition_veuvage", period)
            * individu("allocation_veuvage_condition_age", period)
            * individu("allocation_veuvage_condition_assurance", period)
            * individu("allocation_veuvage_condition_delai", period)
            * individu("allocation_veuvage_condition_ressources", period)
        )


class allocation_veuvage_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : montant mensuel avec la valeur de l'année (euros)"
    reference = "CSS, art. D356-2"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.allocation_veuvage
        reste = (p.coefficient_plafond * p.allocation - individu("allocation_veuvage_ressources", period)) / 3
        return individu("allocation_veuvage_eligibilite", period) * min_(max_(reste, 0), p.allocation)


class allocation_veuvage_montant_min(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Allocation de veuvage : montant mensuel avec la dernière valeur publiée (euros)"
    reference = "CSS, art. D356-2"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.allocation_veuvage
        reste = (p.coefficient_plafond * p.allocation_confirmee - individu("allocation_veuvage_ressources", period)) / 3
        montant = individu("allocation_veuvage_eligibilite", period) * min_(max_(reste, 0), p.allocation_confirmee)
        return min_(montant, individu("allocation_veuvage_montant", period))
