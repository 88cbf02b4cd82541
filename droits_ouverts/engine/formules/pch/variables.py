"""Formulas of the PCH: conditions only; OpenFisca's `pch` is an input, left alone."""

from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

from droits_ouverts.engine.formules.entrees.situations import TypesGeneHandicap


class pch_condition_difficulte(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PCH : besoin d'aide pour les gestes de tous les jours"
    reference = "CASF, art. L245-1 et D245-4"

    def formula(individu, period):
        return individu("gene_handicap", period) == TypesGeneHandicap.gestes_quotidiens


class pch_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PCH : difficultés apparues avant 60 ans ou personne en emploi ; enfant : droit possible à l'AEEH"
    reference = "CASF, art. L245-1"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.pch
        adulte = (individu("age", period) < p.age_limite) + individu("gene_avant_60_ans", period) + (individu("activite", period) == TypesActivite.actif)
        enfant = individu.has_role(Famille.ENFANT) * (individu("age", period) < 20)
        return where(enfant, individu("taux_incapacite", period) >= p.taux_aeeh, adulte)


class pch_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PCH : nationalité française ou séjour régulier"
    reference = "CASF, art. L245-1 et R245-1"

    def formula(individu, period):
        return individu("sejour_regulier", period)


class pch_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PCH : la demande est possible"
    reference = "CASF, art. L245-1"

    def formula(individu, period):
        return individu("pch_condition_difficulte", period) * individu("pch_condition_age", period) * individu("pch_condition_sejour", period)
