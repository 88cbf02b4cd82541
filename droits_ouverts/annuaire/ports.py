"""What the directory asks of outside: pages of places and services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from droits_ouverts.annuaire.lecture import IllisibleError, Ligne

GENRES: Final = ("structures", "services")
"""Places first: a service names its own."""
PAGES_MAX: Final = 2_000


class PannePagesError(RuntimeError):
    """The other side did not answer, or not as agreed; the text is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Records of one page, and how many pages there are."""

    enregistrements: list[dict[str, Any]]
    pages: int


class PagesAnnuaire(Protocol):
    """Gives one page of a kind (`GENRES`), from 1. Raise `PannePagesError`."""

    def __call__(self, genre: str, page: int) -> Page:
        """Return the page."""
        ...


def rows_of(pages: PagesAnnuaire) -> Iterator[Ligne]:
    """Return the rows of every page of places, then of services. Raise `IllisibleError` where a page does not come: what was read before is kept."""
    rang = 0
    for genre in GENRES:
        page = total = 1
        while page <= min(total, PAGES_MAX):
            try:
                lue = pages(genre, page)
            except PannePagesError:
                raise IllisibleError("panne") from None
            total = lue.pages
            for brut in lue.enregistrements:
                rang += 1
                yield Ligne(rang, rang, brut=brut)
            page += 1
