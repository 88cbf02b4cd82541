"""Closed lists. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Genre(models.TextChoices):
    """What a structure is."""

    ASSOCIATION = "association", _("association")
    CCAS = "ccas", _("centre communal d’action sociale")
    COMMUNE = "commune", _("commune")
    METROPOLE = "metropole", _("métropole")
    DEPARTEMENT = "departement", _("département")
    CAISSE = "caisse", _("caisse de sécurité sociale")
    ETAT = "etat", _("service de l’État")
    CENTRE_SOCIAL = "centre_social", _("centre social")
    AUTRE = "autre", _("autre")


class Role(models.TextChoices):
    """What a member does in the programme. A role is not a profession."""

    AMBASSADEUR = "ambassadeur", _("ambassadrice ou ambassadeur des droits")
    MEDIATEUR = "mediateur", _("médiatrice ou médiateur")
    AGENT = "agent", _("agent d’accueil ou d’instruction")
    COORDINATEUR = "coordinateur", _("coordinatrice ou coordinateur de ressources")
    RESPONSABLE = "responsable", _("responsable de la structure")
    PILOTE = "pilote", _("pilote du programme")


class Profession(models.TextChoices):
    """What a member is by training or by mission, as far as professional secrecy depends on it."""

    ASSISTANT_SERVICE_SOCIAL = "assistant_service_social", _("assistante ou assistant de service social")
    INSTRUCTEUR_AIDE_SOCIALE = "instructeur_aide_sociale", _("personne qui instruit l’aide sociale")
    TRAVAILLEUR_SOCIAL = "travailleur_social", _("autre travailleuse ou travailleur social")
    MEDIATEUR_SOCIAL = "mediateur_social", _("médiatrice ou médiateur social")
    AUTRE = "autre", _("autre profession")
