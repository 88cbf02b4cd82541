"""Prime à la naissance, on OpenFisca-France's parameters (variable `paje_naissance`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="paje_prime_naissance",
    libelle="Prime à la naissance (PAJE)",
    eligibilite="paje_prime_naissance_eligibilite",
    conditions=(
        Condition(
            variable="paje_prime_naissance_condition_grossesse",
            article="CSS, art. L531-2",
            reussie="Vous attendez un enfant.",
            echouee="Cette prime est pour une grossesse en cours.",
        ),
        Condition(
            variable="paje_prime_naissance_condition_ressources",
            article="CSS, art. L531-2 et R531-1",
            reussie="Vos ressources d'il y a 2 ans sont sous le plafond.",
            echouee="Vos ressources d'il y a 2 ans dépassent le plafond.",
        ),
        Condition(
            variable="paje_prime_naissance_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000046499008",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2018-04",
    montant="paje_prime_naissance_montant",
    versement=Versement.UNIQUE,
    retroactif=True,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "La prime est payée avant la naissance : déclarez la grossesse à la CAF dans les premiers mois.",
        "Il y a une prime par enfant attendu ; le calcul en compte une. Pour une adoption, elle est double.",
        "Il faut vivre en France plus de 9 mois par an, et que l'enfant né hors d'Europe soit venu par une voie prévue par la loi : le calcul ne le voit pas.",
        "Le montant compte les ressources de l'avant-dernière année ; 0,5 % de CRDS est déjà déduit.",
        "Une demande oubliée peut être payée jusqu'à 2 ans en arrière.",
    ),
)
