"""What every verb of the check-up does: take the row if the actor may, seal the answers, write the journal's line (ids only)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.bilan import access, rules
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import answers_context
from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record

if TYPE_CHECKING:
    from droits_ouverts.bilan.rules import Reponses
    from droits_ouverts.comptes.models import Compte

FINALITE = "bilan_des_droits"


def day_of(now: datetime) -> date:
    """Return the day of an instant, in the time zone of the service."""
    return timezone.localtime(now).date()


def locked(bilan_id: uuid.UUID, actor: Compte, now: datetime) -> Bilan:
    """Return a check-up that the actor may open, locked until the transaction ends. Raise `NotVisibleError` for any other."""
    bilan = Bilan.objects.select_for_update().filter(pk=bilan_id).first()
    if bilan is None or not access.may_open(actor, bilan, on=day_of(now)):
        raise NotVisibleError
    return bilan


def write_answers(bilan: Bilan, reponses: Reponses, actor: Compte, verb: str, now: datetime) -> Reponses:
    """Seal and save the answers, without the persons taken out for good, and note the verb; return what was kept."""
    gardees = rules.without_expired(reponses, now)
    bilan.reponses_scellees = seal(gardees.to_bytes(), context=answers_context(bilan))
    bilan.updated_at = now
    bilan.save(update_fields=["reponses_scellees", "updated_at"])
    note(actor, verb, bilan)
    return gardees


def note(actor: Compte | None, verb: str, bilan: Bilan) -> None:
    """Write the journal's line of a verb, in its transaction. `actor` is None for a task of the night."""
    record(actor=actor, verb=verb, thing_kind="bilan", thing_id=bilan.pk, purpose=FINALITE, structure=bilan.structure_id)
