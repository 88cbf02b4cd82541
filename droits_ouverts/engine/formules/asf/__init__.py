"""Allocation de soutien familial, worked out by OpenFisca-France (variable `asf_nette_crds`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="asf",
    libelle="Allocation de soutien familial (ASF) et recouvrement des pensions (ARIPA)",
    eligibilite="asf_droit_eligibilite",
    conditions=(
        Condition(
            variable="asf_droit_condition_isolement",
            article="CSS, art. L523-2",
            reussie="Vous vivez sans conjoint.",
            echouee="Cette allocation est pour un parent qui vit seul.",
        ),
        Condition(
            variable="asf_droit_condition_enfant",
            article="CSS, art. L523-1 et R512-2",
            reussie="Vous avez à charge un enfant de moins de 20 ans.",
            echouee="Il faut avoir à charge un enfant de moins de 20 ans, qui gagne moins de 55 % du SMIC.",
        ),
        Condition(
            variable="asf_droit_condition_pension",
            article="CSS, art. L523-1 et D523-2",
            reussie="Vous ne recevez pas de pension alimentaire, ou une petite pension.",
            echouee="La pension alimentaire reçue atteint déjà le montant de l'allocation, à 15 € près.",
        ),
        Condition(
            variable="asf_droit_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000034427315",
    verifiee_le=date(2026, 11, 23),
    montant="asf_droit_montant",
    versement=Versement.MENSUEL,
    retroactif=None,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "L'autre parent doit être décédé, ne pas avoir reconnu l'enfant, ou ne pas payer depuis au moins un mois : le calcul ne le sait pas.",
        "Sans jugement, l'allocation peut s'arrêter après 4 mois : la CAF dit s'il faut saisir le juge.",
        "Des mois passés peuvent être payés dans certains cas (décès, absence de filiation, pension fixée et non payée).",
        "0,5 % de CRDS est déjà déduit. Un enfant privé de ses deux parents reçoit plus : à demander à la CAF.",
    ),
)
