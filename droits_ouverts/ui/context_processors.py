"""What every page knows: theme, direction of writing, where the source is, where one leaves to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from droits_ouverts.ui.langues import LANGUES, language
from droits_ouverts.ui.theme import theme_of


def ui(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of `ui/base.html`. No query."""
    langue = language(get_language())
    return {
        "langue": langue.code,
        "sens": langue.sens,
        "langue_relue": langue.is_reviewed,
        "theme": theme_of(request),
        "source_url": settings.SOURCE_URL or reverse("ui:source"),
        "sortie_neutre": settings.SORTIE_NEUTRE,
        "langues": [(connue.code, connue.nom) for connue in LANGUES],
    }
