"""FSL, energy and water: resources and ceiling are those of `fsl_acces`."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Menage

from droits_ouverts.engine.formules.entrees.locales import TypesImpayeLogement

REGLEMENT = "https://www.lyoncapitale.fr/actualite/la-metropole-de-lyon-revalorise-son-fonds-de-solidarite-logement"


class fsl_energie_eau_condition_facture(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL énergie et eau : avoir une facture d'énergie ou d'eau impossible à payer"
    reference = REGLEMENT

    def formula_2025_10(menage, period):
        impaye = menage("impaye_logement", period)
        return (impaye == TypesImpayeLogement.energie_eau) + (impaye == TypesImpayeLogement.loyer_et_energie_eau)


class fsl_energie_eau_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL énergie et eau : toutes les conditions sont remplies"
    reference = REGLEMENT

    def formula_2025_10(menage, period):
        return (
            menage("fsl_acces_condition_metropole", period)
            * menage("fsl_acces_condition_ressources", period)
            * menage("fsl_energie_eau_condition_facture", period)
        )
