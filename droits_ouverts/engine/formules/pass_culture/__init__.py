"""Pass Culture, worked out by OpenFisca-France (variable `pass_culture`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="pass_culture",
    libelle="Pass Culture",
    eligibilite="pass_culture_eligibilite",
    conditions=(
        Condition(
            variable="pass_culture_condition_age",
            article="Décret 2025-195 du 27/02/2025",
            reussie="Vous avez 17 ou 18 ans.",
            echouee="Le pass est pour les jeunes de 17 et 18 ans.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F34959",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-03",
    montant="pass_culture_montant",
    montant_min="pass_culture_montant",
    montant_max="pass_culture_montant_max",
    versement=Versement.UNIQUE,
    retroactif=False,
    decide_par="État (ministère de la Culture)",
    avertissements=(
        "50 € de plus sont donnés en cas de handicap ou de quotient familial bas : il faut donner la preuve.",
        "Le crédit de 17 ans est perdu s'il n'est pas demandé avant 18 ans (à confirmer).",
        "C'est un crédit à dépenser dans l'application, pas de l'argent versé.",
    ),
)
