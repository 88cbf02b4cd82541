"""Gettext catalogues of the console, read as they are written: no Django, no compilation step.

French is the source. A translation that nobody reviewed is marked `fuzzy`, as gettext does: it is shown with the French beside.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUES = ("fr", "en", "ar")
DOSSIER = Path(__file__).resolve().parents[1] / "locale"


class CatalogueError(ValueError):
    """A line of a .po file isn't gettext's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traduction:
    """A text in another language, and whether somebody who speaks it read it again."""

    texte: str
    relue: bool


@dataclass(frozen=True, slots=True)
class Traducteur:
    """Gives the words of one language."""

    langue: str
    textes: dict[str, Traduction]

    def __call__(self, texte: str) -> str:
        """Return the text in the language; with the French beside where nobody reviewed it; in French where there is none."""
        traduction = self.textes.get(texte)
        if traduction is None:
            return texte
        return traduction.texte if traduction.relue else f"{traduction.texte} ({texte})"


@cache
def traducteur(langue: str) -> Traducteur:
    """Return the translator of "fr", "en" or "ar"; raise `CatalogueError` where its catalogue can't be read."""
    if langue == "fr":
        return Traducteur("fr", {})
    return Traducteur(langue, parse((DOSSIER / langue / "LC_MESSAGES" / "console.po").read_text(encoding="utf-8")))


def parse(contenu: str) -> dict[str, Traduction]:
    """Read the entries of a .po file: source text to translation. Plurals and contexts are not used here."""
    textes: dict[str, Traduction] = {}
    for bloc in contenu.replace("\r\n", "\n").split("\n\n"):
        parties: dict[str, str] = {}
        courante, fuzzy = "", False
        for ligne in bloc.splitlines():
            if ligne.startswith("#"):
                fuzzy = fuzzy or (ligne.startswith("#,") and "fuzzy" in ligne)
                continue
            mot, _, reste = ligne.partition(" ")
            if mot in {"msgid", "msgstr"}:
                courante, parties[mot] = mot, _string(reste)
            elif ligne.startswith('"') and courante:
                parties[courante] += _string(ligne)
            elif ligne.strip():
                raise CatalogueError(ligne)
        if parties.get("msgid") and parties.get("msgstr"):
            textes[parties["msgid"]] = Traduction(texte=parties["msgstr"], relue=not fuzzy)
    return textes


def _string(source: str) -> str:
    try:
        texte = ast.literal_eval(source.strip())
    except (ValueError, SyntaxError) as error:
        raise CatalogueError(source) from error
    if not isinstance(texte, str):
        raise CatalogueError(source)
    return texte
