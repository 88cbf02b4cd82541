"""Addresses: French, ASCII, ending with a slash, and carrying nothing personal."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from droits_ouverts.config.web import views
from droits_ouverts.foundation.web import views as foundation_views


def _room(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    """Addresses of a room under `prefix`; nothing for a room that is not installed or has no page."""
    if f"droits_ouverts.{module.partition('.')[0]}" not in settings.INSTALLED_APPS:
        return []
    parent = f"droits_ouverts.{module}".rpartition(".")[0]
    if find_spec(parent) is None or find_spec(f"droits_ouverts.{module}") is None:
        return []
    return [path(prefix, include(f"droits_ouverts.{module}"))]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.accueil, name="accueil"),
    path("sante/", views.sante, name="sante"),
    *_room("", "ui.web.urls"),
    *_room("compte/", "comptes.web.urls"),
    *_room("structure/", "structures.web.urls"),
    *_room("droits/", "droits.web.urls"),
    *_room("bilan/", "bilan.web.urls"),
    *_room("api/", "bilan.api.urls"),
]

handler400 = foundation_views.bad_request
handler403 = foundation_views.permission_denied
handler404 = foundation_views.page_not_found
handler500 = foundation_views.server_error
