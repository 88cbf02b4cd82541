"""The catalogue in `droits-ouverts manage check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from droits_ouverts.droits.catalogue import DOSSIER, check_catalogue
from droits_ouverts.droits.problemes import CatalogueError, Probleme


@register("droits")
def check_droits(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401 (Django's signature)
    """Say every fault of the catalogue, with its mend."""
    return messages(DOSSIER)


def messages(dossier: Path) -> list[CheckMessage]:
    """Return the faults of a folder as Django shows them."""
    try:
        check_catalogue(dossier)
    except CatalogueError as error:
        return [_message(probleme) for probleme in error.problemes]
    return []


def _message(probleme: Probleme) -> CheckMessage:
    text = f"{probleme.fichier}, {probleme.cle} : {probleme.constat}"
    if probleme.cle == "sans_regle":
        return CheckWarning(text, hint=probleme.remede, id="droits.W001")
    return Error(text, hint=probleme.remede, id="droits.E001")
