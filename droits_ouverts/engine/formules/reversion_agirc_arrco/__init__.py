"""Survivor's pension of the complementary scheme Agirc-Arrco (read 2026-11-23): no condition of resources, no amount."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="reversion_agirc_arrco",
    libelle="Réversion de la retraite complémentaire Agirc-Arrco",
    eligibilite="reversion_agirc_arrco_eligibilite",
    conditions=(
        Condition(
            variable="reversion_agirc_arrco_condition_mariage",
            article="Accord national interprofessionnel Agirc-Arrco du 17/11/2017",
            reussie="Vous avez été marié(e) avec une personne décédée.",
            echouee="Cette pension est pour les personnes qui ont été mariées avec la personne décédée.",
        ),
        Condition(
            variable="reversion_agirc_arrco_condition_regime",
            article="Accord national interprofessionnel Agirc-Arrco du 17/11/2017",
            reussie="Votre époux ou épouse décédé(e) était salarié(e) du privé.",
            echouee="Cette pension est pour les époux de salariés du privé.",
        ),
        Condition(
            variable="reversion_agirc_arrco_condition_non_remarie",
            article="Accord national interprofessionnel Agirc-Arrco du 17/11/2017",
            reussie="Vous n'êtes pas remarié(e).",
            echouee="Un nouveau mariage ferme ce droit.",
        ),
        Condition(
            variable="reversion_agirc_arrco_condition_age_ou_charge",
            article="Accord national interprofessionnel Agirc-Arrco du 17/11/2017",
            reussie="Vous avez 55 ans, ou deux enfants à charge, ou une pension d'invalidité.",
            echouee="Avant 55 ans, il faut avoir deux enfants à charge ou être invalide.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://manouvellevie.groupama.fr/se-preparer/demarches-documents-pour-prendre-ma-retraite/demande-pension-reversion-agirc-arrco",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La caisse Agirc-Arrco",
    avertissements=(
        "Le montant dépend de la retraite complémentaire de la personne décédée (60 %) : il n'est pas calculé ici.",
        "Aucun plafond de ressources : ce droit existe même quand la réversion de base est refusée.",
        "Demander dans les 12 mois du décès pour être payé(e) depuis le décès. Un remariage arrête la pension pour toujours.",
    ),
)
