"""Formulas of the Agirc-Arrco survivor's pension; an invalidity pension stands for invalidity."""

from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesStatutMarital

from droits_ouverts.engine.formules.entrees.situations import TypesMetierEpouxDecede


class reversion_agirc_arrco_condition_mariage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion complémentaire : veuf, ou ancien époux décédé"
    reference = "Accord national interprofessionnel Agirc-Arrco du 17/11/2017"

    def formula(individu, period):
        return (
            (individu("statut_marital", period) == TypesStatutMarital.veuf)
            + (individu("statut_marital", period) == TypesStatutMarital.jeune_veuf)
            + individu("ancien_epoux_decede", period)
        )


class reversion_agirc_arrco_condition_regime(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion complémentaire : époux décédé salarié du privé ou salarié agricole"
    reference = "Accord national interprofessionnel Agirc-Arrco du 17/11/2017"

    def formula(individu, period):
        metier = individu("metier_epoux_decede", period)
        return (metier == TypesMetierEpouxDecede.salarie_prive) + (metier == TypesMetierEpouxDecede.salarie_agricole)


class reversion_agirc_arrco_condition_non_remarie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion complémentaire : pas remarié"
    reference = "Accord national interprofessionnel Agirc-Arrco du 17/11/2017"

    def formula(individu, period):
        return not_(individu("statut_marital", period) == TypesStatutMarital.marie)


class reversion_agirc_arrco_condition_age_ou_charge(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion complémentaire : 55 ans, ou deux enfants à charge, ou invalide"
    reference = "Accord national interprofessionnel Agirc-Arrco du 17/11/2017"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.reversion_agirc_arrco
        enfants = individu.famille.sum(individu.famille.members("age", period) < p.age_enfant, role=Famille.ENFANT)
        return (individu("age", period) >= p.age_minimal) + (enfants >= p.enfants_a_charge) + (individu("pensions_invalidite", period) > 0)


class reversion_agirc_arrco_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion complémentaire : les conditions pour la demander sont remplies"
    reference = "Accord national interprofessionnel Agirc-Arrco du 17/11/2017"

    def formula(individu, period):
        return (
            individu("reversion_agirc_arrco_condition_mariage", period)
            * individu("reversion_agirc_arrco_condition_regime", period)
            * individu("reversion_agirc_arrco_condition_non_remarie", period)
            * individu("reversion_agirc_arrco_condition_age_ou_charge", period)
        )
