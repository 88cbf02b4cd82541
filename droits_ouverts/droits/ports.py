"""What the watch over links asks of the network."""

from __future__ import annotations

from typing import Protocol, cast

from droits_ouverts.droits.liens import Visite


class Visiteur(Protocol):
    """Opens an address as a browser would, without keeping what it reads. Safe to call from several threads."""

    def __call__(self, url: str) -> Visite:
        """Return what was found; never raise for a site that fails."""
        ...


def visiteur() -> Visiteur:
    """Return the visitor that the settings name (`VISITEUR`, a dotted path to a function without arguments)."""
    from django.conf import settings  # noqa: PLC0415 — read when a round starts
    from django.utils.module_loading import import_string  # noqa: PLC0415 — same reason

    return cast("Visiteur", import_string(settings.VISITEUR)())
