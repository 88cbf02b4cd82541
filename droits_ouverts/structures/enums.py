"""Closed lists. Stored values are never renamed; a label may be said better."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Genre(models.TextChoices):
    """What a structure is: its status says what it owes to the person, and what it may decide."""

    ASSOCIATION = "association", _("association")
    MEDIATION = "mediation", _("médiation sociale")
    APPUI = "appui", _("appui aux partenaires")
    CCAS = "ccas", _("centre communal d’action sociale")
    COMMUNE = "commune", _("commune")
    METROPOLE = "metropole", _("métropole")
    DEPARTEMENT = "departement", _("département")
    CENTRE_SOCIAL = "centre_social", _("centre social")
    CAF = "caf", _("caisse d’allocations familiales")
    CPAM = "cpam", _("caisse primaire d’assurance maladie")
    CAISSE = "caisse", _("autre caisse de sécurité sociale")
    FRANCE_TRAVAIL = "france_travail", _("France Travail")
    MISSION_LOCALE = "mission_locale", _("mission locale")
    ETAT = "etat", _("service de l’État")
    LIEU_DE_VIE = "lieu_de_vie", _("lieu de vie (pharmacie, bibliothèque, commerce, loge de gardien)")
    AUTRE = "autre", _("autre")


class Role(models.TextChoices):
    """What a member does in the programme. A role is not a profession."""

    AMBASSADEUR = "ambassadeur", _("ambassadrice ou ambassadeur des droits")
    MEDIATEUR = "mediateur", _("médiatrice ou médiateur")
    AGENT = "agent", _("agent partenaire, à l’accueil ou à l’instruction")
    RESPONSABLE = "responsable", _("responsable de la structure")
    COORDINATEUR = "coordinateur", _("coordinatrice ou coordinateur de ressources")
    PILOTE = "pilote", _("pilote du programme")
    ELU = "elu", _("élue ou élu")
    TECHNIQUE = "technique", _("administration technique")


class Activite(StrEnum):
    """What an account does here today, all its roles together. Pages offer what suits it; nothing is stored of it."""

    RENCONTRE = "rencontre"
    COORDINATION = "coordination"
    PILOTAGE = "pilotage"
    MANDAT = "mandat"
    TECHNIQUE = "technique"
    AUCUNE = "aucune"


class Profession(models.TextChoices):
    """What a member is by training or by mission, as far as professional secrecy depends on it."""

    ASSISTANT_SERVICE_SOCIAL = "assistant_service_social", _("assistante ou assistant de service social")
    INSTRUCTEUR_AIDE_SOCIALE = "instructeur_aide_sociale", _("personne qui instruit l’aide sociale")
    INSTRUCTEUR_RSA = "instructeur_rsa", _("personne qui instruit le RSA ou en suit les allocataires")
    PROFESSIONNEL_SANTE = "professionnel_sante", _("professionnelle ou professionnel de santé")
    TRAVAILLEUR_SOCIAL = "travailleur_social", _("autre travailleuse ou travailleur social")
    MEDIATEUR_SOCIAL = "mediateur_social", _("médiatrice ou médiateur social")
    CONSEILLER_INSERTION = "conseiller_insertion", _("conseillère ou conseiller en insertion")
    BENEVOLE = "benevole", _("bénévole ou volontaire")
    AUTRE = "autre", _("autre profession")
