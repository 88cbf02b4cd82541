"""Closed lists of the persons. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModeAccord(models.TextChoices):
    """How the person agreed."""

    ORAL = "oral", _("de vive voix")
    PAPIER = "papier", _("sur papier")
    ECRAN = "ecran", _("à l’écran")
