"""Closed lists of the rights check-up."""

from django.db import models


class StatutBilan(models.TextChoices):
    """Where a check-up stands: answers are still coming in, or its results were read with the person."""

    EN_COURS = "en_cours", "En cours"
    TERMINE = "termine", "Terminé"


class StatutEstimation(models.TextChoices):
    """Where an estimate stands. `ECHOUEE` says nothing about any right: the engine could not answer."""

    DEMANDEE = "demandee", "Demandée"
    FAITE = "faite", "Faite"
    ECHOUEE = "echouee", "Échouée"
