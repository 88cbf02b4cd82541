"""Revenu de solidarité jeunes of the Métropole de Lyon: every condition of the vote of 15/03/2021."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

ARTICLE = "Délibération de la Métropole de Lyon du 15/03/2021"

REGLE = Regle(
    code="rsj_metropole_lyon",
    libelle="Revenu de solidarité jeunes (RSJ) de la Métropole de Lyon",
    eligibilite="rsj_metropole_lyon_eligibilite",
    conditions=(
        Condition(
            variable="rsj_metropole_lyon_condition_age",
            article=ARTICLE,
            reussie="Vous avez entre 18 et 24 ans.",
            echouee="Le revenu de solidarité jeunes est pour les jeunes de 18 à 24 ans.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_sejour",
            article=ARTICLE,
            reussie="Vous êtes de nationalité française ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_commune",
            article=ARTICLE,
            reussie="Vous habitez dans la Métropole de Lyon.",
            echouee="Cette aide est pour les habitants de la Métropole de Lyon.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_residence",
            article=ARTICLE,
            reussie="Vous habitez dans la Métropole depuis au moins 6 mois.",
            echouee="Il faut habiter dans la Métropole depuis au moins 6 mois.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_etudes",
            article=ARTICLE,
            reussie="Vous n'êtes plus en études.",
            echouee="Il faut ne plus être élève, étudiant ou apprenti.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_revenus",
            article=ARTICLE,
            reussie="Votre travail vous rapporte moins de 400 € par mois.",
            echouee="Votre travail vous rapporte 400 € par mois ou plus.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_sans_soutien",
            article=ARTICLE,
            reussie="Vous n'avez pas d'aide financière de vos parents ou d'un proche.",
            echouee="Cette aide est pour les jeunes sans aide financière de leurs parents ou d'un proche.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_sans_rsa",
            article=ARTICLE,
            reussie="Vous n'avez pas droit au RSA.",
            echouee="Vous avez droit au RSA, qui passe avant le revenu de solidarité jeunes.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_sans_allocation_handicap",
            article=ARTICLE,
            reussie="Vous ne recevez pas d'allocation liée au handicap (AAH ou AEEH).",
            echouee="Une allocation liée au handicap (AAH ou AEEH) passe avant le revenu de solidarité jeunes.",
        ),
        Condition(
            variable="rsj_metropole_lyon_condition_sans_contrat_jeune",
            article=ARTICLE,
            reussie="Vous n'avez ni contrat d'engagement jeune ni contrat jeune majeur.",
            echouee="Un contrat d'engagement jeune ou un contrat jeune majeur ne se cumule pas avec cette aide.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.lyoncapitale.fr/actualite/metropole-de-lyon-400-euros-pour-des-jeunes-sortis-du-systeme-scolaire-le-rsa-jeunes-vote-ce-lundi/",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2021-06",
    montant="rsj_metropole_lyon_montant",
    montant_min="rsj_metropole_lyon_montant_min",
    montant_max="rsj_metropole_lyon_montant_max",
    versement=Versement.MENSUEL,
    connue_jusqu_a="2025-06",
    decide_par="Métropole de Lyon",
    avertissements=(
        "Aucune source lue ne confirme que cette aide continue après les élections métropolitaines de 2026 : appelez d'abord la mission locale.",
        "Le montant est de 400 € (300 € avec un petit revenu) au lancement, puis de 420 € (315 €) ; la date du changement n'est pas connue.",
        "L'aide est accordée pour 3 mois et revue chaque trimestre, 24 mois au plus, avec un accompagnement à accepter.",
        "Le contrat d'engagement jeune est à vérifier d'abord : il ne se cumule pas avec cette aide.",
    ),
)
