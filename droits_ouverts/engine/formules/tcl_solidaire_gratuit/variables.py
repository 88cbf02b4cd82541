"""TCL Solidaire gratuit: the statuses come from the rights worked out by OpenFisca and by our own rules."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu

from droits_ouverts.engine.formules.geographie import in_rhone

TCL = "https://tcl.fr/solidaire-gratuit-0"


class tcl_solidaire_gratuit_condition_rhone(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire gratuit : habiter le Rhône (Métropole de Lyon comprise)"
    reference = TCL

    def formula_2021(individu, period):
        return in_rhone(individu.menage("depcom", period))


class tcl_solidaire_gratuit_statut_allocation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire gratuit : RSA (et ses ayants droit), AAH, ASI ou ASPA"
    reference = TCL

    def formula_2021(individu, period):
        rsa = individu.famille("rsa_droit_montant", period) > 0
        aspa = (individu.famille("aspa_droit_montant", period) > 0) * individu("aspa_droit_titulaire", period)
        return rsa + aspa + (individu("aah", period) > 0) + (individu("asi", period) > 0)


class tcl_solidaire_gratuit_statut_jeune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire gratuit : contrat d'engagement jeune ou revenu de solidarité jeunes"
    reference = TCL

    def formula_2021(individu, period):
        return individu("contrat_engagement_jeune_en_cours", period) + individu("rsj_metropole_lyon_eligibilite", period)


class tcl_solidaire_gratuit_statut_demande_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire gratuit : demandeur d'asile ou de titre de séjour, et ses enfants"
    reference = TCL

    def formula_2021(individu, period):
        demande = individu("demande_asile_ou_titre_en_cours", period)
        parent_demandeur = individu.famille.any(individu.famille.members("demande_asile_ou_titre_en_cours", period), role=Famille.PARENT)
        return demande + individu.has_role(Famille.ENFANT) * parent_demandeur


class tcl_solidaire_gratuit_condition_statut(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire gratuit : au moins un statut de la liste"
    reference = TCL

    def formula_2021(individu, period):
        return (
            individu("tcl_solidaire_gratuit_statut_allocation", period)
            + individu("tcl_solidaire_gratuit_statut_jeune", period)
            + individu("tcl_solidaire_gratuit_statut_demande_sejour", period)
            + individu("malvoyance_ou_mutilation", period)
        )


class tcl_solidaire_gratuit_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire gratuit : toutes les conditions sont remplies"
    reference = TCL

    def formula_2021(individu, period):
        return individu("tcl_solidaire_gratuit_condition_rhone", period) * individu("tcl_solidaire_gratuit_condition_statut", period)
