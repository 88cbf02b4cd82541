"""Who may do what: those who meet people for the structure that holds the person, those who work where she was sent, the coordination a case was handed to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.orientation.models import Envoi


def may_orient(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may send a person of this structure, and write what becomes of it. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def may_answer(actor: Compte, envoi: Envoi, *, on: date) -> bool:
    """Tell whether the actor may read what was sent to her structure and answer: who meets people there. One query."""
    return envoi.vers_structure_id is not None and structures.may_do_check_ups(actor, envoi.vers_structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose orientations the actor may read, sent or received. One query."""
    return structures.structures_for_check_ups(actor, on)


def coordinations_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures for which the actor coordinates: cases that are blocked are handed to them. One query."""
    if not actor.is_active:
        return []
    mine = Membre.objects.present(on).of_compte(actor).filter(role=Role.COORDINATEUR)
    return sorted(set(mine.values_list("structure_id", flat=True)))
