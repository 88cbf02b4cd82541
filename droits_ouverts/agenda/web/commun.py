"""What the pages of the agenda share: who asks, which day, which team."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils import timezone

from droits_ouverts.agenda import access
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.structures.selectors import who_meets_people

if TYPE_CHECKING:
    from django.http import HttpRequest

PREMIER, DERNIER = date(2000, 1, 1), date(2100, 12, 31)


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


def day_asked(request: HttpRequest) -> date:
    """Return the day of the address; today where it gives none, or none that a calendar has."""
    try:
        jour = date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return timezone.localdate()
    return jour if PREMIER <= jour <= DERNIER else timezone.localdate()


def my_structure(request: HttpRequest) -> int:
    """Return the structure whose team this is: the first one where the actor meets people. Raise `NotVisibleError` for who meets nobody."""
    siennes = sorted(access.structures_of(actor_of(request), on=timezone.localdate()))
    if not siennes:
        raise NotVisibleError
    return siennes[0]


def team_of(structure_id: int, *, aussi: tuple[Compte, ...] = ()) -> list[Compte]:
    """Return who may attend or follow in a structure, and those who already do. One query."""
    equipe = who_meets_people(structure_id, on=timezone.localdate())
    return [*equipe, *(compte for compte in aussi if compte not in equipe)]


def way_back(request: HttpRequest, personne_id: int | None) -> str:
    """Return where to go after a gesture: her agenda if it came from there, else the day."""
    if personne_id is not None and request.POST.get("retour") == "personne":
        return reverse("agenda:personne", args=[personne_id])
    return reverse("agenda:jour")
