"""The last gesture of every erasing, whoever asks for it: on demand, at its term, or a check-up of nobody whose day has come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.signals import bilans_effaces
from droits_ouverts.coffre.services import Sujet, destroy_keys
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_partage import forget_agreements
from droits_ouverts.personnes.signals import personne_effacee


def erase_rows(
    *, structure_id: int, bilan_ids: Iterable[uuid.UUID], actor: HasPk | None, purpose: str, now: datetime, personne: Personne | None = None
) -> None:
    """Destroy the keys and remove the rows of these check-ups of a structure, and of the person who has them if she is given. In a transaction.

    What counts without anybody is kept before (`bilans_effaces`); what later rooms noted about her goes too (`personne_effacee`). Backups hold nothing of it
    that can still be read.
    """
    numeros = list(bilan_ids)
    bilans_effaces.send(sender=Bilan, structure_id=structure_id, bilan_ids=numeros)
    elle = [Sujet("personne", personne.pk)] if personne else []
    destroy_keys([*elle, *(Sujet("bilan", pk) for pk in numeros)], structure=structure_id, actor=actor, purpose=purpose, now=now)
    Bilan.objects.of_structures([structure_id]).filter(pk__in=numeros).delete()
    if personne:
        forget_agreements(personne.pk)
        personne_effacee.send(sender=Personne, structure_id=structure_id, personne_id=personne.pk)
        personne.delete()
