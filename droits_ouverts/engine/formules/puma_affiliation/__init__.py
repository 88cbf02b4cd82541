"""Affiliation to health insurance (CSS, art. L160-1, D160-2, R111-3; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="puma_affiliation",
    libelle="Affiliation à l'assurance maladie (protection universelle maladie)",
    eligibilite="puma_affiliation_eligibilite",
    conditions=(
        Condition(
            variable="puma_affiliation_condition_sans_droits",
            article="CSS, art. L160-1",
            reussie="Vous n'avez pas de droits ouverts à l'assurance maladie.",
            echouee="Vous avez déjà des droits ouverts à l'assurance maladie.",
        ),
        Condition(
            variable="puma_affiliation_condition_residence",
            article="CSS, art. L160-1 et D160-2",
            reussie="Vous travaillez ou étudiez en France, ou vous y vivez depuis plus de 3 mois.",
            echouee="Sans travail ni études, il faut vivre en France depuis plus de 3 mois. Des personnes en sont dispensées (réfugiés, famille rejoignant un assuré...).",
        ),
        Condition(
            variable="puma_affiliation_condition_sejour",
            article="CSS, art. R111-3",
            reussie="Vous êtes de nationalité française ou européenne, ou vous avez un titre de séjour, un récépissé ou une attestation de demande.",
            echouee="Sans titre de séjour ni récépissé, c'est l'aide médicale de l'État (AME).",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038701568",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La caisse primaire d'assurance maladie (CPAM) du Rhône",
    avertissements=(
        "Réfugiés, étudiants, mineurs et famille rejoignant un assuré n'attendent pas 3 mois.",
        "Un titre expiré n'efface pas les droits tout de suite : la caisse doit attendre 6 mois.",
        "Demander la complémentaire santé solidaire le même jour.",
    ),
)
