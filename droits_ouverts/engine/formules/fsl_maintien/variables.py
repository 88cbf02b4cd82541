"""FSL, keeping a home: resources and ceiling are those of `fsl_acces`."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

from droits_ouverts.engine.formules.entrees.locales import TypesImpayeLogement

REGLEMENT = "https://www.lyoncapitale.fr/actualite/la-metropole-de-lyon-revalorise-son-fonds-de-solidarite-logement"


class fsl_maintien_condition_locataire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL maintien : être locataire"
    reference = REGLEMENT

    def formula_2025_10(menage, period):
        statut = menage("statut_occupation_logement", period)
        return (
            (statut == TypesStatutOccupationLogement.locataire_hlm)
            + (statut == TypesStatutOccupationLogement.locataire_vide)
            + (statut == TypesStatutOccupationLogement.locataire_meuble)
        )


class fsl_maintien_condition_dette(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL maintien : avoir un retard de loyer ou de charges"
    reference = REGLEMENT

    def formula_2025_10(menage, period):
        impaye = menage("impaye_logement", period)
        return (impaye == TypesImpayeLogement.loyer) + (impaye == TypesImpayeLogement.loyer_et_energie_eau)


class fsl_maintien_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL maintien : toutes les conditions sont remplies"
    reference = REGLEMENT

    def formula_2025_10(menage, period):
        return (
            menage("fsl_acces_condition_metropole", period)
            * menage("fsl_acces_condition_ressources", period)
            * menage("fsl_maintien_condition_locataire", period)
            * menage("fsl_maintien_condition_dette", period)
        )
