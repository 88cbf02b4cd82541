"""Allocation de solidarité spécifique, worked out by OpenFisca-France (variable `ass`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="ass",
    libelle="Allocation de solidarité spécifique (ASS)",
    eligibilite="ass_eligibilite",
    conditions=(
        Condition(
            variable="ass_condition_recherche",
            article="Code du travail, art. L5423-1, R5423-1 et R5425-2",
            reussie="Vous cherchez un emploi, ou vous en avez repris un depuis peu.",
            echouee="Il faut chercher un emploi et être inscrit à France Travail.",
        ),
        Condition(
            variable="ass_condition_fin_are",
            article="Code du travail, art. L5423-1",
            reussie="Vous ne recevez plus l'allocation chômage.",
            echouee="Il faut avoir fini ses droits à l'allocation chômage.",
        ),
        Condition(
            variable="ass_condition_travail",
            article="Code du travail, art. R5423-1",
            reussie="Vous avez travaillé 5 ans dans les 10 ans avant la fin du contrat.",
            echouee="Il faut avoir travaillé 5 ans dans les 10 ans avant la fin du contrat. Les enfants élevés peuvent réduire cette durée.",
        ),
        Condition(
            variable="ass_condition_age",
            article="Code du travail, art. L5421-4",
            reussie="Vous n'avez pas l'âge de la retraite à taux plein.",
            echouee="À l'âge de la retraite à taux plein, la retraite prend la suite.",
        ),
        Condition(
            variable="ass_condition_sans_aah",
            article="Code du travail, art. L5423-7",
            reussie="Vous n'avez pas droit à l'AAH.",
            echouee="L'AAH ne se cumule pas avec cette allocation.",
        ),
        Condition(
            variable="ass_condition_sejour",
            article="Code du travail, art. R5221-48",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour qui permet de travailler.",
        ),
        Condition(
            variable="ass_condition_ressources",
            article="Code du travail, art. R5423-1, R5423-3 et R5423-13",
            reussie="Les ressources de votre foyer sont sous le plafond.",
            echouee="Les ressources de votre foyer dépassent le plafond.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000018525084",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2017-09",
    montant="ass_montant",
    versement=Versement.MENSUEL,
    retroactif=True,
    decide_par="France Travail",
    avertissements=(
        "Le montant est celui d'un mois de 30 jours : 19,48 € par jour.",
        "La demande peut être payée si elle est faite dans les 2 ans.",
        "Les ressources de la personne de référence et de son conjoint sont comptées sur 12 mois.",
        "Comparez avec le RSA et la prime d'activité : l'ASS valide des trimestres de retraite.",
    ),
)
