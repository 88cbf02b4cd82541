"""How many rights a structure followed, right by right, without anybody: what the rows say, and what was kept of erased persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from django.db.models import Count, Q

from droits_ouverts.suivi import access
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.rules import Comptes
from droits_ouverts.suivi.selectors_doubles import followed_twice
from droits_ouverts.suivi.signals import comptes_lus

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

NOMBRES = {
    "suivis": Count("pk"),
    "ouverts": Count("pk", filter=Q(ouvert_le__isnull=False)),
    "verses": Count("pk", filter=Q(verse_le__isnull=False)),
    "maintenus": Count("pk", filter=Q(maintenu_le__isnull=False)),
} | {nom: Count("pk", filter=Q(etat=etat)) for nom, etat in (("refuses", "refuse"), ("perdus", "perdu"), ("renonces", "renonce"), ("ecartes", "ecarte"))}
"""As `rules.Comptes` says them, in SQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneComptes:
    """One right and its counts; `droit` empty: all of them."""

    droit: str
    comptes: Comptes


def counts_by_right(actor: Compte, *, on: date) -> list[LigneComptes]:
    """Return the counts of the structures that the actor reads, right by right, the most followed first, then their total. Four queries.

    A right that is followed in two files of one person counts once, by the follow-up that went furthest.
    """
    structures = access.structures_of(actor, on=on)
    rows = (
        DroitSuivi.objects.of_structures(structures)
        .real()
        .exclude(pk__in=followed_twice(structures))
        .order_by()
        .values("droit")
        .annotate(**NOMBRES)
        .values_list("droit", *NOMBRES)
    )
    par_droit = {droit: Comptes(**dict(zip(NOMBRES, nombres, strict=True))) for droit, *nombres in rows}
    for _recepteur, gardes in comptes_lus.send(sender=DroitSuivi, structure_ids=structures):
        _add(par_droit, cast("Mapping[str, Comptes]", gardes))
    lignes = sorted((LigneComptes(droit=droit, comptes=comptes) for droit, comptes in par_droit.items()), key=lambda une: (-une.comptes.suivis, une.droit))
    total = sum((une.comptes for une in lignes), Comptes())
    return [*lignes, LigneComptes(droit="", comptes=total)] if lignes else []


def _add(par_droit: dict[str, Comptes], gardes: Mapping[str, Comptes]) -> None:
    for droit, comptes in gardes.items():
        par_droit[droit] = par_droit.get(droit, Comptes()) + comptes
