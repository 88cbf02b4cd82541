"""Addresses of persons: their pages show check-ups, so that they stand in this room; a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.bilan.web import views_personnes

app_name = "personnes"

urlpatterns = [
    path("", views_personnes.liste, name="liste"),
    path("<int:personne_id>/", views_personnes.personne, name="personne"),
]
