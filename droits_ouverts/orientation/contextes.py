"""What each envelope of an orientation is bound to: its structure, its person, its row, its column."""

from __future__ import annotations

import uuid

from droits_ouverts.coffre.services import Context, Sujet
from droits_ouverts.orientation.models import Orientation, SuiteEnvoi


def sheet_context(orientation: Orientation) -> Context:
    """What the envelope of a sheet is bound to."""
    return Context(
        structure=orientation.structure_id,
        kind="orientation.orientation",
        id=str(orientation.pk),
        field="fiche_scellee",
        sujet=Sujet("personne", orientation.personne_id),
    )


def words_context(orientation: Orientation, envoi_id: uuid.UUID, rang: int) -> Context:
    """What the words of a step are bound to: a step is never changed, so that they are sealed before it has a number."""
    return Context(
        structure=orientation.structure_id,
        kind="orientation.suiteenvoi",
        id=f"{envoi_id}/{rang}",
        field="mots_scelles",
        sujet=Sujet("personne", orientation.personne_id),
    )


def step_context(suite: SuiteEnvoi) -> Context:
    """What the words of a step that is written are bound to."""
    return words_context(suite.envoi.orientation, suite.envoi_id, suite.rang)
