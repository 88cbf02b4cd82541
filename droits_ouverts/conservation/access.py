"""Who may keep a file longer, and who may approve a purge."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

APPROUVENT = frozenset({Role.RESPONSABLE, Role.COORDINATEUR, Role.PILOTE})
"""Roles that answer for the programme or for a structure: the report shows them numbers only."""


def may_keep(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may note a contact, set or lift a hold on a file of a structure: who meets people for it. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose files coming to term the actor may read. One query."""
    return structures.structures_for_check_ups(actor, on)


def may_approve(actor: Compte, *, on: date) -> bool:
    """Tell whether the actor may be the second person of a purge. One query."""
    return actor.is_active and Membre.objects.present(on).filter(compte=actor, role__in=APPROUVENT).exists()
