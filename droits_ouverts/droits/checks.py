"""The catalogue in `droits-ouverts manage check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from droits_ouverts.droits.catalogue import DOSSIER, check_catalogue
from droits_ouverts.droits.problemes import CatalogueError


@register("droits")
def check_droits(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401 — Django's signature
    """Say every fault of the catalogue, with its mend."""
    return messages(DOSSIER)


def messages(dossier: Path) -> list[CheckMessage]:
    """Return the faults of a folder as Django shows them."""
    try:
        check_catalogue(dossier)
    except CatalogueError as error:
        return [Error(f"{probleme.fichier}, {probleme.cle} : {probleme.constat}", hint=probleme.remede, id="droits.E001") for probleme in error.problemes]
    return []
