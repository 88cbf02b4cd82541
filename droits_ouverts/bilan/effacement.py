"""The last gesture of every erasing, whoever asks for it: on demand, at its term, or a check-up of nobody whose day has come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.signals import bilans_effaces
from droits_ouverts.coffre.services import Sujet, destroy_keys
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.personnes.dossiers import persons_of_files
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_partage import forget_agreements
from droits_ouverts.personnes.signals import personne_effacee


def erase_rows(
    *,
    structure_id: int,
    bilan_ids: Iterable[uuid.UUID],
    actor: HasPk | None,
    purpose: str,
    now: datetime,
    personne: Personne | None = None,
    ensemble: Sequence[int] | None = None,
) -> None:
    """Destroy the keys and remove the rows of these check-ups of a structure, and of the person who has them if she is given. In a transaction.

    What counts without anybody is kept before (`bilans_effaces`); what later rooms noted about her goes too (`personne_effacee`). Backups hold nothing of it
    that can still be read. `ensemble`: the files of hers that are counted with this one (`personnes.signals.personne_effacee`).
    """
    numeros = list(bilan_ids)
    bilans_effaces.send(sender=Bilan, structure_id=structure_id, bilan_ids=numeros)
    elle = [Sujet("personne", personne.pk)] if personne else []
    destroy_keys([*elle, *(Sujet("bilan", pk) for pk in numeros)], structure=structure_id, actor=actor, purpose=purpose, now=now)
    Bilan.objects.of_structures([structure_id]).filter(pk__in=numeros).delete()
    if personne:
        forget_agreements(personne.pk)
        personne_effacee.send(sender=Personne, structure_id=structure_id, personne_id=personne.pk, ensemble=ensemble)
        personne.delete()


def erase_files(personne: Personne, *, actor: HasPk | None, purpose: str, now: datetime) -> None:
    """Erase a person whole: every file of hers with its check-ups, those under the kept one first. In a transaction.

    What her rights count for is kept once, with the first file, while all of them can be compared.
    """
    dossiers = [*persons_of_files(personne)[1:], personne]
    ensemble = [une.pk for une in dossiers]
    for rang, une in enumerate(dossiers):
        numeros = list(Bilan.objects.of_structures([une.structure_id]).filter(personne=une).values_list("pk", flat=True))
        comptes = (ensemble if rang == 0 else []) if len(dossiers) > 1 else None
        erase_rows(structure_id=une.structure_id, bilan_ids=numeros, personne=une, actor=actor, purpose=purpose, now=now, ensemble=comptes)
