"""Allocation supplémentaire d'invalidité, worked out by OpenFisca-France (variable `asi`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="asi",
    libelle="Allocation supplémentaire d'invalidité (ASI)",
    eligibilite="asi_droit_eligibilite",
    conditions=(
        Condition(
            variable="asi_droit_condition_pension",
            article="CSS, art. L815-24",
            reussie="Vous recevez une pension d'invalidité, ou une retraite avec un handicap.",
            echouee="Il faut recevoir une pension d'invalidité, ou une retraite avec un handicap.",
        ),
        Condition(
            variable="asi_droit_condition_age",
            article="CSS, art. L815-24, R815-1 et D351-1-14",
            reussie="Vous n'avez pas encore l'âge de l'ASPA.",
            echouee="À partir de 62 ans avec une inaptitude, l'ASPA prend la suite.",
        ),
        Condition(
            variable="asi_droit_condition_sejour",
            article="CSS, art. L816-1",
            reussie="Votre nationalité ou votre titre de séjour permet de demander l'allocation.",
            echouee="Il faut un titre de séjour qui permet de travailler depuis 10 ans. Des exceptions existent (réfugié).",
        ),
        Condition(
            variable="asi_droit_condition_ressources",
            article="CSS, art. L815-24-1",
            reussie="Les ressources de votre foyer sont sous le plafond.",
            echouee="Les ressources de votre foyer dépassent le plafond.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000041474271",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2020-04",
    montant="asi_droit_montant",
    montant_min="asi_droit_montant",
    montant_max="asi_droit_montant_max",
    versement=Versement.MENSUEL,
    retroactif=False,
    connue_jusqu_a="2026-03",
    decide_par="Caisse qui paie la pension : CPAM ou caisse de retraite",
    avertissements=(
        "Les plafonds lus datent d'avril 2025 ; ceux de 2026 sont bornés par la revalorisation légale. Très près du plafond, demandez quand même.",
        "Il faut une capacité de travail réduite d'au moins deux tiers : le calcul ne le voit pas.",
        "L'allocation est due à partir du mois qui suit la demande.",
        "Elle n'est pas reprise sur la succession. Comparez avec un complément d'AAH.",
    ),
)
