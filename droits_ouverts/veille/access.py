"""Who may note what a person answers, and read whom a change of the law would newly help: the members who meet people for the structure that holds her."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose comparisons the actor may read and ask for. One query."""
    return structures.structures_for_check_ups(actor, on)


def may_read(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may read the comparisons of a structure, and note what came of a call. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)
