"""Livret d'épargne populaire: the last tax notice against OpenFisca's ceiling.

OpenFisca-France 176.1.8 brings the year's ceilings in on 1 July instead of February: from February to June those of July are read.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

FEVRIER, JUIN, RANG_DE_JUILLET = 2, 6, 6
"""Months where OpenFisca still has last year's ceiling; July is the seventh month, six after January."""


def mois_du_plafond(period):
    """Return the month whose ceiling is the one in force in this month."""
    en_retard = FEVRIER <= period.start.month <= JUIN
    return period.this_year.first_month.offset(RANG_DE_JUILLET, "month") if en_retard else period


class lep_condition_majeur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "LEP : majeur, non rattaché à l'impôt de ses parents"
    reference = "CMF, art. L221-15"

    def formula(individu, period):
        return individu("majeur", period) * not_(individu("enfant_a_charge", period.this_year))


class lep_condition_revenu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "LEP : revenu fiscal de référence sous le plafond, selon le nombre de parts"
    reference = "CMF, art. L221-15 ; CGI, art. 1417"

    def formula(individu, period):
        plafond = individu("livret_epargne_populaire_plafond", mois_du_plafond(period))
        return individu.foyer_fiscal("revenu_fiscal_reference_dernier_avis", period) <= plafond


class lep_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "CMF, art. L221-15"

    def formula(individu, period):
        return individu("lep_condition_majeur", period) * individu("lep_condition_revenu", period)
