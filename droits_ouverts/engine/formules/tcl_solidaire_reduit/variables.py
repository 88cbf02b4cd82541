"""TCL Solidaire réduit: grants, health cover, and households that pay no income tax."""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.education import TypesScolarite

LISTE_2020 = "https://www.tonicradio.fr/tcl-ce-qui-change-a-partir-du-1er-janvier/"
TARIFS_2025 = "https://info-jeunes.fr/tarifs-des-transports-en-commun-lyonnais/"


class tcl_solidaire_reduit_condition_pas_gratuit(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : sans droit à l'abonnement gratuit"
    reference = "https://tcl.fr/solidaire-gratuit-0"

    def formula_2021(individu, period):
        return not_(individu("tcl_solidaire_gratuit_eligibilite", period))


class tcl_solidaire_reduit_statut_boursier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : collégien, lycéen ou étudiant boursier"
    reference = TARIFS_2025

    def formula_2021(individu, period):
        scolarite = individu("scolarite", period)
        enfant = individu.has_role(Famille.ENFANT)
        college = enfant * (scolarite == TypesScolarite.college) * (individu.famille("bourse_college", period) > 0)
        lycee = enfant * (scolarite == TypesScolarite.lycee) * (individu.famille("bourse_lycee", period) > 0)
        # OpenFisca's `boursier` is true of the whole family of a pupil with a grant: not used here.
        etudiant = individu("activite", period) == TypesActivite.etudiant
        superieur = (individu("bourse_enseignement_sup", period) > 0) + etudiant * (individu("bourse_criteres_sociaux", period) > 0)
        return college + lycee + superieur


class tcl_solidaire_reduit_statut_sante(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : complémentaire santé solidaire ou aide médicale de l'État"
    reference = LISTE_2020

    def formula_2021(individu, period):
        c2s = individu.famille("c2s_sans_participation_eligibilite", period) + individu.famille("c2s_avec_participation_eligibilite", period)
        return c2s * individu("c2s_sans_participation_dans_le_foyer", period) + individu("ame_eligibilite", period)


class tcl_solidaire_reduit_non_imposable(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : foyer sans impôt sur les revenus de l'année passée"
    reference = LISTE_2020

    def formula_2021(individu, period):
        # OpenFisca counts the tax to pay as negative.
        return individu.foyer_fiscal("impot_revenu_restant_a_payer", period.last_year) >= 0


class tcl_solidaire_reduit_statut_non_imposable(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : non imposable avec une allocation de France Travail, ou non imposable à 65 ans et plus"
    reference = LISTE_2020

    def formula_2021(individu, period, parameters):
        ages = parameters(period).droits_ouverts.tcl_solidaire_reduit.ages
        indemnise = individu("chomage_net", period) + individu("ass", period) > 0
        senior = individu("age", period) >= ages.senior
        return individu("tcl_solidaire_reduit_non_imposable", period) * (indemnise + senior)


class tcl_solidaire_reduit_statut_jeune_inscrit(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : de 18 à 24 ans, inscrit à France Travail"
    reference = LISTE_2020

    def formula_2021(individu, period, parameters):
        ages = parameters(period).droits_ouverts.tcl_solidaire_reduit.ages
        age = individu("age", period)
        return (individu("activite", period) == TypesActivite.chomeur) * (age >= ages.jeune_minimum) * (age <= ages.jeune_maximum)


class tcl_solidaire_reduit_condition_statut(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : au moins un statut de la liste"
    reference = [TARIFS_2025, LISTE_2020]

    def formula_2021(individu, period):
        return (
            individu("tcl_solidaire_reduit_statut_boursier", period)
            + individu("tcl_solidaire_reduit_statut_sante", period)
            + individu("tcl_solidaire_reduit_statut_non_imposable", period)
            + individu("tcl_solidaire_reduit_statut_jeune_inscrit", period)
            + (individu("retraite_combattant", period) > 0)
        )


class tcl_solidaire_reduit_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "TCL Solidaire réduit : toutes les conditions sont remplies"
    reference = LISTE_2020

    def formula_2021(individu, period):
        return (
            individu("tcl_solidaire_gratuit_condition_rhone", period)
            * individu("tcl_solidaire_reduit_condition_pas_gratuit", period)
            * individu("tcl_solidaire_reduit_condition_statut", period)
        )
