"""Addresses of persons: their pages show check-ups, so that they stand in this room; a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.bilan.web import views_ouvertures, views_partage, views_personnes

app_name = "personnes"

urlpatterns = [
    path("", views_personnes.liste, name="liste"),
    path("chercher/", views_personnes.chercher, name="chercher"),
    path("<int:personne_id>/", views_personnes.personne, name="personne"),
    path("<int:personne_id>/ouvertures/", views_ouvertures.de_la_personne, name="ouvertures"),
    path("<int:personne_id>/partager/", views_partage.partager, name="partager"),
    path("partages/<int:partage_id>/", views_partage.partage, name="partage"),
    path("partages/<int:partage_id>/restreindre/", views_partage.restreindre, name="restreindre"),
    path("partages/<int:partage_id>/retirer/", views_partage.retirer, name="retirer"),
    path("partages/<int:partage_id>/retablir/", views_partage.retablir, name="retablir"),
    path("partages/<int:partage_id>/ajouter/<slug:portee>/", views_partage.ajouter, name="ajouter"),
    path("partages/<int:partage_id>/feuille/", views_partage.feuille, name="feuille"),
    path("partagees/", views_partage.partagees, name="partagees"),
    path("partagees/<int:personne_id>/<slug:finalite>/", views_partage.partagee, name="partagee"),
]
