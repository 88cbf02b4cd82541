"""Grant on social criteria, on OpenFisca-France's scale of 2023-2024."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="bourse_crous",
    libelle="Bourse étudiante sur critères sociaux (Crous)",
    eligibilite="bourse_crous_eligibilite",
    conditions=(
        Condition(
            variable="bourse_crous_condition_etudes",
            article="Circulaire ESRS2013435C, annexe 1",
            reussie="Vous faites des études supérieures dans un établissement qui ouvre droit à la bourse.",
            echouee="Il faut des études supérieures à temps plein, dans un établissement public ou reconnu, et hors doctorat.",
        ),
        Condition(
            variable="bourse_crous_condition_age",
            article="Circulaire ESRS2013435C, annexe 2",
            reussie="Votre âge permet la première demande.",
            echouee="La première demande se fait avant 28 ans, avec un an de plus par enfant.",
        ),
        Condition(
            variable="bourse_crous_condition_nationalite",
            article="Circulaire ESRS2013435C, 2.3",
            reussie="Votre nationalité ou votre durée de séjour permet la bourse.",
            echouee="Hors d'Europe, il faut en général 2 ans en France avec un foyer fiscal, ou le statut de réfugié.",
        ),
        Condition(
            variable="bourse_crous_condition_ressources",
            article="Circulaire ESRS2013435C, annexe 3",
            reussie="Le revenu brut global de vos parents est sous le plafond.",
            echouee="Le revenu brut global de vos parents dépasse le plafond.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F12214",
    verifiee_le=date(2026, 11, 23),
    montant="bourse_crous_montant",
    versement=Versement.ANNUEL,
    retroactif=False,
    connue_jusqu_a="2024-08",
    decide_par="Recteur de région académique ; le Crous de Lyon instruit",
    avertissements=(
        "Le barème lu est celui de 2023-2024 : celui de 2026-2027 est à vérifier.",
        "Le montant est celui de 10 mois ; les mois d'avant la demande ne sont pas payés.",
        "Les frères et sœurs à charge augmentent la bourse : le calcul ne les compte pas.",
        "Une demande tardive reste possible jusqu'au 31 décembre.",
    ),
)
