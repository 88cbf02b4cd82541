"""Allocation aux adultes handicapés, worked out by OpenFisca-France (variable `aah`)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="aah",
    libelle="Allocation aux adultes handicapés (AAH)",
    eligibilite="aah_eligibilite",
    conditions=(
        Condition(
            variable="aah_condition_taux",
            article="CSS, art. L821-1, L821-2 et D821-1",
            reussie="La maison du handicap (MDPH) a reconnu un taux d'incapacité qui permet l'allocation.",
            echouee="Il faut que la maison du handicap (MDPH) reconnaisse un taux de 80 %, ou de 50 à 79 % avec un emploi très difficile.",
        ),
        Condition(
            variable="aah_condition_age",
            article="CSS, art. L821-1 et R821-1",
            reussie="Vous avez 20 ans ou plus, ou 16 ans sans être à charge.",
            echouee="Il faut avoir 20 ans, ou 16 ans si l'on n'est plus à la charge de ses parents.",
        ),
        Condition(
            variable="aah_condition_retraite",
            article="CSS, art. L821-2 et D351-1-14",
            reussie="Votre âge permet l'allocation avec votre taux d'incapacité.",
            echouee="Entre 50 et 79 %, l'allocation s'arrête à 62 ans : la retraite prend la suite.",
        ),
        Condition(
            variable="aah_condition_sejour",
            article="CSS, art. L821-1",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
        Condition(
            variable="aah_condition_ressources",
            article="CSS, art. L821-3 et D821-2",
            reussie="Vos ressources personnelles sont sous le plafond.",
            echouee="Vos ressources personnelles dépassent le plafond.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000053733826",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2011-01",
    montant="aah_montant",
    versement=Versement.MENSUEL,
    retroactif=False,
    decide_par="Commission des droits (CDAPH) de la maison du handicap, puis CAF",
    avertissements=(
        "L'allocation est due à partir du mois qui suit le dépôt à la maison du handicap : chaque mois d'attente est perdu.",
        "Seule la commission de la maison du handicap décide du taux : le calcul ne le devine pas.",
        "Une pension d'invalidité, une rente ou une retraite doit être demandée d'abord : l'allocation la complète. Le calcul compte aussi l'ASI que cette pension peut ouvrir.",
        "Avec 80 % et une aide au logement, 104,77 € par mois peuvent s'ajouter (majoration pour la vie autonome).",
    ),
)
