"""Old-age pension of the general scheme (CSS, art. L161-17-2 after the LFSS 2026; read 2026-11-23): age, never an amount."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="retraite_personnelle",
    libelle="Retraite personnelle (base, régime général)",
    eligibilite="retraite_personnelle_eligibilite",
    conditions=(
        Condition(
            variable="retraite_personnelle_condition_age",
            article="CSS, art. L161-17-2",
            reussie="Vous avez l'âge légal de la retraite (ou 62 ans avec une inaptitude reconnue).",
            echouee="Vous n'avez pas encore l'âge légal de la retraite. Une carrière longue ou un handicap peut permettre de partir plus tôt : demander à la caisse.",
        ),
        Condition(
            variable="retraite_personnelle_condition_cotisation",
            article="CSS, art. L351-1",
            reussie="Vous avez cotisé en France : vous avez droit à une retraite, même petite.",
            echouee="Il faut avoir cotisé au moins un trimestre en France. Sans retraite, l'ASPA est possible.",
        ),
        Condition(
            variable="retraite_personnelle_condition_pas_encore_retraite",
            article="CSS, art. L161-17-2",
            reussie="Vous n'avez pas encore demandé votre retraite.",
            echouee="Vous recevez déjà une retraite. Vérifiez que toutes vos caisses vous paient (info-retraite.fr).",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053280889",
    verifiee_le=date(2026, 11, 23),
    retroactif=False,
    decide_par="La caisse de retraite (Carsat Rhône-Alpes)",
    avertissements=(
        "Le montant dépend de la carrière : voir le relevé sur info-retraite.fr.",
        "Jamais de rappel : chaque mois sans demande est perdu. Partir avant le taux plein baisse la retraite pour toujours : demander une estimation d'abord.",
    ),
)
