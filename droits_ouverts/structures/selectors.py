"""What screens read of structures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.structures import access, rules
from droits_ouverts.structures.models import Membre, Structure
from droits_ouverts.territoires.models import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheStructure:
    """A structure as one account may read it: `membres` is None where names are not for that account."""

    structure: Structure
    sites: Sequence[Site]
    membres: Sequence[Membre] | None
    est_la_mienne: bool
    peut_gerer: bool


def memberships_of(compte: Compte, *, on: date) -> list[Membre]:
    """Return the memberships that run on this day, the newest first, with structure and sites. Two queries."""
    return list(Membre.objects.present(on).of_compte(compte).select_related("structure").prefetch_related("structure__sites"))


def current_membership(compte: Compte, *, on: date) -> Membre | None:
    """Return the newest membership that runs on this day, with its structure and sites, or None. Two queries."""
    return next(iter(memberships_of(compte, on=on)), None)


def structures_elsewhere(compte: Compte, *, on: date) -> list[Structure]:
    """Return the structures where this account does not work on this day, by name. One query."""
    return list(Structure.objects.exclude(pk__in=Membre.objects.present(on).of_compte(compte).values("structure")).order_by("nom"))


def structures_of(compte: Compte, *, on: date) -> list[Structure]:
    """Return the structures where this account works on this day, by name. One query."""
    return list(Structure.objects.with_member(compte, on).order_by("nom"))


def list_structures() -> list[Structure]:
    """Return every structure of the programme by name, with its sites: nothing about any person. Two queries."""
    return list(Structure.objects.order_by("nom").prefetch_related(_sites()))


def structure_for(actor: Compte, structure_id: int, *, on: date) -> FicheStructure:
    """Return what the actor may read of a structure. Six queries at most. Raise `NotVisibleError` where there is none."""
    structure = Structure.objects.filter(pk=structure_id).prefetch_related(_sites()).first()
    if structure is None:
        raise NotVisibleError
    sees = access.may_see_members(actor, structure_id, on)
    manages = sees and access.may_manage_members(actor, structure_id, on)
    return FicheStructure(
        structure=structure,
        sites=list(structure.sites.all()),
        membres=_members(structure_id, on, suspended=manages) if sees else None,
        est_la_mienne=sees or access.is_member(actor, structure_id, on),
        peut_gerer=manages,
    )


def membre_to_manage(actor: Compte, structure_id: int, membre_id: int, *, on: date) -> Membre:
    """Return a member whom the actor may change, with account and structure. Two queries. Raise `NotVisibleError` for any other."""
    membre = Membre.objects.listed(on).filter(pk=membre_id).select_related("compte", "structure").first()
    # Compared here: a number of structure that no column can hold would be an error of the database.
    if membre is None or membre.structure_id != structure_id or not access.may_manage_members(actor, structure_id, on):
        raise NotVisibleError
    return membre


def _members(structure_id: int, on: date, *, suspended: bool) -> list[Membre]:
    membres = Membre.objects.filter(structure_id=structure_id)
    listed = membres.listed(on) if suspended else membres.present(on)
    return list(listed.select_related("compte").order_by("compte__nom", "pk"))


def _sites() -> Prefetch[str]:
    return Prefetch("sites", queryset=Site.objects.order_by("nom"))


def who_meets_people(structure_id: int, *, on: date) -> list[Compte]:
    """Return the accounts that meet people for a structure on this day, by name. One query."""
    ici = Membre.objects.present(on).filter(structure_id=structure_id, role__in=rules.DOES_CHECK_UPS, compte__is_active=True)
    return [membre.compte for membre in ici.select_related("compte").order_by("compte__nom", "compte_id")]


def who_is_told(structure_id: int, *, on: date) -> list[Compte]:
    """Return whom a team that goes out may ask to watch over it: whoever works in the structure, save a mandate and machines, by name. One query."""
    ici = Membre.objects.present(on).filter(structure_id=structure_id, role__in=rules.SEES_MEMBERS, compte__is_active=True)
    return [membre.compte for membre in ici.select_related("compte").order_by("compte__nom", "compte_id")]
