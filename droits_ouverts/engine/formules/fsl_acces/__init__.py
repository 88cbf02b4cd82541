"""FSL, entry into a home: ceiling by parts, a home just found or looked for; the amount is decided case by case."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="fsl_acces",
    libelle="Fonds de solidarité pour le logement (FSL) : entrer dans un logement",
    eligibilite="fsl_acces_eligibilite",
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
            variable="fsl_acces_condition_entree",
            article="Page du FSL, grandlyon.com",
            reussie="Vous cherchez un logement à louer, ou vous venez d'y entrer.",
            echouee="Cette aide est pour l'entrée dans un logement loué : avant la signature, ou dans le mois qui suit.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.grandlyon.com/services/aides-fonds-solidarite-logement",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-10",
    connue_jusqu_a="2025-12",
    decide_par="Métropole de Lyon",
    avertissements=(
        "Le montant est décidé au cas par cas : dépôt de garantie, premier loyer, assurance. L'aide peut être un prêt.",
        "La garantie se demande avant de signer ; l'aide financière, dans le mois qui suit l'entrée.",
        "Les résidences sociales sont exclues, et le loyer doit rester supportable (environ 35 % des ressources, source ancienne).",
        "Jeune sortant de l'aide sociale à l'enfance ou au revenu de solidarité jeunes : jusqu'à 200 € par mois pendant 12 mois, et 200 € de mobilier (juin 2025).",
        "Toute personne en difficulté peut saisir le fonds ; un refus doit être expliqué (loi n° 90-449, art. 6-2).",
        "Le calcul des ressources suit la règle générale (moyenne de trois mois, sans les aides au logement, la rentrée scolaire ni l'AEEH) : le règlement de 2025 n'a pas été lu.",
    ),
)
