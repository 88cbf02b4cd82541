"""Formulas of the domiciliation: one condition decides, no address where mail arrives safely."""

from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Famille

REFERENCE = "CASF, art. L264-1"


class domiciliation_condition_sans_adresse(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Domiciliation : pas d'adresse où recevoir son courrier de façon sûre et régulière"
    reference = REFERENCE

    def formula(famille, period):
        return not_(famille.demandeur.menage("adresse_courrier_stable", period))


class domiciliation_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Domiciliation : les conditions pour la demander sont remplies"
    reference = REFERENCE

    def formula(famille, period):
        return famille("domiciliation_condition_sans_adresse", period)
