"""Addresses by which professionals give a person her own page, and close it."""

from django.urls import path

from droits_ouverts.carnet.web import views

app_name = "carnet"

urlpatterns = [
    path("personnes/<int:personne_id>/page/", views.donner, name="donner"),
    path("personnes/<int:personne_id>/page/fermer/", views.fermer, name="fermer"),
]
