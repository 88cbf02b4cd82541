"""Complémentaire santé solidaire with a participation: up to 35 % above the free ceiling, and who is presumed entitled."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="c2s_avec_participation",
    libelle="Complémentaire santé solidaire avec participation",
    eligibilite="c2s_avec_participation_eligibilite",
    conditions=(
        Condition(
            variable="c2s_avec_participation_condition_ressources",
            article="CSS, art. L861-1 et L861-2",
            reussie="Les ressources de votre foyer sur douze mois sont sous le plafond, ou votre allocation suffit à ouvrir ce droit.",
            echouee="Les ressources de votre foyer sur douze mois dépassent le plafond de la complémentaire santé avec participation.",
        ),
        Condition(
            variable="c2s_avec_participation_condition_pas_gratuite",
            article="CSS, art. L861-1",
            reussie="La complémentaire santé gratuite n'est pas ouverte.",
            echouee="Vous avez droit à mieux : la complémentaire santé gratuite.",
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
        "Chaque personne du foyer paie par mois, selon son âge au 1er janvier : 8 € jusqu'à 29 ans, 14 € de 30 à 49 ans, 21 € de 50 à 59 ans, 25 € de 60 à 69 ans, 30 € à partir de 70 ans.",
        "Les plafonds d'avril 2026 sont probables, à 2 € près : ils sont à confirmer sur ameli.fr.",
        "Le droit s'ouvre seulement quand le bulletin et le moyen de paiement sont renvoyés, dans les 3 mois.",
        "L'ouverture par l'ASS ou par l'allocation du contrat d'engagement jeune attend un décret à contrôler.",
    ),
)
