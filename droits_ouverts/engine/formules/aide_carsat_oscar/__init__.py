"""OSCAR of the Assurance retraite: a retired person who is frail but not dependent; a home visit decides."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="aide_carsat_oscar",
    libelle="Plan d'aides OSCAR de l'Assurance retraite",
    eligibilite="aide_carsat_oscar_eligibilite",
    conditions=(
        Condition(
            variable="aide_carsat_oscar_condition_retraite",
            article="Règles d'action sociale de l'Assurance retraite",
            reussie="Vous êtes à la retraite.",
            echouee="Cette aide est pour les retraités du régime général.",
        ),
        Condition(
            variable="aide_carsat_oscar_condition_fragilite",
            article="Règles d'action sociale de l'Assurance retraite",
            reussie="La vie de tous les jours est devenue plus difficile pour vous.",
            echouee="Cette aide est pour les retraités à qui la vie de tous les jours est devenue difficile : vous ne l'avez pas dit.",
        ),
        Condition(
            variable="aide_carsat_oscar_condition_sans_apa",
            article="Règles d'action sociale de l'Assurance retraite",
            reussie="Votre situation ne relève pas de l'allocation personnalisée d'autonomie (APA).",
            echouee="Pour une perte d'autonomie plus forte, c'est l'allocation personnalisée d'autonomie (APA) qui aide.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://www.essentiel-autonomie.com/aides-financieres/plan-aides-Oscar",
    verifiee_le=date(2026, 11, 23),
    connue_jusqu_a="2025-12",
    decide_par="Carsat Rhône-Alpes",
    avertissements=(
        "Une évaluation à la maison mesure le besoin (GIR 5 ou 6) et fixe le plan ; la participation dépend des ressources.",
        "Il faut que la retraite principale soit celle du régime général ; sinon, demandez à votre caisse (MSA, fonction publique).",
        "C'est une aide facultative sur un budget annuel : demandez tôt, et attendez l'accord avant de commencer.",
    ),
)
