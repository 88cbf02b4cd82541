"""What the envelope of a second reading is bound to: its structure, its person and its comparison."""

from __future__ import annotations

from droits_ouverts.coffre.services import Context, Sujet
from droits_ouverts.veille.models import Relecture


def reading_context(relecture: Relecture) -> Context:
    """What the envelope is bound to."""
    return Context(
        structure=relecture.structure_id,
        kind="veille.relecture",
        id=f"{relecture.comparaison_id}/{relecture.personne_id}",
        field="resultat_scelle",
        sujet=Sujet("personne", relecture.personne_id),
    )
