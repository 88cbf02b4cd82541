"""Formulas of the old-age pension: the legal age by date of birth, one contribution, and no pension yet."""

from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite


class retraite_personnelle_age_legal(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Retraite : âge légal en mois, d'après la date de naissance"
    reference = "CSS, art. L161-17-2"

    def formula_2023_09(individu, period, parameters):
        mois = individu("date_naissance", period).astype("datetime64[M]").astype(int)
        naissance = (1970 + mois // 12) * 100 + mois % 12 + 1
        return parameters(period).droits_ouverts.retraite_personnelle.age_legal.calc(naissance)


class retraite_personnelle_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Retraite : âge légal atteint, ou 62 ans en cas d'inaptitude reconnue"
    reference = "CSS, art. L161-17-2"

    def formula_2023_09(individu, period, parameters):
        age_inaptitude = parameters(period).droits_ouverts.retraite_personnelle.age_inaptitude
        return (individu("age_en_mois", period) >= individu("retraite_personnelle_age_legal", period)) + (
            individu("inapte_travail", period) * (individu("age", period) >= age_inaptitude)
        )


class retraite_personnelle_condition_cotisation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Retraite : au moins un trimestre cotisé en France"
    reference = "CSS, art. L351-1"

    def formula(individu, period):
        return individu("a_cotise_retraite", period)


class retraite_personnelle_condition_pas_encore_retraite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Retraite : pas encore demandée"
    reference = "CSS, art. L161-17-2"

    def formula(individu, period):
        return not_(individu("activite", period) == TypesActivite.retraite)


class retraite_personnelle_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Retraite : la demande est possible"
    reference = "CSS, art. L161-17-2"

    def formula(individu, period):
        return (
            individu("retraite_personnelle_condition_age", period)
            * individu("retraite_personnelle_condition_cotisation", period)
            * individu("retraite_personnelle_condition_pas_encore_retraite", period)
        )
