"""Avance Loca-Pass: conditions only (OpenFisca-France, variable `locapass_eligibilite_individu`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="loca_pass",
    libelle="Avance Loca-Pass (dépôt de garantie)",
    eligibilite="loca_pass_eligibilite",
    conditions=(
        Condition(
            variable="loca_pass_condition_personne",
            article="Action Logement, conditions de l'avance Loca-Pass",
            reussie="Votre situation de travail ou votre âge permet l'avance.",
            echouee="Il faut être salarié du privé, ou avoir moins de 30 ans et être en emploi, en formation ou en recherche d'emploi.",
        ),
        Condition(
            variable="loca_pass_condition_entree",
            article="Action Logement, conditions de l'avance Loca-Pass",
            reussie="Vous cherchez un logement ou vous venez d'y entrer.",
            echouee="L'avance se demande au plus tard 2 mois après l'entrée dans un logement.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F18490",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2021-01",
    retroactif=None,
    decide_par="Action Logement",
    avertissements=(
        "C'est un prêt sans intérêt de 1 200 € au plus, à rendre en 25 mois au plus : ce n'est pas un gain.",
        "Il ne se cumule pas avec l'aide du fonds de solidarité logement (FSL) pour le même dépôt : comparez avant de signer.",
        "Le secteur public et l'agriculture ont d'autres aides ; un dossier de surendettement en cours l'exclut.",
    ),
)
