"""What each envelope of the agenda is bound to: its structure, its person where there is one, its row, its column."""

from __future__ import annotations

from droits_ouverts.agenda.models import Action, RendezVous, SuiteRendezVous
from droits_ouverts.coffre.services import Context, Sujet


def appointment_context(rendez_vous: RendezVous) -> Context:
    """What the envelope of an appointment's words is bound to."""
    return _context(rendez_vous.structure_id, rendez_vous.personne_id, "agenda.rendezvous", str(rendez_vous.pk))


def outcome_context(suite: SuiteRendezVous) -> Context:
    """What the envelope of what was noted is bound to: it is sealed before it has a number."""
    lie = suite.rendez_vous
    return _context(lie.structure_id, lie.personne_id, "agenda.suiterendezvous", f"{lie.pk}/{suite.rang}")


def action_context(action: Action) -> Context:
    """What the envelope of an action's words is bound to."""
    return _context(action.structure_id, action.personne_id, "agenda.action", str(action.pk))


def _context(structure_id: int, personne_id: int | None, kind: str, ident: str) -> Context:
    sujet = Sujet("personne", personne_id) if personne_id is not None else None
    return Context(structure=structure_id, kind=kind, id=ident, field="mots_scelles", sujet=sujet)
