"""Formulas of the RQTH: the answer about work decides; nothing is known of the illness."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite

from droits_ouverts.engine.formules.entrees.situations import TypesGeneHandicap


class rqth_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "RQTH : âge minimal"
    reference = "Code du travail, art. L5213-2"

    def formula(individu, period, parameters):
        return individu("age", period) >= parameters(period).droits_ouverts.rqth.age_minimal


class rqth_condition_emploi(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "RQTH : emploi rendu difficile par la santé ou un handicap, hors retraite"
    reference = "Code du travail, art. L5213-1"

    def formula(individu, period):
        gene = individu("gene_handicap", period)
        pour_emploi = (gene == TypesGeneHandicap.emploi) + (gene == TypesGeneHandicap.emploi_et_deplacement) + (gene == TypesGeneHandicap.gestes_quotidiens)
        return pour_emploi * (individu("activite", period) != TypesActivite.retraite)


class rqth_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "RQTH : la demande est possible"
    reference = "Code du travail, art. L5213-1"

    def formula(individu, period):
        return individu("rqth_condition_age", period) * individu("rqth_condition_emploi", period)
