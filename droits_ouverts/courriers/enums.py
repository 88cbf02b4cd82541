"""Closed lists of the letters. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NatureCourrier(models.TextChoices):
    """What a letter asks."""

    RECOURS = "recours", _("Contester une décision")
    MOTIFS = "motifs", _("Demander pourquoi c’est refusé")
    REMISE = "remise", _("Demander une remise de dette")
    PIECE = "piece", _("Envoyer des papiers demandés")
    RAPPEL = "rappel", _("Rappeler un dossier complet")
