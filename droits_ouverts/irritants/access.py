"""Who notes what blocks, and who reads the counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def may_report(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may note what blocks: who meets people for this structure. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def may_read(actor: Compte, *, on: date) -> bool:
    """Tell whether the actor reads the counts, which speak of nobody: who coordinates, and who steers the programme. One query."""
    return actor.is_active and Membre.objects.present(on).of_compte(actor).filter(role__in=(Role.COORDINATEUR, Role.PILOTE)).exists()
