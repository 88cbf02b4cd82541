"""Return home after hospital: 55 or more, retired, asked for within fifteen days."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="aide_carsat_retour_hospitalisation",
    libelle="Aide au retour à la maison après l'hôpital (Carsat)",
    eligibilite="aide_carsat_retour_hospitalisation_eligibilite",
    conditions=(
        Condition(
            variable="aide_carsat_retour_hospitalisation_condition_age",
            article="Règles d'action sociale de la Carsat Rhône-Alpes",
            reussie="Vous avez 55 ans ou plus.",
            echouee="Cette aide est pour les personnes de 55 ans ou plus.",
        ),
        Condition(
            variable="aide_carsat_retour_hospitalisation_condition_retraite",
            article="Règles d'action sociale de la Carsat Rhône-Alpes",
            reussie="Vous êtes à la retraite.",
            echouee="Cette aide est pour les retraités du régime général.",
        ),
        Condition(
            variable="aide_carsat_retour_hospitalisation_condition_sortie",
            article="Règles d'action sociale de la Carsat Rhône-Alpes",
            reussie="Vous êtes à l'hôpital, ou rentré(e) depuis moins de 15 jours.",
            echouee="La demande se fait avant la sortie de l'hôpital, ou dans les 15 jours.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.carsat-ra.fr/home/retraites/etre-aide-au-quotidien/etre-accompagne-apres-une-hospitalisation.html",
    verifiee_le=date(2026, 11, 23),
    retroactif=False,
    decide_par="Carsat Rhône-Alpes",
    avertissements=(
        "Demandez au service social de l'hôpital avant la sortie ; après 15 jours, l'aide est perdue.",
        "Il faut que la retraite soit celle du régime général ; la participation dépend des ressources et le montant n'est pas connu.",
        "C'est une aide temporaire : demandez OSCAR ou l'APA avant la fin.",
    ),
)
