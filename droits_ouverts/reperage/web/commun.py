"""What the pages of outreach share: who asks, for which structure, when."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.utils import timezone

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.reperage import access

if TYPE_CHECKING:
    from django.http import HttpRequest


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


def my_structure(request: HttpRequest) -> int:
    """Return the structure whose outreach this is: the first one for which the actor meets people. Raise `NotVisibleError` for who meets nobody."""
    siennes = access.structures_of(actor_of(request), on=timezone.localdate())
    if not siennes:
        raise NotVisibleError
    return siennes[0]


def here_and_now() -> tuple[date, int]:
    """Return the day and the hour, where people are."""
    local: datetime = timezone.localtime()
    return local.date(), local.hour


def number_of(texte: str | None) -> uuid.UUID | None:
    """Return a number of 128 bits from an address or a form; None for what is none."""
    try:
        return uuid.UUID(texte or "")
    except ValueError:
        return None
