"""How many people were met, said outside the team: sums of every structure, without a place, and nothing under five."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.reperage import access
from droits_ouverts.reperage.rules_portee import PETIT, hidden, sayable
from droits_ouverts.reperage.selectors_comptes import counts_between
from droits_ouverts.structures.models import Structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.reperage.rules_comptes import Chiffres, Portee

JOURS = 365
"""Days of rounds that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publiables:
    """What may be said: `assez` is False where fewer than five people were met; a hidden line is None."""

    assez: bool
    chiffres: Chiffres
    portee: Portee

    def by(self, axe: str) -> list[tuple[str, int | None]]:
        """Return how many encounters for each answer; None for those that are not said, and those that would give them away."""
        comptes = self.chiffres.by(axe)
        cachees = hidden(list(comptes.values()))
        return [(valeur, None if cachee else nombre) for (valeur, nombre), cachee in zip(comptes.items(), cachees, strict=True)]


def figures(actor: Compte, *, on: date) -> Publiables:
    """Return what may be said of a year of outreach, all structures together. Five queries. Raise `ForbiddenError` for who reads no figure."""
    if not access.may_read_figures(actor, on=on):
        raise ForbiddenError
    toutes: Sequence[int] = list(Structure.objects.values_list("pk", flat=True))
    chiffres = _counted(toutes, depuis=on - timedelta(days=JOURS))
    return Publiables(assez=sayable(chiffres.rencontres) and chiffres.rencontres >= PETIT, chiffres=chiffres, portee=chiffres.portee)


@as_service(Service.PORTEE)
def _counted(structure_ids: Sequence[int], *, depuis: date) -> Chiffres:
    return counts_between(structure_ids, tournee__debut_prevu_at__date__gte=depuis)
