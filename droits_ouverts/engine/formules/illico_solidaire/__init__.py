"""Carte TER Illico Solidaire: a list of statuses, in Auvergne-Rhône-Alpes."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="illico_solidaire",
    libelle="Carte de train TER Illico Solidaire",
    eligibilite="illico_solidaire_eligibilite",
    conditions=(
        Condition(
            variable="illico_solidaire_condition_region",
            article="Conditions de la Région Auvergne-Rhône-Alpes",
            reussie="Vous habitez en Auvergne-Rhône-Alpes.",
            echouee="Cette carte est pour les habitants d'Auvergne-Rhône-Alpes.",
        ),
        Condition(
            variable="illico_solidaire_condition_statut",
            article="Conditions de la Région Auvergne-Rhône-Alpes",
            reussie="Votre situation est dans la liste : chômage sans allocation ou sous le SMIC, mission locale, RSA, ASPA, demande d'asile.",
            echouee="Votre situation n'est pas dans la liste, sauf si vous avez un contrat aidé.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://github.com/betagouv/aides-jeunes/blob/main/data/benefits/javascript/region-auvergne-rhone-alpes-ter-illico-solidaire.yml",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-01",
    retroactif=False,
    connue_jusqu_a="2025-12",
    decide_par="Région Auvergne-Rhône-Alpes",
    avertissements=(
        "La carte est gratuite et vaut un an : 75 % de réduction sur le billet TER plein tarif de la région.",
        "Elle ne vaut que dans les trains TER, pas dans les transports de Lyon (TCL).",
        "Pour un étranger en attente, c'est la demande d'asile qui compte, pas la demande de titre de séjour.",
        "Conditions lues en janvier 2025 : à revérifier.",
    ),
)
