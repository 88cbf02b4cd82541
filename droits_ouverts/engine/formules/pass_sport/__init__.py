"""Pass'Sport of 2025: 70 euros, ages and statuses by season (OpenFisca-France keeps the older rule)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="pass_sport",
    libelle="Pass'Sport",
    eligibilite="pass_sport_eligibilite",
    conditions=(
        Condition(
            variable="pass_sport_condition_public",
            article="Conditions du Pass'Sport 2025",
            reussie="Cette personne est dans la liste : 14 à 17 ans avec la rentrée scolaire, 6 à 19 ans avec l'AEEH, 16 à 30 ans avec l'AAH, ou étudiant boursier de moins de 28 ans.",
            echouee="Le Pass'Sport est pour les 14 à 17 ans avec la prime de rentrée, les jeunes avec l'AEEH ou l'AAH et les étudiants boursiers.",
        ),
        Condition(
            variable="pass_sport_condition_campagne",
            article="Conditions du Pass'Sport 2025",
            reussie="Le code s'utilise de septembre à décembre.",
            echouee="Le code s'utilise seulement de septembre à décembre : il est à demander à la prochaine rentrée.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://gazettesports.fr/2025/06/30/omnisports-les-conditions-pour-beneficier-du-passsport-evoluent",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-09",
    montant="pass_sport_montant",
    versement=Versement.ANNUEL,
    retroactif=False,
    connue_jusqu_a="2025-12",
    decide_par="État (ministère des Sports)",
    avertissements=(
        "Le montant et les âges de 2026 sont à confirmer sur pass.sports.gouv.fr.",
        "Le code se donne au club à l'inscription, avant le 31 décembre ; après, il est perdu.",
        "Le code arrive par courriel ou SMS en août ; on peut le retrouver sur le site.",
    ),
)
