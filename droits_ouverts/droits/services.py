"""What other rooms ask of the catalogue. No row, no query: the files are read once."""

from __future__ import annotations

from droits_ouverts.droits.catalogue import check_catalogue, load_catalogue
from droits_ouverts.droits.enums import Famille
from droits_ouverts.droits.rules import PremiersPas, first_steps
from droits_ouverts.droits.types import Droit
from droits_ouverts.foundation.textes import plain
from droits_ouverts.foundation.traduction import CATALOGUE, translated

__all__ = ["PremiersPas", "all_droits", "check_catalogue", "droits_by_famille", "first_steps", "get", "name_in"]


def get(code: str) -> Droit:
    """Return the right of this code; raise `UnknownDroitError` if there is none."""
    try:
        return load_catalogue()[code]
    except KeyError:
        # The sentences for the screen need Django's settings, which the command line does without.
        from droits_ouverts.droits.errors import UnknownDroitError  # noqa: PLC0415 — its sentences need settings

        raise UnknownDroitError from None


def all_droits() -> tuple[Droit, ...]:
    """Return every right, by theme in the order of the screens, then by name."""
    order = list(Famille)
    return tuple(sorted(load_catalogue().values(), key=lambda droit: (order.index(droit.famille), plain(droit.libelle))))


def droits_by_famille() -> dict[Famille, tuple[Droit, ...]]:
    """Return the themes that have a right, in the order of the screens, with their rights by name."""
    droits = all_droits()
    return {famille: tuple(droit for droit in droits if droit.famille is famille) for famille in Famille if any(droit.famille is famille for droit in droits)}


def name_in(code: str, langue: str) -> str:
    """Return the name of a right in a language ("fr", "en", "ar"); a code that is no right's comes back as it is."""
    droit = load_catalogue().get(code)
    return translated(droit.libelle, CATALOGUE, langue) if droit else code
