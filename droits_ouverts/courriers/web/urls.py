"""Addresses of the letters."""

from django.urls import path

from droits_ouverts.courriers.web import views

app_name = "courriers"
urlpatterns = [
    path("<uuid:suivi_id>/", views.liste, name="liste"),
    path("<uuid:suivi_id>/preparer/", views.preparer, name="preparer"),
    path("<uuid:suivi_id>/<uuid:courrier_id>/", views.courrier, name="courrier"),
    path("<uuid:suivi_id>/<uuid:courrier_id>/imprimer/", views.imprimer, name="imprimer"),
    path("<uuid:suivi_id>/<uuid:courrier_id>/parti/", views.parti, name="parti"),
    path("<uuid:suivi_id>/<uuid:courrier_id>/pas-parti/", views.pas_parti, name="pas_parti"),
    path("<uuid:suivi_id>/<uuid:courrier_id>/retirer/", views.retirer, name="retirer"),
]
