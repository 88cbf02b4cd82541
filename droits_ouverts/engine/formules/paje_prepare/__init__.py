"""Shared benefit for the upbringing of the child (CSS, art. L531-4, R531-2; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="paje_prepare",
    libelle="Prestation partagée d'éducation de l'enfant (PreParE)",
    eligibilite="paje_prepare_eligibilite",
    conditions=(
        Condition(
            variable="paje_prepare_condition_enfant",
            article="CSS, art. L531-4",
            reussie="Vous avez un enfant assez jeune (moins d'un an pour un premier enfant, moins de 3 ans ensuite).",
            echouee="Cette prestation va jusqu'aux 3 ans de l'enfant, et jusqu'à 1 an seulement pour un premier enfant.",
        ),
        Condition(
            variable="paje_prepare_condition_arret",
            article="CSS, art. L531-4",
            reussie="Un parent a arrêté ou réduit son travail pour s'occuper de lui.",
            echouee="Il faut qu'un parent arrête ou réduise son travail pour s'occuper de l'enfant.",
        ),
        Condition(
            variable="paje_prepare_condition_trimestres",
            article="CSS, art. R531-2",
            reussie="Ce parent a cotisé 8 trimestres.",
            echouee="Il faut que ce parent ait cotisé 8 trimestres (2 ans) dans les 2, 4 ou 5 ans d'avant, selon le rang de l'enfant.",
        ),
        Condition(
            variable="paje_prepare_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000030055645",
    verifiee_le=date(2026, 11, 23),
    montant="paje_prepare_montant",
    montant_min="paje_prepare_montant",
    montant_max="paje_prepare_montant_max",
    versement=Versement.MENSUEL,
    retroactif=True,
    decide_par="La caisse d'allocations familiales (CAF) du Rhône, ou la MSA",
    avertissements=(
        "Chaque parent a sa part, de 6 mois pour un premier enfant et de 24 mois ensuite : la CAF compte les mois déjà pris.",
        "À partir de 3 enfants, un montant plus élevé et plus court existe : il est donné comme borne haute.",
        "À taux plein, ne se cumule pas avec le chômage (suspendu, pas perdu), le complément familial ni le complément de mode de garde.",
        "Montant net de CRDS.",
    ),
)
