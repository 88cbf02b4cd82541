"""University meal at 1 euro (loi 2026-103 of 19/02/2026, in force on 04/05/2026; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="repas_crous_1_euro",
    libelle="Repas à 1 € au restaurant universitaire",
    eligibilite="repas_crous_1_euro_eligibilite",
    conditions=(
        Condition(
            variable="repas_crous_1_euro_condition_etudiant",
            article="Loi 2026-103 du 19/02/2026",
            reussie="Vous êtes étudiant(e) : le repas complet coûte 1 €, boursier ou non.",
            echouee="Ce tarif est pour les étudiants inscrits dans l'enseignement supérieur.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.service-public.gouv.fr/particuliers/actualites/A18811",
    verifiee_le=date(2026, 11, 23),
    retroactif=False,
    decide_par="Le Crous de Lyon",
    avertissements=(
        "Rien à demander : payer avec la carte étudiante ou le compte Izly.",
        "Apprentis et stagiaires : vérifier auprès du Crous.",
    ),
)
