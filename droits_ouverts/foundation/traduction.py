"""Translation of the sentences that are data: questions, sentences of rules, statements of the catalogue.

They are written in French in sources that know no Django, so they are translated where they are shown. French is the source: a text
that has no translation is shown as it is written, never left out. Usable without Django's settings (the sheet and the console print
without them).
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Final

QUESTIONNAIRE: Final = "questionnaire"
REGLES: Final = "regles"
CATALOGUE: Final = "catalogue"
MOTEUR: Final = "moteur"
"""Sentences of the engine itself: why an answer is refused, what was supposed."""

DOMAINES: Final = (QUESTIONNAIRE, REGLES, CATALOGUE, MOTEUR)
FRANCAIS: Final = "fr"
DOSSIER = Path(__file__).resolve().parents[1] / "locale"


class UnknownDomainError(ValueError):
    """A text is asked in a domain that doesn't exist: a mistake of the programme, which would otherwise show as a text left in French."""


@cache
def _texts(domaine: str, langue: str) -> gettext.NullTranslations:
    return gettext.translation(domaine, localedir=str(DOSSIER), languages=[langue], fallback=True)


def _found(texte: str, domaine: str, langue: str) -> str | None:
    """Return the translation, None where there is none. The empty text is gettext's own header: never asked for."""
    if domaine not in DOMAINES:
        message = f"{domaine!r} is no domain of translations; choose among {', '.join(DOMAINES)}."
        raise UnknownDomainError(message)
    if not texte:
        return None
    traduit = _texts(domaine, langue.partition("-")[0]).gettext(texte)
    return None if traduit == texte else traduit


def translated(texte: str, domaine: str, langue: str) -> str:
    """Return a French text of `domaine` in `langue` ("en", "ar", "en-gb"), or as it is where there is no translation.

    Raise `UnknownDomainError` for a domain that doesn't exist. A text with blanks (`{prenom}`) is translated before they are filled.
    """
    return _found(texte, domaine, langue) or texte


def is_translated(texte: str, domaine: str, langue: str) -> bool:
    """Tell whether `translated` gives the text in the language: in French always, else where another wording stands.

    A name that is the same in both languages counts as not translated, and is then marked as French: a screen reader says it right.
    """
    return langue.partition("-")[0] == FRANCAIS or _found(texte, domaine, langue) is not None
