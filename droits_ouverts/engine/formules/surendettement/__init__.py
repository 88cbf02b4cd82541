"""Surendettement (code de la consommation, art. L711-1 and following; read 2026-11-23): a yes means that a file may be lodged."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="surendettement",
    libelle="Dossier de surendettement",
    eligibilite="surendettement_eligibilite",
    conditions=(
        Condition(
            variable="surendettement_condition_dettes",
            article="Code de la consommation, art. L711-1",
            reussie="Vous ne pouvez plus payer toutes vos dettes : vous pouvez déposer un dossier.",
            echouee="Un dossier est possible quand on ne peut plus payer ses dettes, ou qu'on va ne plus pouvoir.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F134",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La commission de surendettement (Banque de France)",
    avertissements=(
        "C'est la commission qui décide. Elle regarde la bonne foi, les ressources, les charges et toutes les dettes.",
        "Entre le dépôt et la décision, rien n'est suspendu : continuer à payer le loyer.",
        "À votre compte : une autre procédure peut passer avant. Être propriétaire n'empêche pas de déposer un dossier.",
        "Pensions alimentaires et amendes ne sont jamais effacées.",
    ),
)
