"""Addresses of retention: a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.conservation.web import views

app_name = "conservation"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("personnes/<int:personne_id>/", views.personne, name="personne"),
    path("bilans/<uuid:bilan_id>/", views.bilan, name="bilan"),
]
