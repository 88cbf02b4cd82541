"""Allocations familiales, worked out by OpenFisca-France (variable `af_nettes_crds`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="allocations_familiales",
    libelle="Allocations familiales (AF)",
    eligibilite="allocations_familiales_eligibilite",
    conditions=(
        Condition(
            variable="allocations_familiales_condition_enfants",
            article="CSS, art. L521-1, L512-3 et R512-2",
            reussie="Vous avez au moins 2 enfants à charge de moins de 20 ans.",
            echouee="Il faut au moins 2 enfants à charge de moins de 20 ans, qui gagnent moins de 55 % du SMIC.",
        ),
        Condition(
            variable="allocations_familiales_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006750602",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2015-07",
    montant="allocations_familiales_montant",
    versement=Versement.MENSUEL,
    retroactif=True,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "Une demande oubliée peut être payée jusqu'à 2 ans en arrière.",
        "Il faut vivre en France plus de 9 mois par an, et que l'enfant né hors d'Europe soit venu par une voie prévue par la loi : le calcul ne le voit pas.",
        "La majoration pour âge commence à 18 ans, ou à 14 ans pour les enfants nés avant mars 2012.",
        "Le montant compte les ressources de l'avant-dernière année ; 0,5 % de CRDS est déjà déduit.",
    ),
)
