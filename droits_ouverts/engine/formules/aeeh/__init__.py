"""Allocation d'éducation de l'enfant handicapé, on OpenFisca-France's parameters."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="aeeh",
    libelle="Allocation d'éducation de l'enfant handicapé (AEEH)",
    eligibilite="aeeh_eligibilite",
    conditions=(
        Condition(
            variable="aeeh_condition_enfant",
            article="CSS, art. L541-1, R541-7 et R512-2",
            reussie="Vous avez à charge un enfant de moins de 20 ans.",
            echouee="Il faut un enfant à charge de moins de 20 ans.",
        ),
        Condition(
            variable="aeeh_condition_taux",
            article="CSS, art. L541-1 et R541-1",
            reussie="La maison du handicap (MDPH) a reconnu à l'enfant un taux d'incapacité de 50 % ou plus.",
            echouee="Il faut que la maison du handicap (MDPH) reconnaisse à l'enfant un taux d'incapacité de 50 % ou plus.",
        ),
        Condition(
            variable="aeeh_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000028250774",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2006-01",
    montant="aeeh_montant",
    versement=Versement.MENSUEL,
    retroactif=False,
    decide_par="Commission des droits (CDAPH) de la maison du handicap, puis CAF",
    avertissements=(
        "L'allocation est due à partir du mois qui suit le dépôt : chaque mois d'attente est perdu.",
        "Entre 50 et 79 %, il faut aussi un établissement, un accompagnement à l'école ou des soins : la commission décide.",
        "Le complément de catégorie 6 est à sa valeur d'avril 2025.",
        "La majoration de parent isolé suppose un parent qui travaille moins ou une aide payée.",
        "Un complément ne se cumule pas avec la prestation de compensation (PCH) : comparez avant de choisir.",
    ),
)
