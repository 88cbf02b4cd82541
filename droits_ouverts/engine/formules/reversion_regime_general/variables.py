"""Formulas of the general scheme's survivor's pension.

Resources are what the couple says it receives, net: below the gross amounts that the law compares, so a no is never too quick."""

from openfisca_core.model_api import ADD, MONTH, Variable, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesStatutMarital

from droits_ouverts.engine.formules.entrees.situations import TypesMetierEpouxDecede
from droits_ouverts.engine.formules.revenus_declares import mois_precedents, revenus_nets


class reversion_regime_general_condition_mariage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion : veuf, ou ancien époux décédé"
    reference = "CSS, art. L353-1"

    def formula(individu, period):
        return (
            (individu("statut_marital", period) == TypesStatutMarital.veuf)
            + (individu("statut_marital", period) == TypesStatutMarital.jeune_veuf)
            + individu("ancien_epoux_decede", period)
        )


class reversion_regime_general_condition_regime(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion : époux décédé salarié du privé ou indépendant"
    reference = "CSS, art. L353-1"

    def formula(individu, period):
        metier = individu("metier_epoux_decede", period)
        return (metier == TypesMetierEpouxDecede.salarie_prive) + (metier == TypesMetierEpouxDecede.independant)


class reversion_regime_general_deces_avant_2009(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion : décès avant 2009, d'après le nombre de mois écoulés"
    reference = "https://www.service-public.gouv.fr/particuliers/vosdroits/F13104"

    def formula(individu, period):
        mois_courant = period.start.year * 12 + period.start.month - 1
        return mois_courant - individu("mois_depuis_deces_epoux", period) < 2009 * 12


class reversion_regime_general_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion : 55 ans, ou 51 ans si le décès date d'avant 2009"
    reference = "CSS, art. L353-1"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.reversion_regime_general
        seuil = where(individu("reversion_regime_general_deces_avant_2009", period), p.age_deces_ancien, p.age_minimal)
        return individu("age", period) >= seuil


class reversion_regime_general_plafond(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Réversion : plafond annuel de ressources, seul ou en couple (euros bruts)"
    reference = "CSS, art. R353-1"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.reversion_regime_general
        smic = parameters(period.this_year.first_month).marche_travail.salaire_minimum.smic.smic_b_horaire
        return p.heures_smic * smic * where(individu.famille("en_couple", period), p.coefficient_couple, 1)


class reversion_regime_general_ressources_trimestre(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Réversion : ressources nettes déclarées des 3 mois précédents, du couple, salaires du survivant à 70 % dès 55 ans (euros)"
    reference = "CSS, art. R353-1"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.reversion_regime_general
        mois = mois_precedents(period, 3)
        couple = individu.famille.sum(revenus_nets(individu.famille.members, mois), role=Famille.PARENT)
        retire = (1 - p.part_salaires) * (individu("age", period) >= p.age_minimal) * individu("salaire_net", mois, options=[ADD])
        return couple - retire


class reversion_regime_general_ressources_annee(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Réversion : ressources nettes déclarées des 12 mois précédents, du couple, salaires du survivant à 70 % dès 55 ans (euros)"
    reference = "CSS, art. R353-1"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.reversion_regime_general
        mois = mois_precedents(period, 12)
        couple = individu.famille.sum(revenus_nets(individu.famille.members, mois), role=Famille.PARENT)
        retire = (1 - p.part_salaires) * (individu("age", period) >= p.age_minimal) * individu("salaire_net", mois, options=[ADD])
        return couple - retire


class reversion_regime_general_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion : ressources des 3 mois sous le quart du plafond, ou des 12 mois sous le plafond"
    reference = "CSS, art. R353-1"

    def formula(individu, period):
        plafond = individu("reversion_regime_general_plafond", period)
        return (individu("reversion_regime_general_ressources_trimestre", period) <= plafond / 4) + (
            individu("reversion_regime_general_ressources_annee", period) <= plafond
        )


class reversion_regime_general_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Réversion du régime général : les conditions pour la demander sont remplies"
    reference = "CSS, art. L353-1"

    def formula(individu, period):
        return (
            individu("reversion_regime_general_condition_mariage", period)
            * individu("reversion_regime_general_condition_regime", period)
            * individu("reversion_regime_general_condition_age", period)
            * individu("reversion_regime_general_condition_ressources", period)
        )
