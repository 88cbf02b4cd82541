"""One right of one person that is followed twice, in two files of hers: which follow-up counts. Pure: no database, no clock."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from droits_ouverts.suivi.rules import FINS


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivie:
    """A follow-up as it is compared: `personne` is her kept file. `obtenu`: how far it brought something, 0 nothing, 1 opened, 2 paid, 3 kept."""

    id: uuid.UUID
    personne: int
    droit: str
    etat: str
    obtenu: int
    created_at: datetime


def in_excess(suivies: Iterable[Suivie]) -> set[uuid.UUID]:
    """Return the follow-ups that do not count: of each right of a person, all but the one that went furthest, the first begun where they are level."""
    retenues: dict[tuple[int, str], Suivie] = {}
    lues = list(suivies)
    for une in lues:
        autre = retenues.get((une.personne, une.droit))
        if autre is None or _order(une) < _order(autre):
            retenues[une.personne, une.droit] = une
    gardees = {une.id for une in retenues.values()}
    return {une.id for une in lues} - gardees


def _order(une: Suivie) -> tuple[int, bool, datetime, uuid.UUID]:
    return -une.obtenu, une.etat in FINS, une.created_at, une.id
