"""Allocation chômage: conditions only, no amount."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="are",
    libelle="Allocation d'aide au retour à l'emploi (ARE), l'allocation chômage",
    eligibilite="are_eligibilite",
    conditions=(
        Condition(
            variable="are_condition_recherche",
            article="Code du travail, art. L5422-1",
            reussie="Vous cherchez un emploi, inscrit à France Travail.",
            echouee="Il faut chercher un emploi et être inscrit à France Travail.",
        ),
        Condition(
            variable="are_condition_affiliation",
            article="Règlement d'assurance chômage, art. 3",
            reussie="Vous avez assez travaillé dans les 2 dernières années.",
            echouee="Il faut 130 jours ou 910 heures de travail dans les 24 derniers mois, 36 mois à partir de 55 ans.",
        ),
        Condition(
            variable="are_condition_privation",
            article="Code du travail, art. L5422-1",
            reussie="Votre emploi a fini sans que vous le quittiez, ou par une rupture conventionnelle.",
            echouee="Il faut avoir perdu son emploi sans l'avoir quitté. Après une démission, un réexamen est possible.",
        ),
        Condition(
            variable="are_condition_age",
            article="Code du travail, art. L5421-4",
            reussie="Vous n'avez pas l'âge de la retraite à taux plein.",
            echouee="À l'âge de la retraite à taux plein, la retraite prend la suite.",
        ),
        Condition(
            variable="are_condition_sejour",
            article="Code du travail, art. R5221-48",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour qui permet de travailler.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000048590547",
    verifiee_le=date(2026, 11, 23),
    retroactif=True,
    decide_par="France Travail, pour l'Unédic",
    avertissements=(
        "Le montant dépend des attestations des employeurs : France Travail le calcule.",
        "Il faut s'inscrire dans les 12 mois de la fin du contrat.",
        "La durée de travail demandée est plus courte pour les saisonniers : 108 jours ou 758 heures.",
        "Deux refus de CDI après un CDD ou de l'intérim, en 12 mois, peuvent bloquer le droit.",
    ),
)
