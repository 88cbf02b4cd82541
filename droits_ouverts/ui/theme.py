"""The look chosen by the reader: light, dark, or that of the device. A choice of display, kept in a cookie, said to nobody."""

from __future__ import annotations

from django.http import HttpRequest

COOKIE = "do_theme"
THEMES = ("auto", "clair", "sombre")


def theme_of(request: HttpRequest) -> str:
    """Return the chosen theme, `auto` where none was."""
    theme = request.COOKIES.get(COOKIE, "auto")
    return theme if theme in THEMES else "auto"
