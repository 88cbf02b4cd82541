"""Days in words: the first of a month is ordinal in French ("1er janvier"). Everything that writes a day in words writes it here (a house test)."""

from __future__ import annotations

import re
from datetime import date

from django.utils import formats

from droits_ouverts.foundation.langue import current
from droits_ouverts.foundation.traduction import FRANCAIS

PREMIER = re.compile("(?<![0-9])1(?=[ \u00a0](?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\\b)")


def ordinal(texte: str) -> str:
    """Return a day in words with its first of the month as French says it; as it is in another language."""
    return PREMIER.sub("1er", texte) if current() == FRANCAIS else texte


def date_format(jour: date, forme: str = "DATE_FORMAT") -> str:
    """Return a day or a moment in words, in the language of the page; `forme` as Django's own."""
    return ordinal(formats.date_format(jour, forme))
