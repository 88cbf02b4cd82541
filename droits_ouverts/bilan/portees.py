"""Which scopes a thing of the check-up needs before another structure reads it: every fact, every right, every urgent need. Pure.

What is not written here is never shared: a fact or a right that a later version adds stays inside until somebody decides (a test of the house
names it). An amount that tells an illness is health, whatever subject asks it.
"""

from __future__ import annotations

from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.personnes.enums import Portee

IDENTITE, CONTACT, FOYER, RESSOURCES = Portee.IDENTITE, Portee.CONTACT, Portee.FOYER, Portee.RESSOURCES
LOGEMENT, DROITS, SANTE, SEJOUR, NOTES = Portee.LOGEMENT, Portee.DROITS, Portee.SANTE, Portee.SEJOUR, Portee.NOTES

NAISSANCE = "date_naissance"

FAITS: dict[Portee, frozenset[str]] = {
    IDENTITE: frozenset({NAISSANCE}),
    CONTACT: frozenset({"commune", "adresse_courrier_stable"}),
    FOYER: frozenset(
        {"statut_marital", "isolement_recent", "garde_alternee", "scolarite", "ecole_superieure", "distance_etudes", "parent_arret_travail", "mode_garde"}
        | {"ancien_epoux_decede", "metier_epoux_decede", "mois_depuis_deces_epoux", "epoux_decede_cotisait"}
    ),
    RESSOURCES: frozenset(
        {"activite", "heures_travail_rsa_jeune", "aide_financiere_des_parents", "contrat_engagement_jeune_en_cours", "ass_cinq_ans_de_travail"}
        | {"suivi_mission_locale", "travail_suffisant_chomage", "perte_emploi_involontaire", "autres_ressources", "salaire_net", "ressources_stables"}
        | {"benefice_independant", "chomage_net", "retraite_nette", "pension_alimentaire_recue", "pension_alimentaire_versee", "bourse_etudes"}
        | {"revenus_stage", "salaire_annuel_n1", "salaire_annuel_n2", "revenu_fiscal_reference", "quotient_familial_caf", "revenu_brut_global_parents"}
        | {"epargne_livrets", "biens_immobiliers_non_loues", "difficulte_bancaire", "dettes_impayables", "a_cotise_retraite", "parent_huit_trimestres"}
    ),
    LOGEMENT: frozenset(
        {"statut_occupation_logement", "mois_residence_metropole_lyon", "recherche_logement", "impaye_logement", "depense_eau_annuelle", "loyer"}
        | {"charges_locatives", "colocation", "proprietaire_proche_famille", "contrat_energie_a_son_nom", "logement_difficile"}
        | {"attente_logement_social", "demande_hebergement_sans_place"}
    ),
    DROITS: frozenset({"droits_recus"}),
    SANTE: frozenset(
        {"enceinte", "indemnites_journalieres", "pension_invalidite", "sortie_hopital_recente", "taux_incapacite", "inapte_travail", "gir"}
        | {"assurance_maladie_ouverte", "maladie_longue_sans_ald", "malvoyance_ou_mutilation", "restriction_acces_emploi", "aeeh_niveau_handicap"}
        | {"gene_handicap", "gene_avant_60_ans"}
    ),
    SEJOUR: frozenset(
        {"nationalite", "mois_residence_france", "sejour_regulier", "demande_asile_ou_titre_en_cours", "annees_titre_sejour", "recepisse_demande_sejour"}
        | {"affaire_concerne_sejour"}
    ),
    # The child welfare service and courts: a professional's matter, read under secrecy.
    NOTES: frozenset({"enfant_place", "contrat_jeune_majeur_en_cours", "affaire_de_justice", "frais_justice_assures"}),
}

PORTEE_DU_FAIT: dict[str, Portee] = {fait: portee for portee, faits in FAITS.items() for fait in faits}

DROITS_SANTE = frozenset(
    {"aah", "aeeh", "ald", "apa_domicile", "asi", "aide_carsat_oscar", "aide_carsat_retour_hospitalisation", "cmi", "paje_prime_naissance", "pch", "rqth"}
)
"""Rights whose very name tells an illness, a disability, a loss of autonomy or a pregnancy."""
DROITS_SEJOUR = frozenset({"ame"})
DROITS_NOTES = frozenset({"aide_juridictionnelle"})
DROITS_ORDINAIRES = frozenset(
    {"aides_logement", "aides_vacances_caf", "allocation_veuvage", "allocations_familiales", "are", "ars", "asf", "aspa", "ass", "bourse_college"}
    | {"bourse_crous", "bourse_lycee", "c2s_avec_participation", "c2s_sans_participation", "cantine_college_metropole", "cantine_periscolaire_venissieux"}
    | {"ccas_venissieux_aides", "cej_allocation", "cheque_energie", "clientele_fragile", "complement_familial", "daho", "dalo", "domiciliation"}
    | {"droit_au_compte", "fsl_acces", "fsl_energie_eau", "fsl_maintien", "hebergement_siao", "illico_solidaire", "lep", "loca_pass", "logement_social"}
    | {"paje_allocation_base", "paje_cmg", "paje_prepare", "pass_culture", "pass_region_aura", "pass_sport", "prime_activite", "puma_affiliation"}
    | {"repas_crous_1_euro", "retraite_personnelle", "reversion_agirc_arrco", "reversion_regime_general", "rsa", "rsj_metropole_lyon", "surendettement"}
    | {"tcl_solidaire_gratuit", "tcl_solidaire_reduit", "versement_solidaire_eau", "visale"}
)

PORTEE_DU_BESOIN: dict[Besoin, Portee] = {
    Besoin.NOURRITURE: RESSOURCES,
    Besoin.BEBE: FOYER,
    Besoin.TOIT: LOGEMENT,
    Besoin.EXPULSION: LOGEMENT,
    Besoin.ENERGIE: LOGEMENT,
    Besoin.VIOLENCE: Portee.VIOLENCES,
    Besoin.SOINS: SANTE,
}


def of_fact(fait: str, role: Role | None = None) -> frozenset[Portee] | None:
    """Return the scopes that a fact about the person of this place needs (None: about the household), None where it is never shared.

    What is about the person herself and her household is hers to share; of her children, with who lives with her. Of another adult, nothing
    but who she is to her: living together opens nobody's file (her own agreement would, in her own record).
    """
    portee = PORTEE_DU_FAIT.get(fait)
    if portee is None:
        return None
    if role is None or role is Role.DEMANDEUR:
        return frozenset({portee})
    if fait == NAISSANCE:
        return frozenset({FOYER})
    return frozenset({FOYER, portee}) if role is Role.ENFANT else None


def of_right(code: str) -> frozenset[Portee] | None:
    """Return the scopes that the name of an estimated right needs, None where it is never shared."""
    for codes, portees in (
        (DROITS_ORDINAIRES, {DROITS}),
        (DROITS_SANTE, {DROITS, SANTE}),
        (DROITS_SEJOUR, {DROITS, SEJOUR}),
        (DROITS_NOTES, {DROITS, NOTES}),
    ):
        if code in codes:
            return frozenset(portees)
    return None
