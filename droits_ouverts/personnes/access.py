"""Who may read what of a person: the members who meet people for the structure that holds her, and those she agreed should read a part.

Each answer is asked again at each request: what a withdrawal closes is closed at the next one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.personnes import rules_partage
from droits_ouverts.personnes.enums import Finalite, Portee
from droits_ouverts.personnes.models import OuvertureUrgente, Partage
from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne

TOUT = frozenset(Portee)


def may_create(actor: Compte, structure_id: int, *, on: date) -> bool:
    """Tell whether the actor may write a person down for a structure. One query."""
    return structures.may_do_check_ups(actor, structure_id, on)


def may_open(actor: Compte, personne: Personne, *, on: date) -> bool:
    """Tell whether the actor may read the whole of a person. One query."""
    return structures.may_do_check_ups(actor, personne.structure_id, on)


def may_share(actor: Compte, personne: Personne, *, on: date) -> bool:
    """Tell whether the actor may note that a person agrees to share: who holds her record, and nobody who only reads it. One query."""
    return may_open(actor, personne, on=on)


def may_change_share(actor: Compte, partage: Partage, *, on: date) -> bool:
    """Tell whether the actor may note that a person narrows or withdraws an agreement, or take it back. One query."""
    return structures.may_do_check_ups(actor, partage.de_structure_id, on)


def may_withdraw(actor: Compte, partage: Partage, *, on: date) -> bool:
    """Tell whether the actor may note a withdrawal: she may say it to those who share and to those who read. Two queries at most."""
    return may_change_share(actor, partage, on=on) or structures.may_do_check_ups(actor, partage.vers_structure_id, on)


def structures_of(actor: Compte, *, on: date) -> list[int]:
    """Return the structures whose persons the actor may read. One query."""
    return structures.structures_for_check_ups(actor, on)


def visible_scopes(actor: Compte, personne: Personne, purpose: Finalite, on: date) -> frozenset[Portee]:
    """Return what the actor may read of a person for a purpose on a day: structure, role, profession, agreement. Three queries at most.

    Everything for who meets people in the structure that holds her. For a member of another structure, what she agreed that this structure
    read for this very purpose, and of it what the member's profession may read (`rules_partage.readable`). Nothing for anybody else.
    """
    professions = structures.professions_of(actor, on)
    if personne.structure_id in professions:
        return TOUT
    return frozenset[Portee]().union(*open_agreements(personne, purpose, professions, on).values())


def open_agreements(personne: Personne, purpose: Finalite, professions: dict[int, frozenset[str]], on: date) -> dict[Partage, frozenset[Portee]]:
    """Return the agreements by which these structures read another's person for a purpose today, each with what it opens. Two queries at most.

    `professions`: under which ones the reader is a member of each structure.
    """
    if not professions:
        return {}
    en_cours = Partage.objects.towards(professions).within(on).filter(personne=personne, de_structure_id=personne.structure_id, finalite=purpose)
    return {partage: opened_by(partage, professions, on) for partage in en_cours.prefetch_related("suites").order_by("-pk")}


def opened_by(partage: Partage, professions: dict[int, frozenset[str]], on: date) -> frozenset[Portee]:
    """Return what an agreement opens on a day to a reader with these professions, by structure. No query where `suites` are prefetched."""
    ouvertes = rules_partage.scopes_on(partage.termes, on)
    lues = (rules_partage.readable(ouvertes, profession) for profession in professions.get(partage.vers_structure_id, ()))
    return frozenset[Portee]().union(*lues)


def urgent_scopes(actor: Compte, personne: Personne, *, now: datetime) -> tuple[OuvertureUrgente | None, frozenset[Portee]]:
    """Return the emergency that opens a person of another structure to the actor at this instant, and what she reads by it. Two queries.

    Everything but what only a profession bound to secrecy reads. Nothing for who no longer meets people: an administrator never does.
    """
    professions = structures.professions_of(actor, timezone.localtime(now).date())
    if personne.structure_id in professions:
        return None, frozenset()
    ouverte = OuvertureUrgente.objects.of_compte(actor.pk).running(now).filter(personne=personne, structure_id__in=list(professions)).first()
    if ouverte is None:
        return None, frozenset()
    return ouverte, frozenset[Portee]().union(*(rules_partage.readable(TOUT, profession) for profession in professions[ouverte.structure_id]))
