"""Housing aid (APL, ALF, ALS), worked out by OpenFisca-France (variable `aide_logement`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="aides_logement",
    libelle="Aide au logement (APL, ALF, ALS)",
    eligibilite="aides_logement_eligibilite",
    conditions=(
        Condition(
            variable="aides_logement_condition_locataire",
            article="CCH, art. L822-2",
            reussie="Vous payez un loyer ou une redevance pour votre logement.",
            echouee="Cette aide est pour les locataires et les résidents d'un foyer.",
        ),
        Condition(
            variable="aides_logement_condition_loyer",
            article="CCH, art. L822-2 et D823-16",
            reussie="Le loyer est connu.",
            echouee="Aucun loyer n'est payé.",
        ),
        Condition(
            variable="aides_logement_condition_loyer_plafond",
            article="CCH, art. D823-16 ; arrêté du 27/09/2019, art. 8",
            reussie="Le loyer n'est pas trop élevé.",
            echouee="Le loyer est trop élevé par rapport au plafond de la commune.",
        ),
        Condition(
            variable="aides_logement_condition_proprietaire",
            article="CCH, art. L822-3",
            reussie="Le logement n'appartient pas à un parent proche.",
            echouee="Le logement appartient à un parent proche (parent, enfant, grand-parent).",
        ),
        Condition(
            variable="aides_logement_condition_sejour",
            article="CCH, art. L822-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
        Condition(
            variable="aides_logement_condition_bourse",
            article="Loi de finances pour 2026, art. 67",
            reussie="Vous n'êtes pas concerné(e) par la règle des étudiants étrangers sans bourse.",
            echouee="Depuis juillet 2026, un étudiant d'un pays hors d'Europe doit avoir une bourse sur critères sociaux.",
        ),
        Condition(
            variable="aides_logement_condition_ressources",
            article="CCH, art. L822-5, R822-2 et D823-16",
            reussie="Les ressources de votre foyer sont assez basses.",
            echouee="Les ressources ou le patrimoine de votre foyer sont trop élevés pour ce loyer.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000054913928",
    verifiee_le=date(2026, 11, 23),
    montant="aides_logement_montant",
    versement=Versement.MENSUEL,
    retroactif=False,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "L'aide est due à partir du mois de la demande, jamais pour le premier mois du bail : un mois de retard est un mois perdu.",
        "Le logement doit être décent et assez grand : le calcul ne le voit pas.",
        "L'aide compte les ressources des 12 derniers mois et une partie de l'épargne au-dessus de 30 000 €.",
        "En foyer ou en résidence, le montant est approché.",
        "Un étudiant qui demande l'aide en son nom n'est plus compté dans les prestations familiales de ses parents.",
    ),
)
