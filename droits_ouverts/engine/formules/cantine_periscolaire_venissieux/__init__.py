"""School canteen of Vénissieux: price by quotient, grid not found, so no figure is worked out."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="cantine_periscolaire_venissieux",
    libelle="Cantine et périscolaire des écoles de Vénissieux",
    eligibilite="cantine_periscolaire_venissieux_eligibilite",
    conditions=(
        Condition(
            variable="cantine_periscolaire_venissieux_condition_commune",
            article="Tarifs de la Ville de Vénissieux (grille non trouvée)",
            reussie="Vous habitez Vénissieux.",
            echouee="Ce tarif est celui de la Ville de Vénissieux ; votre commune a le sien.",
        ),
        Condition(
            variable="cantine_periscolaire_venissieux_condition_ecolier",
            article="Tarifs de la Ville de Vénissieux (grille non trouvée)",
            reussie="Un de vos enfants a l'âge de l'école maternelle ou élémentaire.",
            echouee="Ce tarif est pour les familles avec un enfant à l'école maternelle ou élémentaire.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="http://ensemblepourvenissieux.fr/?p=768",
    verifiee_le=date(2026, 11, 23),
    connue_jusqu_a="2024-03",
    decide_par="Ville de Vénissieux",
    avertissements=(
        "Le prix dépend du quotient familial de la CAF : donnez votre attestation à la Ville, sinon le prix le plus haut est à craindre.",
        "Le repas coûte 1 € au moins pour les familles les plus modestes (décembre 2022) ; la grille actuelle n'a pas été trouvée.",
        "L'enfant doit être inscrit à la cantine ou à l'accueil d'une école publique de Vénissieux.",
    ),
)
