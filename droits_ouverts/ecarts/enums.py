"""Closed lists of what decisions really bring. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EtatGain(models.TextChoices):
    """Where the computation stands. `SANS_REPONSE`: the answers of the check-up do not give this right, so that what it changes is not known."""

    A_FAIRE = "a_faire", _("À calculer")
    FAIT = "fait", _("Calculé")
    SANS_REPONSE = "sans_reponse", _("Pas calculable avec les réponses du bilan")


class SensEcart(models.TextChoices):
    """How the decision differs from what was estimated."""

    MOINS = "moins", _("Moins que l’estimation")
    PLUS = "plus", _("Plus que l’estimation")
    REFUS = "refus", _("Refusé, alors que le droit paraissait possible")
    ACCORD = "accord", _("Accordé, alors que le droit ne paraissait pas possible")
    PAREIL = "pareil", _("Comme l’estimation")
