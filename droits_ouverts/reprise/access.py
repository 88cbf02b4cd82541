"""Who may take a structure's spreadsheet in, or take one out: the members who meet people for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def may_import(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may import for a structure, and undo it. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose imports the actor may see. One query."""
    return structures.structures_for_check_ups(actor, on)
