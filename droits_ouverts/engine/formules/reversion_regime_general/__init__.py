"""Survivor's pension of the general scheme (CSS, art. L353-1, R353-1, D353-1; read 2026-11-23): conditions, no amount."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="reversion_regime_general",
    libelle="Pension de réversion du régime général",
    eligibilite="reversion_regime_general_eligibilite",
    conditions=(
        Condition(
            variable="reversion_regime_general_condition_mariage",
            article="CSS, art. L353-1",
            reussie="Vous avez été marié(e) avec une personne décédée.",
            echouee="Cette pension est pour les personnes qui ont été mariées avec la personne décédée. Le Pacs et le concubinage n'ouvrent pas ce droit.",
        ),
        Condition(
            variable="reversion_regime_general_condition_regime",
            article="CSS, art. L353-1",
            reussie="Votre époux ou épouse décédé(e) était salarié(e) du privé ou à son compte.",
            echouee="Ce régime paie pour les salariés du privé et les personnes à leur compte. Pour un autre métier, demander à l'autre caisse (MSA, fonction publique...).",
        ),
        Condition(
            variable="reversion_regime_general_condition_age",
            article="CSS, art. L353-1",
            reussie="Vous avez l'âge demandé (55 ans, ou 51 ans si le décès date d'avant 2009).",
            echouee="Il faut avoir 55 ans (51 ans si le décès date d'avant 2009). Avant, voir l'allocation de veuvage.",
        ),
        Condition(
            variable="reversion_regime_general_condition_ressources",
            article="CSS, art. R353-1",
            reussie="Vos ressources sont sous le plafond.",
            echouee="Vos ressources des 3 mois et des 12 mois passés dépassent le plafond.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000047453693",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La caisse de retraite (Carsat Rhône-Alpes)",
    avertissements=(
        "Le montant dépend de la retraite de la personne décédée (54 %) : il n'est pas calculé ici.",
        "Le plafond se compare à des ressources brutes ; vos réponses sont nettes. Tout près du plafond, la caisse peut répondre autrement.",
        "La date de départ se choisit : dans l'année du décès, demander le 1er du mois qui suit le décès. Le silence de 4 mois est un refus.",
    ),
)
