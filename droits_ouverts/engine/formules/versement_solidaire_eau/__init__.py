"""Versement solidaire eau: water above 3 % of resources, known to the CAF; from 10 to 120 euros a year, scale not published."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="versement_solidaire_eau",
    libelle="Versement solidaire eau",
    eligibilite="versement_solidaire_eau_eligibilite",
    conditions=(
        Condition(
            variable="versement_solidaire_eau_condition_metropole",
            article="Dispositif d'Eau du Grand Lyon (2025)",
            reussie="Vous habitez dans la Métropole de Lyon.",
            echouee="Cette aide est pour les habitants de la Métropole de Lyon.",
        ),
        Condition(
            variable="versement_solidaire_eau_condition_allocataire",
            article="Dispositif d'Eau du Grand Lyon (2025)",
            reussie="Vous avez droit à une prestation de la CAF ou de la MSA.",
            echouee="Cette aide passe par la CAF ou la MSA : demandez à Eau du Grand Lyon s'il existe une autre voie.",
        ),
        Condition(
            variable="versement_solidaire_eau_condition_depense",
            article="Dispositif d'Eau du Grand Lyon (2025)",
            reussie="L'eau pèse plus de 3 % de vos ressources.",
            echouee="L'eau pèse 3 % de vos ressources ou moins.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://www.expressions-venissieux.fr/2025-06-24-le-versement-solidaire-eau-adoucira-la-facture-des-plus-precaires/",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-11",
    montant="versement_solidaire_eau_montant",
    montant_min="versement_solidaire_eau_montant",
    montant_max="versement_solidaire_eau_montant_max",
    versement=Versement.ANNUEL,
    connue_jusqu_a="2025-12",
    decide_par="Eau du Grand Lyon",
    avertissements=(
        "Aucune démarche : un courrier, puis un virement sur le compte connu de la CAF (en 2025 : septembre, puis novembre).",
        "Le montant va de 10 à 120 € par an ; son calcul exact n'est pas publié.",
        "Gardez à jour l'adresse, le compte bancaire et le foyer à la CAF. Le calendrier de 2026 n'a pas été trouvé.",
    ),
)
