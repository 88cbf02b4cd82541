"""The words of urgent needs, in the language of the page, with the French beside a translation."""

from __future__ import annotations

from django import template

from droits_ouverts.droits.presentation import Mot, word
from droits_ouverts.foundation import langue as words

register = template.Library()


@register.inclusion_tag("droits/_mot.html")
def mot(texte: str) -> dict[str, Mot]:
    """Show a French sentence of the file in the language of the page."""
    return {"mot": word(texte, words.current())}
