"""Who may do what with the rights that are followed: the members who meet people for the structure that holds them, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.suivi.models import DroitSuivi


def may_open(actor: Compte, droit_suivi: DroitSuivi, *, on: date) -> bool:
    """Tell whether the actor may read a followed right and write in it. One query."""
    return structures.may_do_check_ups(actor, droit_suivi.structure_id, on)


def may_follow(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may open the follow-up of a right, or be given one, in a structure. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose followed rights the actor may read. One query."""
    return structures.structures_for_check_ups(actor, on)
