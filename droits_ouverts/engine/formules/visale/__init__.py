"""Visale of January 2026: age or modest wage, before signing (OpenFisca-France keeps the older ceilings)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="visale",
    libelle="Garantie Visale (caution gratuite)",
    eligibilite="visale_locataire_eligibilite",
    conditions=(
        Condition(
            variable="visale_locataire_condition_public",
            article="Règles d'Action Logement du 06/01/2026",
            reussie="Vous avez de 18 à 30 ans, ou vous êtes salarié avec 1 710 € nets par mois au plus.",
            echouee="Après 30 ans, il faut être salarié avec 1 710 € nets par mois au plus, ou changer de ville pour un emploi.",
        ),
        Condition(
            variable="visale_locataire_condition_recherche",
            article="Règles d'Action Logement du 06/01/2026",
            reussie="Vous cherchez un logement, sans bail signé.",
            echouee="La garantie se demande avant de signer le bail.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.efl.fr/actualite/garantie-loyers-visale-peau-neuve_fa2f2b617-fe9d-4015-acf5-735f8ee4ebaa",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2026-01",
    retroactif=False,
    connue_jusqu_a="2026-12",
    decide_par="Action Logement",
    avertissements=(
        "C'est une caution gratuite, pas de l'argent : Action Logement paie le propriétaire puis se fait rembourser.",
        "Loyer au plus, charges comprises, dans l'agglomération de Lyon : 1 575 € (840 € pour un étudiant), et la moitié des ressources.",
        "La garantie dure 3 ans. Dans un logement social, seuls les étudiants et les alternants y ont droit.",
    ),
)
