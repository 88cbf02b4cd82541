"""Texts as they are compared. Pure."""

from __future__ import annotations

import unicodedata


def plain(texte: str) -> str:
    """Return a text without accents nor capitals, ligatures opened."""
    if texte.isascii():
        return texte.lower()
    ouvert = texte.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    return "".join(lettre for lettre in unicodedata.normalize("NFD", ouvert) if not unicodedata.combining(lettre)).casefold()
