"""Versement solidaire eau of Eau du Grand Lyon."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Menage

from droits_ouverts.engine.formules.geographie import in_metropole_lyon

EAU = "https://www.expressions-venissieux.fr/2025-06-24-le-versement-solidaire-eau-adoucira-la-facture-des-plus-precaires/"
SEUIL = "https://www.lyon-entreprises.com/actualites/article/la-metropole-de-lyon-lance-le-versement-solidaire-eau"

PRESTATIONS_CAF = ("aide_logement", "rsa_droit_montant", "ppa", "af", "cf", "asf", "paje_base", "aeeh")
"""Benefits of a family that make it known to the CAF or the MSA (the AAH, of a person, is added)."""


class versement_solidaire_eau_condition_metropole(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Versement solidaire eau : habiter la Métropole de Lyon"
    reference = EAU

    def formula_2025_11(menage, period):
        return in_metropole_lyon(menage("depcom", period))


class versement_solidaire_eau_condition_allocataire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Versement solidaire eau : une prestation de la CAF ou de la MSA"
    reference = EAU

    def formula_2025_11(menage, period):
        familiales = sum(menage.members.famille(nom, period) for nom in PRESTATIONS_CAF)
        total = menage.sum(familiales, role=Famille.DEMANDEUR) + menage.sum(menage.members("aah", period))
        return total > 0


class versement_solidaire_eau_condition_depense(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Versement solidaire eau : dépense d'eau au-dessus de 3 % des ressources"
    reference = SEUIL

    def formula_2025_11(menage, period, parameters):
        part = parameters(period).droits_ouverts.versement_solidaire_eau.aide.part_des_ressources
        # The resources counted are not published: those of the FSL of the Métropole, over a year.
        return menage("depense_eau_annuelle", period) > part * 12 * menage("fsl_acces_ressources", period)


class versement_solidaire_eau_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Versement solidaire eau : toutes les conditions sont remplies"
    reference = EAU

    def formula_2025_11(menage, period):
        return (
            menage("versement_solidaire_eau_condition_metropole", period)
            * menage("versement_solidaire_eau_condition_allocataire", period)
            * menage("versement_solidaire_eau_condition_depense", period)
        )


class versement_solidaire_eau_montant(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Versement solidaire eau : montant minimal, en euros par an"
    reference = EAU

    def formula_2025_11(menage, period, parameters):
        return menage("versement_solidaire_eau_eligibilite", period) * parameters(period).droits_ouverts.versement_solidaire_eau.aide.montant_minimal


class versement_solidaire_eau_montant_max(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Versement solidaire eau : montant maximal, en euros par an"
    reference = EAU

    def formula_2025_11(menage, period, parameters):
        return menage("versement_solidaire_eau_eligibilite", period) * parameters(period).droits_ouverts.versement_solidaire_eau.aide.montant_maximal
