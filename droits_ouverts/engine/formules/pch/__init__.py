"""Prestation de compensation du handicap (CASF, art. L245-1; read 2026-11-23): what may be asked for, never an amount."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="pch",
    libelle="Prestation de compensation du handicap (PCH)",
    eligibilite="pch_eligibilite",
    conditions=(
        Condition(
            variable="pch_condition_difficulte",
            article="CASF, art. L245-1 et D245-4",
            reussie="Vous avez besoin d'aide pour les gestes de tous les jours.",
            echouee="Cette aide est pour les personnes qui ont besoin d'aide pour les gestes de tous les jours.",
        ),
        Condition(
            variable="pch_condition_age",
            article="CASF, art. L245-1",
            reussie="Vos difficultés ont commencé avant 60 ans, ou vous travaillez encore. Pour un enfant, le taux d'incapacité est d'au moins 50 %.",
            echouee="Après 60 ans, il faut que les difficultés aient commencé avant, ou travailler encore. Sinon, c'est l'APA. Pour un enfant, il faut un droit à l'AEEH.",
        ),
        Condition(
            variable="pch_condition_sejour",
            article="CASF, art. L245-1 et R245-1",
            reussie="Vous êtes de nationalité française ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F14202",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La commission de la maison du handicap (CDAPH de la MDMPH du Rhône et de la Métropole de Lyon) ; la Métropole paie",
    avertissements=(
        "C'est la commission qui décide, en 4 mois ; son silence est un refus. Les difficultés doivent durer au moins un an.",
        "Aucun plafond de ressources. Les tarifs 2026 restent à vérifier : aucun montant n'est donné.",
        "Urgence attestée : la Métropole répond en 15 jours ouvrés.",
    ),
)
