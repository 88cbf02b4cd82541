"""Addresses of what blocks: nothing in them says of whom."""

from django.urls import path

from droits_ouverts.irritants.web import views

app_name = "irritants"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("retirer/", views.retirer, name="retirer"),
]
