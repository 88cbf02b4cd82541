"""Complément familial, worked out by OpenFisca-France (variable `cf_net_crds`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="complement_familial",
    libelle="Complément familial (CF)",
    eligibilite="complement_familial_eligibilite",
    conditions=(
        Condition(
            variable="complement_familial_condition_enfants",
            article="CSS, art. L522-1 et R522-1",
            reussie="Vous avez au moins 3 enfants à charge de 3 à 20 ans.",
            echouee="Il faut au moins 3 enfants à charge, de 3 à 20 ans.",
        ),
        Condition(
            variable="complement_familial_condition_cumul",
            article="CSS, art. L532-1 et L532-2",
            reussie="Vous ne recevez pas d'aide pour un enfant de moins de 3 ans.",
            echouee="L'allocation de base d'un enfant de moins de 3 ans prend la place du complément familial.",
        ),
        Condition(
            variable="complement_familial_condition_ressources",
            article="CSS, art. L522-2, R522-2 et D522-2",
            reussie="Vos ressources d'il y a 2 ans sont sous le plafond, ou le dépassent de peu.",
            echouee="Vos ressources d'il y a 2 ans dépassent le plafond.",
        ),
        Condition(
            variable="complement_familial_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006750615",
    verifiee_le=date(2026, 11, 23),
    montant="complement_familial_montant",
    versement=Versement.MENSUEL,
    retroactif=True,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "Une demande oubliée peut être payée jusqu'à 2 ans en arrière.",
        "Il faut vivre en France plus de 9 mois par an, et que l'enfant né hors d'Europe soit venu par une voie prévue par la loi : le calcul ne le voit pas.",
        "Le montant compte les ressources de l'avant-dernière année ; 0,5 % de CRDS est déjà déduit.",
        "Si les revenus ont beaucoup baissé (chômage, séparation), demandez à la CAF de ne pas compter les anciens.",
    ),
)
