"""Small words for the pages of the catalogue."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template

register = template.Library()


@register.filter
def adresse_courte(url: str) -> str:
    """Return an address as one reads it: the site, and that there is more behind."""
    parts = urlsplit(url)
    host = (parts.hostname or url).removeprefix("www.")
    return host if parts.path in {"", "/"} else f"{host}/…"
