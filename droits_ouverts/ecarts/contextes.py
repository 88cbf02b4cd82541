"""What the envelope of a gain is bound to: its structure, its person, its right and the move that said the amount."""

from __future__ import annotations

from droits_ouverts.coffre.services import Context, Sujet
from droits_ouverts.ecarts.models import GainDecide


def gain_context(gain: GainDecide) -> Context:
    """What the envelope is bound to."""
    return Context(
        structure=gain.structure_id,
        kind="ecarts.gaindecide",
        id=f"{gain.droit_suivi_id}/{gain.mouvement_rang}",
        field="gain_scelle",
        sujet=Sujet("personne", gain.droit_suivi.personne_id),
    )
