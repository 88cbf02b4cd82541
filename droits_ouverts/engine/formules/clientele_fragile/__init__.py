"""Fragile bank customers (code monétaire et financier, art. R312-4-3; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="clientele_fragile",
    libelle="Frais bancaires limités (clientèle fragile)",
    eligibilite="clientele_fragile_eligibilite",
    conditions=(
        Condition(
            variable="clientele_fragile_condition_situation",
            article="Code monétaire et financier, art. L312-1-3 et R312-4-3",
            reussie="Vos difficultés bancaires permettent de demander des frais limités.",
            echouee="Ces frais limités sont pour les clients qui ont des paiements refusés, une interdiction de chèques ou un dossier de surendettement accepté.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000029169083",
    verifiee_le=date(2026, 11, 23),
    retroactif=False,
    decide_par="La banque",
    avertissements=(
        "Après 3 mois de paiements refusés, la banque regarde aussi les ressources, selon un seuil qu'elle choisit : le demander par écrit.",
        "Frais d'incident : 25 € par mois au plus pour un client fragile ; 20 € par mois et 200 € par an avec l'offre à 3 € par mois (engagement des banques).",
        "L'offre retire le chéquier et le découvert : la lire avant de signer. La refuser ne fait pas perdre la limite de 25 €.",
    ),
)
