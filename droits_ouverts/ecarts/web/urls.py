"""Addresses of what decisions bring."""

from django.urls import path

from droits_ouverts.ecarts.web import views
from droits_ouverts.ecarts.web.views_cas import comparer

app_name = "ecarts"
urlpatterns = [
    path("<uuid:suivi_id>/", views.gain, name="gain"),
    path("<uuid:suivi_id>/comparer/", comparer, name="comparer"),
    path("<uuid:suivi_id>/calculer/", views.calculer, name="calculer"),
]
