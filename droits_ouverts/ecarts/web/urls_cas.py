"""Addresses of the test cases, which speak of nobody."""

from django.urls import path

from droits_ouverts.ecarts.web import views_cas

app_name = "cas"
urlpatterns = [
    path("", views_cas.liste, name="liste"),
    path("tous/", views_cas.tous, name="tous"),
    path("<uuid:cas_id>/", views_cas.fichier, name="fichier"),
]
