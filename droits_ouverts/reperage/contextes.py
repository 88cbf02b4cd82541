"""What each envelope of outreach is bound to."""

from __future__ import annotations

from droits_ouverts.coffre.services import Context
from droits_ouverts.reperage.models import Tournee


def words_context(tournee: Tournee) -> Context:
    """What the envelope of a report's words is bound to."""
    return Context(structure=tournee.structure_id, kind="reperage.tournee", id=str(tournee.pk), field="mots_scelles")
