"""What each envelope of the room is bound to: a table speaks of many people at once, none of whom has a key yet."""

from __future__ import annotations

from droits_ouverts.coffre.services import Context
from droits_ouverts.reprise.models import Reprise


def table_context(reprise: Reprise) -> Context:
    """What the envelope of the rows is bound to."""
    return Context(structure=reprise.structure_id, kind="reprise.reprise", id=str(reprise.pk), field="tableau_scelle")


def trial_context(reprise: Reprise) -> Context:
    """What the envelope of what a trial said is bound to."""
    return Context(structure=reprise.structure_id, kind="reprise.reprise", id=str(reprise.pk), field="essai_scelle")
