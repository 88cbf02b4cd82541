"""What every page knows: theme, direction of writing, where the source is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, get_language_info

from droits_ouverts.ui.theme import theme_of


def ui(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of `ui/base.html`. No query."""
    return {
        "langue": get_language() or settings.LANGUAGE_CODE,
        "sens": "rtl" if get_language_bidi() else "ltr",
        "theme": theme_of(request),
        "source_url": settings.SOURCE_URL or reverse("ui:source"),
        "langues": [(code, get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES],
    }
