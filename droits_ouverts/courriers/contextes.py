"""What the envelope of a letter is bound to: its structure, its person, its row, its column."""

from __future__ import annotations

from droits_ouverts.coffre.services import Context, Sujet
from droits_ouverts.courriers.models import Courrier


def text_context(courrier: Courrier) -> Context:
    """What the words of a letter are bound to."""
    return Context(
        structure=courrier.structure_id,
        kind="courriers.courrier",
        id=str(courrier.pk),
        field="texte_scelle",
        sujet=Sujet("personne", courrier.droit_suivi.personne_id),
    )
