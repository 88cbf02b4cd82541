"""What screens read of structures."""

from __future__ import annotations

from datetime import date

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures.models import Membre, Structure


def current_membership(compte: Compte, *, on: date) -> Membre | None:
    """Return the newest membership that runs on this day, with its structure and sites, or None. Two queries."""
    return Membre.objects.present(on).of_compte(compte).select_related("structure").prefetch_related("structure__sites").first()


def structures_of(compte: Compte, *, on: date) -> list[Structure]:
    """Return the structures where this account works on this day, by name. One query."""
    return list(Structure.objects.with_member(compte, on).order_by("nom"))
