"""Addresses of persons: their pages show check-ups, so that they stand in this room; a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.bilan.web import views_droits, views_ouvertures, views_partage, views_personnes, views_recherche, views_reunir, views_urgence

app_name = "personnes"

urlpatterns = [
    path("", views_personnes.liste, name="liste"),
    path("chercher/", views_recherche.chercher, name="chercher"),
    path("nouvelle/", views_recherche.nouvelle, name="nouvelle"),
    path("<int:personne_id>/", views_personnes.personne, name="personne"),
    path("<int:personne_id>/ouvertures/", views_ouvertures.de_la_personne, name="ouvertures"),
    path("<int:personne_id>/copie/", views_droits.copie, name="copie"),
    path("<int:personne_id>/joindre/", views_droits.contact, name="contact"),
    path("<int:personne_id>/corriger/", views_droits.rectifier, name="rectifier"),
    path("<int:personne_id>/effacer/", views_droits.effacer, name="effacer"),
    path("<int:personne_id>/effacer/annuler/", views_droits.annuler_effacement, name="annuler_effacement"),
    path("<int:personne_id>/reunir/", views_reunir.reunir, name="reunir"),
    path("<int:personne_id>/separer/", views_reunir.separer, name="separer"),
    path("<int:personne_id>/urgences/<int:urgence_id>/", views_urgence.decider, name="urgence_decider"),
    path("urgences/", views_urgence.urgences, name="urgences"),
    path("urgences/<int:personne_id>/", views_urgence.lire, name="urgence_lire"),
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
