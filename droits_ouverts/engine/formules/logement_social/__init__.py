"""Social housing claim: PLUS ceilings of 2026 (OpenFisca-France compares with PLAI ceilings frozen in 2022)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="logement_social",
    libelle="Demande de logement social (HLM)",
    eligibilite="logement_social_eligibilite",
    conditions=(
        Condition(
            variable="logement_social_condition_ressources",
            article="CCH, art. L441-1 ; arrêté du 19/12/2025",
            reussie="Votre revenu fiscal de référence est sous le plafond.",
            echouee="Votre revenu fiscal de référence dépasse le plafond.",
        ),
        Condition(
            variable="logement_social_condition_sejour",
            article="CCH, art. L441-1",
            reussie="Vous êtes de nationalité française ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
        Condition(
            variable="logement_social_condition_besoin",
            article="CCH, art. L441-1",
            reussie="Vous pouvez chercher un logement social.",
            echouee="Vous avez déjà un logement social ou vous êtes propriétaire, et vous n'avez pas dit chercher un logement.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F10007",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2026-01",
    connue_jusqu_a="2026-12",
    decide_par="Commission d'attribution de chaque bailleur",
    avertissements=(
        "L'attente est longue, souvent plusieurs années : gardez l'attestation, elle sert aussi pour le DALO.",
        "La demande se renouvelle chaque année avant sa date anniversaire, sinon elle est radiée.",
        "L'année regardée est l'avant-dernière (2024 pour 2026) ; si vos revenus ont baissé de 10 %, les plus récents comptent.",
        "Une seule demande vaut pour tous les bailleurs du Rhône ; aucun frais ne peut être demandé.",
    ),
)
