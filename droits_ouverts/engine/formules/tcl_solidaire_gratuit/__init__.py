"""TCL Solidaire gratuit: a list of statuses, for the inhabitants of the Rhône."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="tcl_solidaire_gratuit",
    libelle="Abonnement TCL Solidaire gratuit",
    eligibilite="tcl_solidaire_gratuit_eligibilite",
    conditions=(
        Condition(
            variable="tcl_solidaire_gratuit_condition_rhone",
            article="Conditions de SYTRAL Mobilités (tcl.fr)",
            reussie="Vous habitez dans le Rhône.",
            echouee="Cet abonnement est pour les habitants du Rhône.",
        ),
        Condition(
            variable="tcl_solidaire_gratuit_condition_statut",
            article="Conditions de SYTRAL Mobilités (tcl.fr)",
            reussie="Votre situation est dans la liste : RSA, AAH, ASI, ASPA, contrat d'engagement jeune, revenu de solidarité jeunes, demande d'asile ou de titre, malvoyance.",
            echouee="Votre situation n'est pas dans la liste de la gratuité. Regardez l'abonnement réduit.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://tcl.fr/solidaire-gratuit-0",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2021-01",
    retroactif=False,
    decide_par="SYTRAL Mobilités (TCL)",
    avertissements=(
        "L'abonnement coûte 0 € par mois ; la carte TCL coûte 5 €.",
        "Il faut d'abord recevoir l'allocation : l'attestation est demandée. Chaque personne fait sa demande.",
        "L'abonnement dure de 3 mois à 5 ans selon la situation : à renouveler 15 jours avant la fin.",
        "Les conditions sont à relire après les élections de 2026.",
    ),
)
