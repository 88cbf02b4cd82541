"""FSL, energy and water: ceiling by parts, a bill that can't be paid; at most 500 euros a year for energy."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="fsl_energie_eau",
    libelle="Fonds de solidarité pour le logement (FSL) : énergie et eau",
    eligibilite="fsl_energie_eau_eligibilite",
    conditions=(
        Condition(
            variable="fsl_acces_condition_metropole",
            article="Règlement du FSL de la Métropole de Lyon du 29/09/2025",
            reussie="Vous habitez dans la Métropole de Lyon.",
            echouee="Ce fonds est celui de la Métropole de Lyon ; chaque département a le sien.",
        ),
        Condition(
            variable="fsl_acces_condition_ressources",
            article="Règlement du FSL de la Métropole de Lyon du 29/09/2025",
            reussie="Les ressources des personnes du logement sont sous le plafond.",
            echouee="Les ressources des personnes du logement dépassent le plafond du fonds.",
        ),
        Condition(
            variable="fsl_energie_eau_condition_facture",
            article="Règlement du FSL de la Métropole de Lyon du 29/09/2025",
            reussie="Vous avez une facture d'énergie ou d'eau difficile à payer.",
            echouee="Vous n'avez pas dit avoir une facture d'énergie ou d'eau difficile à payer.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.grandlyon.com/services/aides-fonds-solidarite-logement",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-10",
    connue_jusqu_a="2025-12",
    decide_par="Métropole de Lyon",
    avertissements=(
        "Le montant est décidé au cas par cas : 500 € par an au plus pour l'énergie. Le maximum pour l'eau n'est pas connu.",
        "La première demande se fait en ligne sur toodego.com, sans travailleur social.",
        "Prévenez tout de suite le fournisseur et gardez la preuve : la fourniture continue pendant l'examen.",
        "Toute personne en difficulté peut saisir le fonds ; un refus doit être expliqué (loi n° 90-449, art. 6-2).",
        "Le calcul des ressources suit la règle générale (moyenne de trois mois, sans les aides au logement, la rentrée scolaire ni l'AEEH) : le règlement de 2025 n'a pas été lu.",
    ),
)
