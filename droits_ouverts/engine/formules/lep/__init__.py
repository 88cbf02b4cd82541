"""Livret d'épargne populaire, on OpenFisca-France's ceilings (variable `livret_epargne_populaire_plafond`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="lep",
    libelle="Livret d'épargne populaire (LEP)",
    eligibilite="lep_eligibilite",
    conditions=(
        Condition(
            variable="lep_condition_majeur",
            article="CMF, art. L221-15",
            reussie="Vous êtes majeur et vous faites votre propre déclaration d'impôt.",
            echouee="Il faut être majeur et ne pas être rattaché à l'impôt de ses parents.",
        ),
        Condition(
            variable="lep_condition_revenu",
            article="CMF, art. L221-15 ; CGI, art. 1417",
            reussie="Votre revenu fiscal de référence est sous le plafond.",
            echouee="Votre revenu fiscal de référence dépasse le plafond pour votre nombre de parts.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F2367",
    verifiee_le=date(2026, 11, 23),
    retroactif=False,
    decide_par="Banque",
    avertissements=(
        "Ce n'est pas une aide : c'est un livret mieux payé que le livret A, pour 10 000 € au plus.",
        "La banque peut regarder le revenu fiscal de l'année d'avant : apportez les deux derniers avis.",
        "Un livret par personne. Le taux depuis le 1er août 2026 est à vérifier.",
    ),
)
