"""Rights that are followed twice for one person, in two files of hers: shown until somebody decides, counted once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.db.models.functions import Coalesce

from droits_ouverts.suivi.models import DroitSuivi, DroitSuiviQuerySet
from droits_ouverts.suivi.rules_doubles import Suivie, in_excess


def followed_twice(structure_ids: Iterable[int]) -> set[uuid.UUID]:
    """Return the follow-ups of these structures that do not count. One query, of who has several files only."""
    plusieurs = Q(personne__rapprochee_de__isnull=False) | Q(personne__reunie=True)
    return in_excess(_compared(DroitSuivi.objects.of_structures(structure_ids).real().filter(plusieurs)))


def counted_once(structure_id: int, personne_ids: Sequence[int]) -> list[uuid.UUID]:
    """Return the follow-ups of one person's files, each right once. One query; none where there is no file."""
    if not personne_ids:
        return []
    lues = _compared(DroitSuivi.objects.of_structures([structure_id]).real().filter(personne_id__in=personne_ids), une=personne_ids[-1])
    trop = in_excess(lues)
    return [suivie.id for suivie in lues if suivie.id not in trop]


def _compared(rows: DroitSuiviQuerySet, *, une: int | None = None) -> list[Suivie]:
    champs = ("pk", "droit", "etat", "ouvert_le", "verse_le", "maintenu_le", "created_at")
    lus = rows.order_by("created_at", "pk").values_list(Coalesce("personne__rapprochee_de_id", "personne_id"), *champs)
    return [
        Suivie(
            id=pk,
            personne=une if une is not None else elle,
            droit=droit,
            etat=etat,
            obtenu=3 if maintenu else 2 if verse else 1 if ouvert else 0,
            created_at=created_at,
        )
        for elle, pk, droit, etat, ouvert, verse, maintenu, created_at in lus
    ]
