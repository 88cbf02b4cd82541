"""Allowance of the contrat d'engagement jeune, worked out by OpenFisca-France (variable `contrat_engagement_jeune`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="cej_allocation",
    libelle="Allocation du contrat d'engagement jeune (CEJ)",
    eligibilite="cej_allocation_eligibilite",
    conditions=(
        Condition(
            variable="cej_allocation_condition_age",
            article="Code du travail, art. L5131-6",
            reussie="Vous avez l'âge du contrat.",
            echouee="Le contrat est pour les jeunes de 16 à 25 ans, 29 ans pour un travailleur handicapé.",
        ),
        Condition(
            variable="cej_allocation_condition_etudes",
            article="Code du travail, art. L5131-6",
            reussie="Vous n'êtes pas en études.",
            echouee="Le contrat est pour les jeunes qui ne sont ni étudiants ni en formation.",
        ),
        Condition(
            variable="cej_allocation_condition_autonomie",
            article="Code du travail, art. L5131-6",
            reussie="Vous n'avez pas de soutien financier de vos parents.",
            echouee="L'allocation est pour les jeunes sans soutien financier de leurs parents.",
        ),
        Condition(
            variable="cej_allocation_condition_sejour",
            article="Code du travail, art. L5131-6 et L5221-5",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour qui permet de travailler.",
        ),
        Condition(
            variable="cej_allocation_condition_impot",
            article="Code du travail, art. D5131-19",
            reussie="Votre foyer fiscal ne paie pas d'impôt, ou est dans la première tranche.",
            echouee="Votre foyer fiscal est au-dessus de la première tranche d'impôt : le contrat reste possible, sans allocation.",
        ),
        Condition(
            variable="cej_allocation_condition_cumul",
            article="Code du travail, art. R5131-24",
            reussie="Votre foyer ne reçoit ni RSA ni prime d'activité à votre nom.",
            echouee="Votre foyer a droit au RSA ou à la prime d'activité, qui ne se cumulent pas avec cette allocation.",
        ),
        Condition(
            variable="cej_allocation_condition_ressources",
            article="Code du travail, art. R5131-21 et D5131-23",
            reussie="Vos revenus laissent une part de l'allocation.",
            echouee="Vos revenus du trimestre ne laissent rien de l'allocation.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000045207447",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2022-03",
    montant="cej_allocation_montant",
    montant_min="cej_allocation_montant",
    montant_max="cej_allocation_montant_max",
    versement=Versement.MENSUEL,
    retroactif=False,
    connue_jusqu_a="2026-03",
    decide_par="Mission locale ou France Travail",
    avertissements=(
        "Les montants lus datent d'avril 2025 ; ceux de 2026 sont bornés par la revalorisation légale.",
        "Il faut signer le contrat et suivre un programme de 15 à 20 heures par semaine : le conseiller décide.",
        "L'allocation est due pour le mois entier de la signature ; demandez le paiement provisoire s'il manque des pièces.",
    ),
)
