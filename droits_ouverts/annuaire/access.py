"""Who may do what in the directory, which speaks of nobody: everybody reads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures
from droits_ouverts.structures.models import Membre

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def may_correct(actor: Compte, *, on: date) -> bool:
    """Tell whether the actor may correct a sheet or say that it is right: whoever works in a structure. One query."""
    return actor.is_active and Membre.objects.present(on).filter(compte=actor).exists()


def may_keep(actor: Compte, *, on: date) -> bool:
    """Tell whether the actor may import, settle reports and doubles: coordination, technical staff, heads of structures. One query."""
    return structures.may_keep_catalogue(actor, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose places of life the actor looks after: those for which she meets people. One query."""
    return structures.structures_for_check_ups(actor, on)
