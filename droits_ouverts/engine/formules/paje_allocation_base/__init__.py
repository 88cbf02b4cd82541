"""Allocation de base of the PAJE, worked out by OpenFisca-France (variable `paje_base`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="paje_allocation_base",
    libelle="Allocation de base (PAJE)",
    eligibilite="paje_allocation_base_eligibilite",
    conditions=(
        Condition(
            variable="paje_allocation_base_condition_enfant",
            article="CSS, art. L531-1, L531-3 et D531-1",
            reussie="Vous avez un enfant de moins de 3 ans.",
            echouee="Il faut un enfant à charge de moins de 3 ans. Pour une naissance de ce mois-ci, ce droit commence le mois prochain.",
        ),
        Condition(
            variable="paje_allocation_base_condition_ressources",
            article="CSS, art. L531-3 et R531-1",
            reussie="Vos ressources d'il y a 2 ans sont sous le plafond.",
            echouee="Vos ressources d'il y a 2 ans dépassent le plafond.",
        ),
        Condition(
            variable="paje_allocation_base_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006737316",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2021-05",
    montant="paje_allocation_base_montant",
    versement=Versement.MENSUEL,
    retroactif=True,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "Une demande oubliée peut être payée jusqu'à 2 ans en arrière.",
        "Il faut vivre en France plus de 9 mois par an, et que l'enfant né hors d'Europe soit venu par une voie prévue par la loi : le calcul ne le voit pas.",
        "Le montant compte les ressources de l'avant-dernière année ; 0,5 % de CRDS est déjà déduit.",
        "L'allocation est due à partir du mois qui suit la naissance : envoyez l'acte de naissance sans attendre.",
    ),
)
