"""The verb of the card on paper: that it was given is written down."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.agenda.services import FINALITE
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.services_droits import locked

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne


@transaction.atomic
def give_card(*, actor: Compte, personne_id: int, now: datetime) -> Personne:
    """Note that a person was given the card of her next dates. Raise `NotVisibleError`."""
    personne = locked(personne_id, actor, now)
    record(actor=actor, verb="donner_carte", thing_kind="personne", thing_id=personne.pk, purpose=FINALITE, structure=personne.structure_id)
    return personne
