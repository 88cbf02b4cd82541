"""Who may do what with a check-up: the members who meet people for the structure that holds it, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.comptes.models import Compte


def may_start(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may start a check-up in a structure. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def may_start_in(actor: Compte, *, on: date) -> list[int]:
    """Return the structures in which the actor may start a check-up. One query."""
    return structures.structures_for_check_ups(actor, on)


def may_open(actor: Compte, bilan: Bilan, *, on: date) -> bool:
    """Tell whether the actor may read a check-up and write in it. One query.

    Nobody may from the day an anonymous one is to be erased: it is gone, even before the night's command has taken its rows.
    """
    if bilan.efface_le is not None and bilan.efface_le <= on:
        return False
    return structures.may_do_check_ups(actor, bilan.structure_id, on)
