"""Who may do what in a structure. Views and services ask; they never compare roles."""

from __future__ import annotations

from datetime import date

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures import rules
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre


def is_member(actor: Compte, structure_id: int, on: date) -> bool:
    """Tell whether the actor belongs to the structure on this day. One query."""
    return actor.is_active and Membre.objects.present(on).filter(compte=actor, structure_id=structure_id).exists()


def may_do_check_ups(actor: Compte, structure_id: int, on: date) -> bool:
    """Tell whether the actor meets people for this structure on this day. One query."""
    return actor.is_active and Membre.objects.present(on).filter(compte=actor, structure_id=structure_id, role__in=rules.DOES_CHECK_UPS).exists()


def may_manage_members(actor: Compte, structure_id: int, on: date) -> bool:
    """Tell whether the actor may add members to the structure or end their membership. One query."""
    return actor.is_active and Membre.objects.present(on).filter(compte=actor, structure_id=structure_id, role=Role.RESPONSABLE).exists()
