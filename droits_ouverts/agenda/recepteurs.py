"""What this room answers to earlier ones: an erased person's appointments and actions go with her."""

from __future__ import annotations

from typing import Any

from droits_ouverts.agenda.models import Action, RendezVous
from droits_ouverts.foundation.lignes.contexte import Service, as_service


def forget_person(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove what is noted here about an erased person."""
    with as_service(Service.EFFACEMENT):
        RendezVous.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()
        Action.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()
