"""Fictional people of Vénissieux and what they answer. A question that is not here is answered by nothing, no, or "Je ne sais pas"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from tests.journeys.pages import Visite

HLM = "Locataire d’un logement social (HLM)"
COMMON = {
    "Dans quelle commune": "Une commune=Vénissieux",
    "Depuis combien de mois habitez-vous": "Un nombre=60",
    "mois vivez-vous en France": "Un nombre=240",
    "Quelle est votre nationalité": "Française",
    "carte Vitale": "Oui",
    "adresse où votre courrier": "Oui",
    "mêmes depuis deux ans": "Oui",
}
AWA = COMMON | {
    "situation de famille": "Divorcé(e) ou séparé(e)",
    "Comment êtes-vous logé": HLM,
    "Quel est le loyer": "Un montant=420",
    "Le contrat d’électricité": "Oui",
    "Que faites-vous en ce moment": "Je travaille (salarié ou à mon compte)",
    "salaire net avez-vous reçu": "Le même montant chaque mois=900",
    "salaires nets avez-vous reçus": "Un montant=10 800",
    "revenu fiscal de référence": "Un montant=9 700",
    "quotient familial": "Un montant=500",
}
LEO = COMMON | {
    "situation de famille": "Célibataire ou en union libre",
    "Comment êtes-vous logé": "Hébergé(e) gratuitement, par la famille ou un proche",
    "Que faites-vous en ce moment": "Aucune de ces situations",
    "suivi(e) par une mission locale": "Oui",
    "Où êtes-vous scolarisé": "Pas à l’école",
}
RENE = COMMON | {
    "situation de famille": "Veuf ou veuve",
    "Comment êtes-vous logé": HLM,
    "Quel est le loyer": "Un montant=380",
    "Que faites-vous en ce moment": "Je suis à la retraite",
    "argent en plus d’un salaire": "Oui",
    "Quelles retraites avez-vous reçues": "Le même montant chaque mois=640",
    "revenu fiscal de référence": "Un montant=7 700",
    "livrets et comptes": "Un montant=2 000",
}


def born(years: int) -> date:
    """A birth date that makes someone `years` old today, and for months to come."""
    return date(timezone.localdate().year - years, 1, 15)


def describe_awa(visite: Visite) -> None:
    """Start the check-up of a lone mother of two: 34, 7 and 4 years old."""
    visite.start()
    visite.describe("Awa", born(34))
    visite.describe("Moussa", born(7), "Un enfant")
    visite.describe("Fatou", born(4), "Un enfant")


def describe(prenom: str, years: int) -> Callable[[Visite], None]:
    """Start the check-up of somebody alone."""

    def start(visite: Visite) -> None:
        visite.start()
        visite.describe(prenom, born(years))

    return start
