"""Who may do what in a structure. Views and services ask; they never compare roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db.models import Exists

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures import rules
from droits_ouverts.structures.enums import Activite, Role
from droits_ouverts.structures.models import Membre, MembreQuerySet

_rencontrees: ContextVar[dict[tuple[int, date], frozenset[int]] | None] = ContextVar("structures_rencontrees", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask for which structures an account meets people once until the end of the block: the time of one request, and no longer."""
    token = _rencontrees.set({})
    try:
        yield
    finally:
        _rencontrees.reset(token)


def is_member(actor: Compte, structure_id: int, on: date) -> bool:
    """Tell whether the actor belongs to the structure on this day. One query."""
    return actor.is_active and _mine(actor, on).filter(structure_id=structure_id).exists()


def meets_people(actor: Compte, on: date) -> bool:
    """Tell whether the actor meets people for a structure, whichever: without it, no page about a person opens. One query."""
    return bool(_met(actor, on))


def may_do_check_ups(actor: Compte, structure_id: int, on: date) -> bool:
    """Tell whether the actor meets people for this structure on this day. One query."""
    return structure_id in _met(actor, on)


def structures_for_check_ups(actor: Compte, on: date) -> list[int]:
    """Return the structures for which the actor meets people. One query."""
    return sorted(_met(actor, on))


def professions_of(actor: Compte, on: date) -> dict[int, frozenset[str]]:
    """Return the professions under which the actor meets people, by structure: what she may read elsewhere depends on them. One query."""
    rows = _meeting(actor, on).values_list("structure_id", "profession") if actor.is_active else ()
    found: dict[int, frozenset[str]] = {}
    for structure_id, profession in rows:
        found[structure_id] = found.get(structure_id, frozenset()) | {profession}
    return found


def may_manage_members(actor: Compte, structure_id: int, on: date) -> bool:
    """Tell whether the actor may add members to the structure, change them or end their membership. One query."""
    return actor.is_active and _mine(actor, on).filter(structure_id=structure_id, role=Role.RESPONSABLE).exists()


def structures_managed(actor: Compte, on: date) -> list[int]:
    """Return the structures whose members the actor manages. One query."""
    return list(_mine(actor, on).filter(role=Role.RESPONSABLE).values_list("structure_id", flat=True).distinct()) if actor.is_active else []


def may_see_members(actor: Compte, structure_id: int, on: date) -> bool:
    """Tell whether the actor may read who works in the structure, by name. One query."""
    return actor.is_active and _mine(actor, on).filter(structure_id=structure_id, role__in=rules.SEES_MEMBERS).exists()


def may_see_figures(actor: Compte, on: date) -> bool:
    """Tell whether the actor may read the figures of the programme, which speak of nobody. One query."""
    return actor.is_active and _mine(actor, on).filter(role__in=rules.SEES_FIGURES).exists()


def may_keep_catalogue(actor: Compte, on: date) -> bool:
    """Tell whether the actor settles what readers say is no longer true in the catalogue, which speaks of nobody. One query."""
    return actor.is_active and _mine(actor, on).filter(role__in=rules.KEEPS_CATALOGUE).exists()


def activity_of(memberships: Iterable[Membre]) -> Activite:
    """Return what an account with these memberships does here. No query."""
    return rules.activity_of(membre.role for membre in memberships)


def managed_among(memberships: Iterable[Membre]) -> list[int]:
    """Return the structures whose members these memberships manage. No query."""
    return [membre.structure_id for membre in memberships if membre.role == Role.RESPONSABLE]


def _met(actor: Compte, on: date) -> frozenset[int]:
    """Return the structures for which the actor meets people. One query, none where the same request asked already."""
    if not actor.is_active:
        return frozenset()
    demandees = _rencontrees.get()
    if demandees is None or (actor.pk, on) not in demandees:
        trouvees = frozenset(_meeting(actor, on).values_list("structure_id", flat=True))
        if demandees is None:
            return trouvees
        demandees[actor.pk, on] = trouvees
    return demandees[actor.pk, on]


def _mine(actor: Compte, on: date) -> MembreQuerySet:
    return Membre.objects.present(on).filter(compte=actor)


def _meeting(actor: Compte, on: date) -> MembreQuerySet:
    """Memberships that meet people, none at all for an account that also holds a role which never does."""
    return _mine(actor, on).filter(~Exists(_mine(actor, on).filter(role__in=rules.NEVER_MEETS)), role__in=rules.DOES_CHECK_UPS)
