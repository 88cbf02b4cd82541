"""Complémentaire santé solidaire without participation: ceiling, resources of twelve months, presumption by the RSA."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="c2s_sans_participation",
    libelle="Complémentaire santé solidaire gratuite",
    eligibilite="c2s_sans_participation_eligibilite",
    conditions=(
        Condition(
            variable="c2s_sans_participation_condition_ressources",
            article="CSS, art. L861-1, L861-2, R861-2 à R861-10",
            reussie="Les ressources de votre foyer sur douze mois sont sous le plafond, ou vous avez droit au RSA.",
            echouee="Les ressources de votre foyer sur douze mois dépassent le plafond de la complémentaire santé gratuite.",
        ),
        Condition(
            variable="c2s_sans_participation_condition_sejour",
            article="CSS, art. R111-2 et R111-3",
            reussie="Vous êtes de nationalité française ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité. Sans titre, regardez l'aide médicale de l'État.",
        ),
        Condition(
            variable="c2s_sans_participation_condition_demande_personnelle",
            article="CSS, art. L861-1 et R861-2",
            reussie="Vous pouvez faire la demande pour vous et votre foyer.",
            echouee="Avant 25 ans, à la charge de vos parents, vous comptez dans leur demande.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000037950247",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-04",
    retroactif=False,
    connue_jusqu_a="2027-03",
    decide_par="Caisse primaire d'assurance maladie (CPAM) ou MSA",
    avertissements=(
        "Sans vos réponses sur les droits déjà reçus, le calcul compte les allocations comme reçues depuis un an : si ce n'est pas le cas, la gratuite est possible.",
        "Les plafonds d'avril 2026 sont probables, à 2 € près : ils sont à confirmer sur ameli.fr.",
        "Il faut habiter en France plus de 6 mois par an.",
        "Avec le RSA, la complémentaire gratuite est accordée sans examen des ressources.",
        "Le renouvellement n'est automatique que pour le RSA et l'ASPA : demandez-le entre 4 et 2 mois avant la fin.",
    ),
)
