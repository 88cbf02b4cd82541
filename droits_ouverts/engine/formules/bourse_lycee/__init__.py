"""Grant for the lycée, on OpenFisca-France's scale (variable `bourse_lycee_echelon`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="bourse_lycee",
    libelle="Bourse de lycée",
    eligibilite="bourse_lycee_eligibilite",
    conditions=(
        Condition(
            variable="bourse_lycee_condition_eleve",
            article="Code de l'éducation, art. D531-24 et D531-29",
            reussie="Vous avez un enfant au lycée.",
            echouee="Il faut un enfant à charge au lycée.",
        ),
        Condition(
            variable="bourse_lycee_condition_ressources",
            article="Code de l'éducation, art. D531-24 et D531-29",
            reussie="Votre revenu fiscal de référence est sous le plafond.",
            echouee="Votre revenu fiscal de référence dépasse le plafond pour votre nombre d'enfants.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F616",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2016-07",
    montant="bourse_lycee_montant",
    versement=Versement.ANNUEL,
    retroactif=False,
    decide_par="Directeur académique",
    avertissements=(
        "Le recours doit être fait dans les 15 jours de la lettre de refus. Hors campagne, demandez le fonds social lycéen.",
        "Le montant est celui d'une année scolaire, payée en trois fois.",
        "Le revenu compté est celui de l'avis d'impôt reçu l'année de la rentrée ; le calcul le retrouve à partir des revenus dits.",
        "Tous les enfants du foyer sont comptés, quel que soit leur âge ; une seule demande par élève.",
    ),
)
