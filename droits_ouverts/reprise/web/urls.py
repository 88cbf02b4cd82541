"""Addresses of imports and exports: numbers that say nothing."""

from django.urls import path

from droits_ouverts.reprise.web import views, views_export

app_name = "reprise"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("exporter/", views_export.exporter, name="exporter"),
    path("<uuid:reprise_id>/", views.reprise, name="reprise"),
    path("<uuid:reprise_id>/colonnes/", views.colonnes, name="colonnes"),
    path("<uuid:reprise_id>/mots/", views.valeurs, name="valeurs"),
    path("<uuid:reprise_id>/essai/", views.essai, name="essai"),
    path("<uuid:reprise_id>/avancer/", views.avancer, name="avancer"),
    path("<uuid:reprise_id>/annuler/", views.annuler, name="annuler"),
    path("<uuid:reprise_id>/abandonner/", views.abandonner, name="abandonner"),
]
