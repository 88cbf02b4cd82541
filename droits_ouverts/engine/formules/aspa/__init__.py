"""Allocation de solidarité aux personnes âgées, on OpenFisca-France's resources and ceilings."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="aspa",
    libelle="Allocation de solidarité aux personnes âgées (ASPA)",
    eligibilite="aspa_droit_eligibilite",
    conditions=(
        Condition(
            variable="aspa_droit_condition_age",
            article="CSS, art. R815-1, L351-1-5 et D351-1-14",
            reussie="Vous, ou votre conjoint, avez l'âge de l'allocation.",
            echouee="Il faut avoir 65 ans, ou 62 ans si l'on est inapte au travail ou handicapé.",
        ),
        Condition(
            variable="aspa_droit_condition_sejour",
            article="CSS, art. L816-1",
            reussie="Votre nationalité ou votre titre de séjour permet de demander l'allocation.",
            echouee="Il faut un titre de séjour qui permet de travailler depuis 10 ans. Des exceptions existent (réfugié, ancien combattant).",
        ),
        Condition(
            variable="aspa_droit_condition_ressources",
            article="CSS, art. L815-9, R815-22 et R815-29",
            reussie="Les ressources de votre foyer sont sous le plafond.",
            echouee="Les ressources de votre foyer dépassent le plafond : 1 043,59 € par mois pour une personne seule, 1 620,18 € pour un couple.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053355951",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2020-04",
    montant="aspa_droit_montant",
    versement=Versement.MENSUEL,
    retroactif=False,
    decide_par="Carsat Rhône-Alpes ou MSA",
    avertissements=(
        "L'allocation est due à partir du mois qui suit la demande : les mois d'avant sont perdus.",
        "Il faut vivre en France plus de 9 mois par année civile et avoir demandé toutes ses retraites : le calcul ne le voit pas.",
        "Les donations des 10 dernières années comptent ; le logement habité ne compte pas.",
        "Rien n'est repris sur une part de succession de moins de 108 586 €, et la reprise est plafonnée par année.",
        "Si la retraite est connue en net, le montant est un peu trop haut : la caisse compte le brut.",
    ),
)
