"""Carte mobilité inclusion (CASF, art. L241-3; read 2026-11-23): what may be asked for, never a forecast of the decision."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="cmi",
    libelle="Carte mobilité inclusion (CMI : invalidité, priorité, stationnement)",
    eligibilite="cmi_eligibilite",
    conditions=(
        Condition(
            variable="cmi_condition_situation",
            article="CASF, art. L241-3",
            reussie="Votre handicap ou votre perte d'autonomie permet de demander au moins une des cartes (invalidité, priorité ou stationnement).",
            echouee="Vos réponses ne montrent pas de gêne pour marcher ou rester debout, ni un taux d'incapacité de 80 %, ni une grande perte d'autonomie.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F34049",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="Le président de la Métropole de Lyon, après l'avis de la maison du handicap (MDMPH)",
    avertissements=(
        "C'est la Métropole qui décide, carte par carte.",
        "Une pension d'invalidité de 3e catégorie donne aussi la carte invalidité.",
        "Les anciennes cartes en papier, même définitives, ne valent plus rien après le 31 décembre 2026 : demander la nouvelle carte maintenant.",
    ),
)
