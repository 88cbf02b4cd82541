"""Who may read a person's name and attach a check-up to her: the members who meet people for the structure that holds her."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne


def may_create(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may write a person down for a structure. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def may_open(actor: Compte, personne: Personne, *, on: date) -> bool:
    """Tell whether the actor may read a person. One query."""
    return structures.may_do_check_ups(actor, personne.structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose persons the actor may read. One query."""
    return structures.structures_for_check_ups(actor, on)
