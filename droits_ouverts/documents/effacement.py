"""Erasing papers for good: their keys first, so that no backup brings them back, then their rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from droits_ouverts.coffre.services import destroy_keys
from droits_ouverts.documents.contextes import subject
from droits_ouverts.documents.models import Document
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.personnes.services_droits import is_held

if TYPE_CHECKING:
    import uuid

FINALITE = "conservation"
REPENTIR = timedelta(minutes=1)
"""How long a removed paper can be put back."""


def erase_expired(now: datetime, *, dry_run: bool = False) -> int:
    """Erase the papers whose day has come, and those that were removed; return how many (there would be, in a dry run). Each in its own transaction.

    What a hold keeps stays until the hold is lifted.
    """
    dus = _due(now)
    if dry_run:
        return sum(1 for document in dus.select_related("personne") if not is_held(document.personne))
    return sum(_erase_if_due(numero, now) for numero in list(dus.values_list("pk", flat=True)))


def _due(now: datetime) -> Any:  # noqa: ANN401  a queryset of papers
    return Document.objects.filter(Q(efface_le__lte=timezone.localtime(now).date()) | Q(retire_at__lte=now - REPENTIR)).order_by("pk")


@transaction.atomic
def _erase_if_due(document_id: uuid.UUID, now: datetime) -> bool:
    # Read again under lock: somebody may have put it back, or kept it longer, since the list was made.
    document = _due(now).select_for_update().filter(pk=document_id).first()
    if document is None or is_held(document.personne):
        return False
    _erase([document], purpose=FINALITE, now=now)
    return True


def forget_person(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Erase the papers of a person who is being erased. In her transaction."""
    with as_service(Service.EFFACEMENT):
        siens = list(Document.objects.of_structures([structure_id]).filter(personne_id=personne_id))
    _erase(siens, purpose="droits_de_la_personne", now=timezone.now())


def _erase(documents: Iterable[Document], *, purpose: str, now: datetime) -> None:
    """Destroy the keys of these papers and remove their rows. In a transaction."""
    for structure_id, groupe in groupby(sorted(documents, key=lambda document: document.structure_id), key=lambda document: document.structure_id):
        numeros = [document.pk for document in groupe]
        destroy_keys([subject(numero) for numero in numeros], structure=structure_id, actor=None, purpose=purpose, now=now)
        with as_service(Service.EFFACEMENT):
            Document.objects.of_structures([structure_id]).filter(pk__in=numeros).delete()
