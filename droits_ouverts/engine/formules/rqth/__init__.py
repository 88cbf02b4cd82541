"""Recognition as a disabled worker (code du travail, art. L5213-1 and L5213-2; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="rqth",
    libelle="Reconnaissance de la qualité de travailleur handicapé (RQTH)",
    eligibilite="rqth_eligibilite",
    conditions=(
        Condition(
            variable="rqth_condition_age",
            article="Code du travail, art. L5213-2",
            reussie="Vous avez l'âge de demander cette reconnaissance.",
            echouee="Cette reconnaissance se demande à partir de 15 ou 16 ans selon le cas.",
        ),
        Condition(
            variable="rqth_condition_emploi",
            article="Code du travail, art. L5213-1",
            reussie="La santé ou un handicap rend l'emploi difficile pour vous : vous pouvez la demander.",
            echouee="Cette reconnaissance est pour les personnes que la santé ou un handicap gêne pour trouver ou garder un emploi.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006903699",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La commission de la maison du handicap (CDAPH de la MDMPH du Rhône et de la Métropole de Lyon)",
    avertissements=(
        "C'est la commission qui décide, en 4 mois ; son silence est un refus.",
        "Rien n'oblige à la montrer à son employeur.",
        "Avec l'AAH, une pension d'invalidité ou la carte invalidité, les mêmes avantages pour l'emploi existent déjà.",
    ),
)
