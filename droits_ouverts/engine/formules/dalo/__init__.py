"""Droit au logement opposable (CCH, art. L441-2-3 and R441-14-1; read 2026-11-23): a yes means that the commission may be asked."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="dalo",
    libelle="Droit au logement opposable (DALO)",
    eligibilite="dalo_eligibilite",
    conditions=(
        Condition(
            variable="dalo_condition_sejour",
            article="CCH, art. L441-2-3 et R300-1",
            reussie="Vous êtes de nationalité française ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour. Sans titre, un recours pour un hébergement (DAHO) reste possible.",
        ),
        Condition(
            variable="dalo_condition_ressources",
            article="CCH, art. L441-2-3 et R441-1",
            reussie="Votre revenu fiscal de référence est sous le plafond du logement social.",
            echouee="Votre revenu fiscal de référence dépasse le plafond du logement social.",
        ),
        Condition(
            variable="dalo_condition_situation",
            article="CCH, art. R441-14-1 et L441-1-4",
            reussie="Vous êtes dans une des situations que la commission examine (sans logement, expulsion, logement dangereux ou trop petit, hébergement qui dure, attente trop longue).",
            echouee="Vos réponses ne montrent pas une des situations que la commission examine (sans logement, expulsion, logement dangereux, attente trop longue...).",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F18005",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La commission de médiation du Rhône décide ; le préfet doit ensuite reloger",
    avertissements=(
        "C'est la commission qui décide, d'après les preuves jointes. Elle répond en 3 mois ; son silence est un refus.",
        "Hébergé(e) par vos parents ou vos enfants : la commission regarde votre degré d'autonomie.",
        "Le délai d'attente anormalement long fixé par le préfet du Rhône reste à vérifier : se fier à l'attestation de la demande.",
    ),
)
