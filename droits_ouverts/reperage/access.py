"""Who goes towards people, and who reads how many were met: those who meet people for the structure; counts only, hidden while small, for who steers or holds a mandate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures
from droits_ouverts.structures.models import Membre

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def may_write(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor plans, notes and reads the outreach of a structure. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose outreach the actor reads. One query."""
    return structures.structures_for_check_ups(actor, on)


def may_read_figures(actor: Compte, *, on: date) -> bool:
    """Tell whether the actor reads the figures of outreach, protected: coordination, steering, a mandate, heads of structures. One query."""
    return structures.may_see_figures(actor, on)


def places_of_work(actor: Compte, *, on: date) -> list[int]:
    """Return the structures where the actor works, under whichever role: whoever is told that a team is late may coordinate and meet nobody. One query."""
    return list(Membre.objects.present(on).of_compte(actor).values_list("structure_id", flat=True)) if actor.is_active else []
