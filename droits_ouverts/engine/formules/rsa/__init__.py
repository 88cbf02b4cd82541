"""Revenu de solidarité active, worked out by OpenFisca-France (variable `rsa`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="rsa",
    libelle="Revenu de solidarité active (RSA)",
    eligibilite="rsa_droit_eligibilite",
    conditions=(
        Condition(
            variable="rsa_droit_condition_age",
            article="CASF, art. L262-4 1° et L262-7-1",
            reussie="Vous avez 25 ans ou plus, ou un enfant, ou vous en attendez un, ou vous avez assez travaillé.",
            echouee="Avant 25 ans, il faut avoir un enfant, en attendre un, ou avoir travaillé 2 ans sur les 3 dernières années (3 214 heures).",
        ),
        Condition(
            variable="rsa_droit_condition_sejour",
            article="CASF, art. L262-4 2° et L262-6",
            reussie="Votre nationalité ou votre titre de séjour permet de demander le RSA.",
            echouee="Il faut un titre de séjour qui permet de travailler depuis 5 ans, ou 3 mois de résidence pour un Européen. Des exceptions existent (carte de résident, réfugié).",
        ),
        Condition(
            variable="rsa_droit_condition_etudes",
            article="CASF, art. L262-4 3°",
            reussie="Vous n'êtes pas élève, étudiant ou stagiaire, ou vous élevez seul votre enfant.",
            echouee="Un élève, un étudiant ou un stagiaire ne peut pas recevoir le RSA, sauf s'il élève seul un enfant.",
        ),
        Condition(
            variable="rsa_droit_condition_ressources",
            article="CASF, art. L262-2, R262-7 et R262-39",
            reussie="Vos ressources sont plus basses que le montant du RSA pour votre foyer.",
            echouee="Les ressources de votre foyer dépassent le montant du RSA, ou l'aide serait de moins de 6 €.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000053733826",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2016-01",
    montant="rsa_droit_montant",
    versement=Versement.MENSUEL,
    retroactif=False,
    decide_par="Président de la Métropole de Lyon, souvent par la CAF",
    avertissements=(
        "Le RSA est payé à partir du mois de la demande : déposez-la tout de suite, même s'il manque des papiers.",
        "Le calcul ne voit ni les sanctions, ni les exceptions au titre de séjour de 5 ans.",
        "Il faut aussi demander ses autres droits (pension alimentaire, chômage, retraite) : le RSA est versé en attendant.",
        "La majoration de parent isolé dure 12 mois, ou jusqu'aux 3 ans du plus jeune enfant.",
    ),
)
