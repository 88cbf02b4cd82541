"""Addresses of the law that changes: a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.veille.web import views, views_accord

app_name = "veille"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("<uuid:comparaison_id>/", views.comparaison, name="comparaison"),
    path("<uuid:comparaison_id>/doutes/", views.doutes, name="doutes"),
    path("<uuid:comparaison_id>/relire/", views.relire, name="relire"),
    path("rappels/<int:nouveau_id>/", views.rappel, name="rappel"),
    path("personnes/<int:personne_id>/", views_accord.accord, name="accord"),
    path("personnes/<int:personne_id>/retirer/", views_accord.retirer, name="retirer"),
    path("personnes/<int:personne_id>/annuler/", views_accord.annuler, name="annuler"),
]
