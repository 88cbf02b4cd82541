"""Closed lists of the journal. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Issue(models.TextChoices):
    """How an act ended."""

    FAIT = "fait", _("fait")
    REFUSE = "refuse", _("refusé")
