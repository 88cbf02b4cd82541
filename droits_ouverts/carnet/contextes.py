"""What the sealed column of a carnet is bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.coffre.services import Context, Sujet

if TYPE_CHECKING:
    from droits_ouverts.carnet.models import Carnet


def words_context(carnet: Carnet) -> Context:
    """What whom to call is bound to: her structure, herself, this carnet by its digest."""
    return Context(structure=carnet.structure_id, kind="carnet.carnet", id=carnet.empreinte, field="mots_scelles", sujet=Sujet("personne", carnet.personne_id))
