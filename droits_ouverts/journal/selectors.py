"""What screens read of the journal."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from droits_ouverts.journal.models import Ligne

LIGNES_MAX = 500


def openings_of(kind: str, thing_id: object, *, structure_id: int, aussi: Iterable[tuple[str, object]] = (), limite: int = LIGNES_MAX) -> list[Ligne]:
    """Return the lines about a thing and about those that go with it (`aussi`: kind, id), the last first, `limite` at most. One query.

    `structure_id` is the structure that holds them: its chain has every act on them, another structure's included.
    """
    condition = Q(thing_kind=kind, thing_id=str(thing_id))
    par_genre: dict[str, list[str]] = {}
    for genre, numero in aussi:
        par_genre.setdefault(genre, []).append(str(numero))
    for genre, numeros in par_genre.items():
        condition |= Q(thing_kind=genre, thing_id__in=numeros)
    return list(Ligne.objects.of_structure(structure_id).filter(condition).order_by("-id")[:limite])
