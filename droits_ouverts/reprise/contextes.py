"""What each envelope of the room is bound to: a table speaks of many people, none of whom has a key yet, so it has one of its own, destroyed with it."""

from __future__ import annotations

from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.coffre.services import Context, Sujet
from droits_ouverts.reprise.models import Reprise


def subject(reprise: Reprise) -> Sujet:
    """Return whose key seals a table: the table itself."""
    return Sujet(GenreSujet.REPRISE.value, reprise.pk)


def table_context(reprise: Reprise) -> Context:
    """What the envelope of the rows is bound to."""
    return Context(structure=reprise.structure_id, kind="reprise.reprise", id=str(reprise.pk), field="tableau_scelle", sujet=subject(reprise))


def trial_context(reprise: Reprise) -> Context:
    """What the envelope of what a trial said is bound to."""
    return Context(structure=reprise.structure_id, kind="reprise.reprise", id=str(reprise.pk), field="essai_scelle", sujet=subject(reprise))
