"""TCL Solidaire réduit: a list of statuses of 2020 and 2025, for those without the free pass."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="tcl_solidaire_reduit",
    libelle="Abonnement TCL Solidaire réduit",
    eligibilite="tcl_solidaire_reduit_eligibilite",
    conditions=(
        Condition(
            variable="tcl_solidaire_gratuit_condition_rhone",
            article="Conditions de SYTRAL Mobilités (tcl.fr)",
            reussie="Vous habitez dans le Rhône.",
            echouee="Cet abonnement est pour les habitants du Rhône.",
        ),
        Condition(
            variable="tcl_solidaire_reduit_condition_pas_gratuit",
            article="Conditions de SYTRAL Mobilités (tcl.fr)",
            reussie="L'abonnement gratuit n'est pas ouvert.",
            echouee="Vous avez droit à mieux : l'abonnement gratuit.",
        ),
        Condition(
            variable="tcl_solidaire_reduit_condition_statut",
            article="Liste des statuts de SYTRAL Mobilités (2020 et 2025)",
            reussie="Votre situation est dans la liste : bourse, complémentaire santé solidaire, aide médicale de l'État, ou foyer non imposable avec le chômage ou à 65 ans.",
            echouee="Votre situation n'est pas dans la liste du tarif réduit.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://www.tonicradio.fr/tcl-ce-qui-change-a-partir-du-1er-janvier/",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2021-01",
    retroactif=False,
    connue_jusqu_a="2025-12",
    decide_par="SYTRAL Mobilités (TCL)",
    avertissements=(
        "L'abonnement coûte 10,50 € par mois depuis le 1er janvier 2025 ; le tarif de 2026 est à vérifier.",
        "Une partie de la liste date de 2020 : elle est à relire sur tcl.fr.",
        "Les élèves en SEGPA, ULIS, IME ou ITEP et les anciens combattants y ont droit aussi ; avec le fonds d'aide aux jeunes, demandez à l'agence.",
        "Avant 10 ans, les transports sont annoncés gratuits avec une carte : n'achetez pas d'abonnement.",
    ),
)
