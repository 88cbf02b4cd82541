"""What this room answers to earlier ones: an erased person's links go with her, and her encounters are nobody's again."""

from __future__ import annotations

from typing import Any

from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.reperage.models import LienRencontre


def forget_person(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove the links of an erased person."""
    with as_service(Service.EFFACEMENT):
        LienRencontre.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()
