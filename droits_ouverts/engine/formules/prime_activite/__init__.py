"""Prime d'activité, worked out by OpenFisca-France (variable `ppa_nette_crds`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="prime_activite",
    libelle="Prime d'activité",
    eligibilite="prime_activite_eligibilite",
    conditions=(
        Condition(
            variable="prime_activite_condition_activite",
            article="CSS, art. L842-1 et R843-1",
            reussie="Vous avez un revenu de travail dans les mois retenus.",
            echouee="Aucun revenu de travail dans les trois mois retenus : la prime complète un salaire ou un bénéfice.",
        ),
        Condition(
            variable="prime_activite_condition_age",
            article="CSS, art. L842-2 1°",
            reussie="Vous avez 18 ans ou plus.",
            echouee="Il faut avoir 18 ans.",
        ),
        Condition(
            variable="prime_activite_condition_sejour",
            article="CSS, art. L842-2 2°",
            reussie="Votre nationalité ou votre titre de séjour permet de demander la prime.",
            echouee="Il faut un titre de séjour qui permet de travailler depuis 5 ans, ou 3 mois de résidence pour un Européen. Des exceptions existent (carte de résident, réfugié).",
        ),
        Condition(
            variable="prime_activite_condition_etudes",
            article="CSS, art. L842-2 3° et R512-2",
            reussie="Vous n'êtes pas en études, ou votre travail vous rapporte assez chaque mois.",
            echouee="Pendant les études, un stage ou un apprentissage, il faut gagner plus de 55 % du SMIC chaque mois, environ 1 144 €.",
        ),
        Condition(
            variable="prime_activite_condition_ressources",
            article="CSS, art. L842-3, R844-1 et D843-4",
            reussie="Les ressources de votre foyer sont assez basses.",
            echouee="Les ressources de votre foyer sont trop élevées, ou la prime serait de moins de 15 €.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000031087527",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2016-01",
    montant="prime_activite_montant",
    versement=Versement.MENSUEL,
    retroactif=False,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "La prime est payée à partir du mois de la demande : les mois d'avant sont perdus.",
        "Le montant est fixé pour 3 mois, sur les revenus d'il y a 2 à 4 mois ; 0,5 % de CRDS est déjà déduit.",
        "Pour un travail à son compte, le calcul est approché.",
        "Le seuil des étudiants et apprentis est compté ici sur le salaire net : à vérifier avec la CAF.",
    ),
)
