"""Chèque énergie with the brackets in force (OpenFisca-France keeps older ones and has no contract condition)."""

from numpy import select
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period
from openfisca_france.entities import FoyerFiscal, Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

ARRETE_2023 = "https://juriblio.fr/arretes/arrete-du-3-mars-2023/181542783"
ARRETE_2025 = "https://juriblio.fr/arretes/arrete-du-31-juillet-2025/186237081"


class cheque_energie_uc(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Chèque énergie : unités de consommation du logement (un enfant en garde alternée compte pour moitié)"
    reference = "https://www.bonial.fr/magazine/cheque-energie-2025-conditions-montants-dates-demarches-essentielles"

    def formula_2023(menage, period, parameters):
        uc = parameters(period).droits_ouverts.cheque_energie.unites_consommation
        personnes = menage.nb_persons() - uc.part_retiree_garde_alternee * menage.sum(menage.members("garde_alternee", period))
        return uc.premiere_personne + uc.deuxieme_personne * max_(min_(personnes, 2) - 1, 0) + uc.personne_suivante * max_(personnes - 2, 0)


class cheque_energie_revenu_par_uc(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Chèque énergie : revenu fiscal de référence par unité de consommation, en euros par an"
    reference = ARRETE_2025

    def formula_2023(menage, period):
        rfr = menage.members.foyer_fiscal("revenu_fiscal_reference_dernier_avis", period)
        return menage.sum(rfr, role=FoyerFiscal.DECLARANT_PRINCIPAL) / menage("cheque_energie_uc", period)


class cheque_energie_condition_ressources(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Chèque énergie : revenu par unité de consommation sous le plafond"
    reference = ARRETE_2025

    def formula_2023(menage, period, parameters):
        return menage("cheque_energie_revenu_par_uc", period) < parameters(period).droits_ouverts.cheque_energie.seuils.plafond


class cheque_energie_condition_contrat(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Chèque énergie : un contrat d'énergie au nom d'une personne du foyer"
    reference = "https://legal.tricoteuses.fr/articles/JORFARTI000052019168"

    def formula_2023(menage, period):
        return menage("contrat_energie_a_son_nom", period)


class cheque_energie_condition_logement(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Chèque énergie : logement principal à soi, hors foyer et résidence sociale"
    reference = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000023983208/"

    def formula_2023(menage, period):
        statut = menage("statut_occupation_logement", period)
        return (
            (statut == TypesStatutOccupationLogement.primo_accedant)
            + (statut == TypesStatutOccupationLogement.proprietaire)
            + (statut == TypesStatutOccupationLogement.locataire_hlm)
            + (statut == TypesStatutOccupationLogement.locataire_vide)
            + (statut == TypesStatutOccupationLogement.locataire_meuble)
        )


class cheque_energie_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Chèque énergie : toutes les conditions sont remplies"
    reference = ARRETE_2025

    def formula_2023(menage, period):
        return (
            menage("cheque_energie_condition_ressources", period)
            * menage("cheque_energie_condition_contrat", period)
            * menage("cheque_energie_condition_logement", period)
        )


class cheque_energie_montant_annuel(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Chèque énergie : montant, en euros par an"
    reference = ARRETE_2023

    def formula_2023(menage, period, parameters):
        droit = parameters(period).droits_ouverts.cheque_energie
        seuils = droit.seuils
        uc = menage("cheque_energie_uc", period)
        revenu = menage("cheque_energie_revenu_par_uc", period)
        tranches = [revenu < seuils.premiere_tranche, revenu < seuils.deuxieme_tranche, revenu < seuils.troisieme_tranche, revenu < seuils.plafond]

        def montants_de(bareme):
            return select(tranches, [bareme.premiere_tranche, bareme.deuxieme_tranche, bareme.troisieme_tranche, bareme.quatrieme_tranche])

        montant = select(
            [uc <= 1, uc < 2],
            [montants_de(droit.montants.une_uc), montants_de(droit.montants.entre_une_et_deux_uc)],
            default=montants_de(droit.montants.deux_uc_et_plus),
        )
        return menage("cheque_energie_eligibilite", period) * montant
