"""Closed lists of the safe. Stored values are never renamed."""

from __future__ import annotations

from django.db import models


class GenreSujet(models.TextChoices):
    """Whom, or what, a key is for."""

    PERSONNE = "personne", "personne"
    BILAN = "bilan", "bilan"
    DOCUMENT = "document", "papier d’une personne"
    REPRISE = "reprise", "tableau repris d’une structure"
    INDEX = "index", "index de recherche d’une structure"
