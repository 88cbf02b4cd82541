"""How rights are called. This room is below the catalogue, and knows codes alone: the catalogue says their names when it starts."""

from __future__ import annotations

from collections.abc import Callable

_nommer: list[Callable[[str], str]] = []


def declare_names(nommer: Callable[[str], str]) -> None:
    """Say how a code is named, in the language in force; a code that nobody knows comes back as it is."""
    _nommer[:] = [nommer]


def name_of(code: str) -> str:
    """Return the name of a right."""
    return _nommer[0](code) if _nommer and code else code
