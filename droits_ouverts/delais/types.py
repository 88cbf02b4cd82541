"""What a computation of a time limit says. Frozen; no Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from droits_ouverts.delais.enums import Decompte, Doute, Feries, GenreEtape
from droits_ouverts.foundation.durees import Duree


@dataclass(frozen=True, slots=True, kw_only=True)
class Etape:
    """One step: where the computation stands after it (`le`), where it stood (`avant`), the length it added, and the article it follows.

    `phrases.sentence` says it in the language in force.
    """

    genre: GenreEtape
    le: date
    avant: date | None = None
    duree: Duree | None = None
    article: str | None = None
    feries: Feries = Feries.COMMUN


@dataclass(frozen=True, slots=True, kw_only=True)
class PointDeDepart:
    """The day from which a limit runs, and why: that day itself does not count."""

    le: date
    etapes: tuple[Etape, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DernierJour:
    """The last day of a limit.

    `le` is the day until midnight of which it runs, or on which an implied decision is born. `prudence_le` is the day to aim at: the same one, or an
    earlier one, never later, where `doutes` says that a point is debated or where doors are shut on `le`. `duree` is the length as counted, months of
    distance and neutral days included.
    """

    depart: date
    duree: Duree | None
    decompte: Decompte
    le: date
    prudence_le: date
    etapes: tuple[Etape, ...]
    doutes: frozenset[Doute] = frozenset()

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that were followed, each once, in order."""
        return tuple(dict.fromkeys(etape.article for etape in self.etapes if etape.article is not None))
