"""Grant for the collège, on OpenFisca-France's scale (variable `bourse_college_echelon`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="bourse_college",
    libelle="Bourse de collège",
    eligibilite="bourse_college_eligibilite",
    conditions=(
        Condition(
            variable="bourse_college_condition_eleve",
            article="Code de l'éducation, art. D531-4 et D531-7",
            reussie="Vous avez un enfant au collège.",
            echouee="Il faut un enfant à charge au collège.",
        ),
        Condition(
            variable="bourse_college_condition_ressources",
            article="Code de l'éducation, art. D531-4 et D531-7",
            reussie="Votre revenu fiscal de référence est sous le plafond.",
            echouee="Votre revenu fiscal de référence dépasse le plafond pour votre nombre d'enfants.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F984",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2016-07",
    montant="bourse_college_montant",
    versement=Versement.ANNUEL,
    retroactif=False,
    decide_par="Principal du collège, ou académie",
    avertissements=(
        "Hors campagne (mi-octobre), la demande est en principe perdue pour l'année : demandez une exception et le fonds social au collège.",
        "Le montant est celui d'une année scolaire, payée en trois fois.",
        "Le revenu compté est celui de l'avis d'impôt reçu l'année de la rentrée ; le calcul le retrouve à partir des revenus dits.",
        "Tous les enfants du foyer sont comptés, quel que soit leur âge ; une seule demande par élève.",
    ),
)
