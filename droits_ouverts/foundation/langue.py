"""The language of what is being written: sentences, months, amounts. Works with Django's settings and without them.

Django is not loaded from here: the catalogue is read without it. The sheet and the console run without settings: they name their language
with `speaking`. A page has the language of its request.
"""

from __future__ import annotations

import gettext as catalogues
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from droits_ouverts.foundation.traduction import DOSSIER, FRANCAIS

if TYPE_CHECKING:
    from collections.abc import Iterator

DE_DROITE_A_GAUCHE = frozenset({"ar", "fa", "he", "ps", "ur"})
ANGLAIS = "en"

_named: ContextVar[str | None] = ContextVar("langue", default=None)


def current() -> str:
    """Return the code of the language in force, without its region: the one that was named, the page's, else French."""
    named = _named.get()
    if named is not None:
        return named
    conf = sys.modules.get("django.conf")
    if conf is None or not conf.settings.configured:
        return FRANCAIS
    from django.utils.translation import get_language  # noqa: PLC0415  only where Django is already loaded

    return (get_language() or FRANCAIS).partition("-")[0]


@contextmanager
def speaking(langue: str) -> Iterator[None]:
    """Write in `langue` while the block runs."""
    token = _named.set(langue.partition("-")[0])
    try:
        yield
    finally:
        _named.reset(token)


@cache
def _screens(langue: str) -> catalogues.NullTranslations:
    return catalogues.translation("django", localedir=str(DOSSIER), languages=[langue], fallback=True)


def gettext(sentence: str) -> str:
    """Return a sentence of the screens in the language in force."""
    return _screens(current()).gettext(sentence) if sentence else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a sentence that suits a number. In French, zero is singular."""
    if current() == FRANCAIS:
        return singular if abs(number) < 2 else plural
    return _screens(current()).ngettext(singular, plural, number)


def gettext_noop(sentence: str) -> str:
    """Mark a sentence of a constant for the catalogues; it is translated where it is shown."""
    return sentence


_ = gettext


def _months() -> tuple[str, ...]:
    return (
        _("janvier"),
        _("février"),
        _("mars"),
        _("avril"),
        _("mai"),
        _("juin"),
        _("juillet"),
        _("août"),
        _("septembre"),
        _("octobre"),
        _("novembre"),
        _("décembre"),
    )


def month_name(mois: str) -> str:
    """Return a month "AAAA-MM" in words: "novembre 2026", "November 2026"."""
    return f"{_months()[int(mois[5:]) - 1]} {mois[:4]}"


def isolated(texte: str) -> str:
    """Return a text of digits kept in its own order: a line from right to left does not turn its groups round."""
    return f"\u2066{texte}\u2069" if current() in DE_DROITE_A_GAUCHE else texte


def number(valeur: float, decimals: int = 0) -> str:
    """Write a number as the language does: 1 234,50 in French (narrow no-break space), 1,234.50 in English."""
    texte = f"{valeur:,.{decimals}f}"
    return texte if current() == ANGLAIS else isolated(texte.replace(",", "\u202f").replace(".", ","))


def euros(montant: float) -> str:
    """Write whole euros: "1 234 €" with no-break spaces, "€1,234" in English."""
    if current() == ANGLAIS:
        return f"-€{-montant:,.0f}" if round(montant) < 0 else f"€{montant:,.0f}"
    return isolated(f"{montant:,.0f}".replace(",", "\u202f") + "\u00a0€")


def euros_between(bas: float, haut: float) -> str:
    """Write two whole amounts: "216 à 326 €", "€216 to €326"."""
    if current() == FRANCAIS:
        return f"{number(bas)} à {euros(haut)}"
    return _("{bas} à {haut}").format(bas=euros(bas), haut=euros(haut))
