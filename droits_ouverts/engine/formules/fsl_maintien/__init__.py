"""FSL, keeping a home: ceiling by parts, a tenant with a rent debt; at most 3,000 euros over two years."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="fsl_maintien",
    libelle="Fonds de solidarité pour le logement (FSL) : garder son logement",
    eligibilite="fsl_maintien_eligibilite",
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
            variable="fsl_maintien_condition_locataire",
            article="Règlement du FSL de la Métropole de Lyon du 29/09/2025",
            reussie="Vous êtes locataire.",
            echouee="Cette aide est pour les locataires.",
        ),
        Condition(
            variable="fsl_maintien_condition_dette",
            article="Règlement du FSL de la Métropole de Lyon du 29/09/2025",
            reussie="Vous avez un retard de loyer ou de charges.",
            echouee="Vous n'avez pas dit avoir un retard de loyer ou de charges.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.grandlyon.com/services/aides-fonds-solidarite-logement",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-10",
    connue_jusqu_a="2025-12",
    decide_par="Métropole de Lyon",
    avertissements=(
        "Le montant est décidé au cas par cas : 2 aides au plus et 3 000 € au plus sur 2 ans. L'aide peut être un prêt.",
        "La demande n'arrête pas une expulsion : répondez aussi aux courriers et allez à l'audience.",
        "Toute personne en difficulté peut saisir le fonds ; un refus doit être expliqué (loi n° 90-449, art. 6-2).",
        "Le calcul des ressources suit la règle générale (moyenne de trois mois, sans les aides au logement, la rentrée scolaire ni l'AEEH) : le règlement de 2025 n'a pas été lu.",
    ),
)
