"""Collège canteen of the Métropole: eight prices by the CAF's quotient; no euro amount without the number of meals."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="cantine_college_metropole",
    libelle="Cantine du collège au tarif du quotient familial",
    eligibilite="cantine_college_metropole_eligibilite",
    conditions=(
        Condition(
            variable="cantine_college_metropole_condition_metropole",
            article="Délibération 2023-1733 de la Métropole de Lyon",
            reussie="Vous habitez dans la Métropole de Lyon.",
            echouee="Ce tarif est celui des collèges publics de la Métropole de Lyon.",
        ),
        Condition(
            variable="cantine_college_metropole_condition_collegien",
            article="Délibération 2023-1733 de la Métropole de Lyon",
            reussie="Un de vos enfants est au collège.",
            echouee="Ce tarif est pour les familles avec un enfant au collège.",
        ),
        Condition(
            variable="cantine_college_metropole_condition_quotient",
            article="Délibération 2023-1733 de la Métropole de Lyon",
            reussie="Votre quotient familial donne un prix réduit.",
            echouee="Votre quotient familial donne le prix plein, 6 € par repas.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.bfmtv.com/lyon/metropole-de-lyon-une-nouvelle-tarification-dans-les-cantines-des-colleges-mise-en-place-a-la-rentree_AN-202306070839.html",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2023-09",
    connue_jusqu_a="2026-06",
    decide_par="Métropole de Lyon",
    avertissements=(
        "Prix du repas selon le quotient de la CAF : 1 € sous 400, 2 € jusqu'à 800, 3 € jusqu'à 1 200, 3,90 € jusqu'à 1 600, 4,50 € jusqu'à 1 900, 5 € jusqu'à 2 300, 5,50 € jusqu'à 2 600, 6 € au-delà.",
        "Sans attestation de la CAF de moins de 3 mois, le prix de 6 € est à craindre.",
        "L'enfant doit être inscrit à la demi-pension d'un collège public.",
        "La grille date de septembre 2023 : elle est à vérifier à chaque rentrée.",
    ),
)
