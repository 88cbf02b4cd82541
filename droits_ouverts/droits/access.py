"""Who keeps the catalogue true. Reading it is open to all."""

from __future__ import annotations

from datetime import date

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures import access


def may_settle_reports(actor: Compte, on: date) -> bool:
    """Tell whether the actor reads the reports of readers and the dead links, and settles the former. One query."""
    return access.may_keep_catalogue(actor, on)
