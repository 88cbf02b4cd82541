"""Addresses of OpenFisca's Web API: its own names, with or without the last slash, as it takes them."""

from __future__ import annotations

from django.urls import path, re_path

from droits_ouverts.bilan.api import docs, views

app_name = "api"

descriptions = [
    re_path(r"^spec/?$", views.spec, name="spec"),
    re_path(r"^variables/?$", views.variables, name="variables"),
    re_path(r"^variable/(?P<name>[^/]+)/?$", views.variable, name="variable"),
    re_path(r"^parameters/?$", views.parameters, name="parameters"),
    re_path(r"^parameter/(?P<name>.+?)/?$", views.parameter, name="parameter"),
    re_path(r"^entities/?$", views.entities, name="entities"),
]
"""What OpenFisca describes: served at the root too, where its own Web API has them."""

urlpatterns = [
    path("docs/", docs.docs, name="docs"),
    path("openapi/", docs.openapi, name="openapi"),
    re_path(r"^calculate/?$", views.calculate, name="calculate"),
    re_path(r"^trace/?$", views.trace, name="trace"),
    *descriptions,
]
