"""Closed lists of retention. Stored values are never renamed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class MotifReserve(models.TextChoices):
    """Why a file is set apart from erasing. A code, never words about the person."""

    RECOURS = "recours", _("un recours est en cours")
    CONTENTIEUX = "contentieux", _("un procès est en cours")
    REQUISITION = "requisition", _("une autorité l’a demandé par écrit")
    DEMANDE_PERSONNE = "demande_personne", _("la personne le demande")
    VIOLATION = "violation", _("une fuite de données est étudiée")


class GenreFait(models.TextChoices):
    """What a fact counts."""

    BILAN = "bilan", "bilans"
    CHOIX = "choix", "choix"
    AVIS = "avis", "avis"
    SUIVI = "suivi", "droits suivis"
    RESULTAT = "resultat", "résultats"


class GenreDossier(StrEnum):
    """What comes to term: a person with her check-ups, a check-up that is no person's, an account."""

    PERSONNE = "personne"
    BILAN = "bilan"
    COMPTE = "compte"
