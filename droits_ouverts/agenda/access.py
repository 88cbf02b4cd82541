"""Who may do what with the agenda: the members who meet people for the structure that holds it. An absence is hers, or is noted by who manages the team."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.agenda.models import Absence
    from droits_ouverts.comptes.models import Compte


def may_write(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may read and write the agenda of a structure. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose agenda the actor may read. One query."""
    return structures.structures_for_check_ups(actor, on)


def may_note_absence(actor: Compte, structure_id: int, compte_id: int, *, on: date) -> bool:
    """Tell whether the actor may note that somebody of a structure is away: herself, or a member of the team she manages. One query."""
    if compte_id == actor.pk:
        return structures.may_do_check_ups(actor, structure_id, on)
    return structures.may_manage_members(actor, structure_id, on)


def may_end_absence(actor: Compte, absence: Absence, *, on: date) -> bool:
    """Tell whether the actor may note that somebody is back. One query."""
    return may_note_absence(actor, absence.structure_id, absence.compte_id, on=on)
