"""Addresses of the catalogue: the code of a right, which never changes, and nothing personal."""

from __future__ import annotations

from django.urls import include, path

from droits_ouverts.droits.web import views, views_declarer, views_suivi, views_urgences

app_name = "droits"

catalogue = [
    path("", views.liste, name="liste"),
    path("signalements/", views_suivi.signalements, name="signalements"),
    path("signalements/<int:signalement_id>/regler/", views_suivi.regler, name="regler"),
    path("liens/", views_suivi.liens_morts, name="liens"),
    path("signale/<str:jeton>/", views.signale, name="signale"),
    path("signale/<str:jeton>/annuler/", views.annuler, name="annuler"),
    path("<slug:code>/", views.droit, name="droit"),
    path("<slug:code>/signaler/", views.signaler, name="signaler"),
]

urlpatterns = [
    # Short enough to be said aloud.
    path("urgences/", views_urgences.urgences, name="urgences"),
    path("declarer/", views_declarer.declarer, name="declarer"),
    path("droits/", include(catalogue)),
]
