"""Widowhood allowance (CSS, art. D356-1 to D356-6; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="allocation_veuvage",
    libelle="Allocation de veuvage",
    eligibilite="allocation_veuvage_eligibilite",
    conditions=(
        Condition(
            variable="allocation_veuvage_condition_veuvage",
            article="CSS, art. D356-2",
            reussie="Vous êtes veuf ou veuve et vous vivez seul(e).",
            echouee="Cette allocation est pour les veufs et les veuves qui ne vivent pas en couple.",
        ),
        Condition(
            variable="allocation_veuvage_condition_age",
            article="CSS, art. D356-2",
            reussie="Vous avez moins de 55 ans.",
            echouee="À partir de 55 ans, c'est la pension de réversion.",
        ),
        Condition(
            variable="allocation_veuvage_condition_assurance",
            article="CSS, art. D356-1",
            reussie="Votre époux ou épouse était assuré(e) au régime général ou agricole au moins 3 mois dans l'année avant son décès.",
            echouee="Il faut que l'époux ou l'épouse ait été assuré(e) au régime général ou agricole au moins 3 mois dans l'année avant son décès.",
        ),
        Condition(
            variable="allocation_veuvage_condition_delai",
            article="CSS, art. D356-5",
            reussie="Le décès date de moins de 2 ans, ou vous aviez déjà 50 ans.",
            echouee="L'allocation est versée 2 ans au plus après le décès (plus longtemps si vous aviez déjà 50 ans).",
        ),
        Condition(
            variable="allocation_veuvage_condition_ressources",
            article="CSS, art. D356-2",
            reussie="Vos ressources des 3 derniers mois sont sous le plafond.",
            echouee="Vos ressources des 3 derniers mois dépassent le plafond.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000023413984",
    verifiee_le=date(2026, 11, 23),
    montant="allocation_veuvage_montant",
    montant_min="allocation_veuvage_montant_min",
    montant_max="allocation_veuvage_montant",
    versement=Versement.MENSUEL,
    retroactif=True,
    decide_par="La caisse de retraite (Carsat Rhône-Alpes) ou la MSA",
    avertissements=(
        "Le montant de 2026 (719,59 €) est calculé par nous et reste à confirmer : la borne basse prend celui de 2025 (713,17 €).",
        "La demande doit en principe être faite dans les deux ans du décès, et plutôt dans les 12 mois pour le rappel.",
        "Cette allocation passe avant le RSA majoré et l'AAH, et s'en déduit.",
    ),
)
