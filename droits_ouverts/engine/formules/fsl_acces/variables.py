"""FSL of the Métropole de Lyon: the resources and the ceiling that its three aids share, and the entry into a home."""

from numpy import logical_not as not_
from numpy import select
from openfisca_core.model_api import ADD, MONTH, Variable, max_, set_input_dispatch_by_period
from openfisca_core.periods import Period
from openfisca_france.entities import Famille, Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

from droits_ouverts.engine.formules.entrees.locales import TypesRechercheLogement
from droits_ouverts.engine.formules.geographie import in_metropole_lyon

GRANDLYON = "https://www.grandlyon.com/services/aides-fonds-solidarite-logement"
REGLE_GENERALE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F1334"

REVENUS = (
    "salaire_net",
    "rpns_auto_entrepreneur_benefice",
    "chomage_net",
    "indemnites_journalieres",
    "retraite_nette",
    "pensions_invalidite",
    "rente_accident_travail",
    "pensions_alimentaires_percues",
    "revenus_stage_formation_pro",
    "bourse_enseignement_sup",
)
"""Incomes of each person of the home, averaged over the three months before."""

ALLOCATIONS_INDIVIDUELLES = ("aah", "asi", "ass", "rsj_metropole_lyon_montant_min")
ALLOCATIONS_FAMILIALES = ("rsa_droit_montant", "ppa", "aspa_droit_montant", "af", "cf", "asf", "paje_base", "paje_prepare")
"""Benefits of the month; housing aid, ARS and AEEH are left out (service-public, F1334, copy of 2020)."""

DEMI_CENTIME = 0.005
"""OpenFisca holds amounts in single precision: resources equal to the ceiling to the cent are within it."""


class fsl_acces_condition_metropole(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL : habiter une commune de la Métropole de Lyon"
    reference = GRANDLYON

    def formula_2025_10(menage, period):
        return in_metropole_lyon(menage("depcom", period))


class fsl_acces_ressources(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "FSL : ressources de toutes les personnes du logement, en euros par mois"
    reference = REGLE_GENERALE

    def formula_2025_10(menage, period):
        trois_mois = Period(("month", period.start.offset(-3, "month"), 3))
        revenus = sum(menage.members(nom, trois_mois, options=[ADD]) for nom in REVENUS) / 3
        individuelles = sum(menage.members(nom, period) for nom in ALLOCATIONS_INDIVIDUELLES)
        familiales = sum(menage.members.famille(nom, period) for nom in ALLOCATIONS_FAMILIALES)
        return menage.sum(revenus + individuelles) + menage.sum(familiales, role=Famille.DEMANDEUR)


class fsl_acces_parts(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "FSL : nombre de parts du ménage"
    reference = GRANDLYON

    def formula_2025_10(menage, period, parameters):
        parts = parameters(period).droits_ouverts.fsl_acces.parts
        enfants = menage.sum(menage.members.has_role(Famille.ENFANT))
        adultes = menage.nb_persons() - enfants
        avec_enfant = parts.famille_un_enfant + parts.enfant_suivant * max_(enfants - 1, 0)
        sans_enfant = select([adultes <= 1], [parts.personne_seule], default=parts.couple)
        # Beyond a couple, the published table is silent: each further adult counts as a further child.
        adultes_en_plus = parts.enfant_suivant * max_(adultes - 2, 0)
        return select([enfants > 0], [avec_enfant], default=sans_enfant) + adultes_en_plus


class fsl_acces_plafond(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "FSL : plafond de ressources du ménage, en euros par mois"
    reference = GRANDLYON

    def formula_2025_10(menage, period, parameters):
        return menage("fsl_acces_parts", period) * parameters(period).droits_ouverts.fsl_acces.plafond_par_part


class fsl_acces_condition_ressources(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL : ressources sous le plafond"
    reference = GRANDLYON

    def formula_2025_10(menage, period):
        return menage("fsl_acces_ressources", period) <= menage("fsl_acces_plafond", period) + DEMI_CENTIME


class fsl_acces_condition_entree(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL accès : cherche un logement à louer ou y est entré depuis moins d'un mois, hors foyer"
    reference = GRANDLYON

    def formula_2025_10(menage, period):
        recherche = menage("recherche_logement", period)
        cherche = recherche == TypesRechercheLogement.cherche
        entre = recherche == TypesRechercheLogement.vient_d_entrer
        en_residence = menage("statut_occupation_logement", period) == TypesStatutOccupationLogement.locataire_foyer
        return cherche + entre * not_(en_residence)


class fsl_acces_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "FSL accès : toutes les conditions sont remplies"
    reference = GRANDLYON

    def formula_2025_10(menage, period):
        return menage("fsl_acces_condition_metropole", period) * menage("fsl_acces_condition_ressources", period) * menage("fsl_acces_condition_entree", period)
