"""Aides facultatives of the CCAS of Vénissieux: the commune only; the commission looks at the budget."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="ccas_venissieux_aides",
    libelle="Aides du CCAS de Vénissieux",
    eligibilite="ccas_venissieux_aides_eligibilite",
    conditions=(
        Condition(
            variable="ccas_venissieux_aides_condition_commune",
            article="Règlement du CCAS de Vénissieux (novembre 2021)",
            reussie="Vous habitez Vénissieux : vous pouvez demander. Une commission regarde votre budget.",
            echouee="Ces aides sont pour les habitants de Vénissieux ; votre commune a son propre CCAS.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://expressions-venissieux.fr/2021-11-22-les-aides-sociales-du-ccas-evoluent/amp",
    verifiee_le=date(2026, 11, 23),
    connue_jusqu_a="2021-12",
    decide_par="CCAS de Vénissieux (commission)",
    avertissements=(
        "Ce sont des aides facultatives : la commission décide au cas par cas, après les droits prévus par la loi.",
        "En 2021 : 300 € par an au plus par foyer pour les soins, 300 € pour un départ en vacances. Le règlement actuel est à demander.",
        "Aussi : alimentation, factures, équipement de base, adhésion à un club.",
    ),
)
