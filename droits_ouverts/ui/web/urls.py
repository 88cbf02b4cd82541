"""Pages of the interface itself."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from droits_ouverts.ui.web import views

app_name = "ui"

urlpatterns: list[URLPattern] = [
    path("favicon.ico", views.icone, name="icone"),
    path("langue/", views.langue, name="langue"),
    path("theme/", views.theme, name="theme"),
    path("source/", views.source, name="source"),
]

if settings.CHARTE_OUVERTE:
    urlpatterns.append(path("charte/", views.charte, name="charte"))
