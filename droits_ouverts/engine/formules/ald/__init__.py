"""Long-term illness at 100 % (CSS, art. L160-14 and L324-1; read 2026-11-23): one yes or no, no detail of health."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="ald",
    libelle="Affection de longue durée (ALD) : soins à 100 %",
    eligibilite="ald_eligibilite",
    conditions=(
        Condition(
            variable="ald_condition_maladie",
            article="CSS, art. L160-14, D160-4 et R160-12",
            reussie="Une personne est suivie pour une maladie longue : son médecin traitant peut demander la prise en charge à 100 %.",
            echouee="Cette prise en charge est pour les maladies longues (plus de 6 mois de soins) qui ne sont pas déjà à 100 %.",
        ),
        Condition(
            variable="ald_condition_assurance",
            article="CSS, art. L324-1",
            reussie="Vous avez des droits ouverts à l'assurance maladie.",
            echouee="Il faut d'abord ouvrir des droits à l'assurance maladie.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F34068",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La caisse primaire d'assurance maladie (CPAM), après l'avis du service médical",
    avertissements=(
        "C'est le service médical qui décide, d'après le dossier du médecin traitant. Sans médecin traitant, commencer par en trouver un : la CPAM peut aider.",
        "100 % du tarif de la sécurité sociale : dépassements, franchises et forfait hospitalier restent à payer, sauf avec la complémentaire santé solidaire.",
    ),
)
