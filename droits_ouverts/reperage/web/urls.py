"""Addresses of outreach: numbers that say nothing, never a name."""

from django.urls import path

from droits_ouverts.reperage.web import views, views_campagnes, views_personne

app_name = "reperage"

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("tournees/nouvelle/", views.nouvelle, name="nouvelle"),
    path("tournees/<uuid:tournee_id>/", views.tournee, name="tournee"),
    path("tournees/<uuid:tournee_id>/geste/", views.geste, name="geste"),
    path("tournees/<uuid:tournee_id>/rencontre/", views.noter, name="noter"),
    path("tournees/<uuid:tournee_id>/compter/", views.compter, name="compter"),
    path("tournees/<uuid:tournee_id>/compte-rendu/", views.compte_rendu, name="compte_rendu"),
    path("rencontres/<uuid:rencontre_id>/raison/", views.raison, name="raison"),
    path("rencontres/<uuid:rencontre_id>/defaire/", views.defaire, name="defaire"),
    path("registre/", views.registre, name="registre"),
    path("campagnes/", views_campagnes.campagnes, name="campagnes"),
    path("campagnes/nouvelle/", views_campagnes.campagne_nouvelle, name="campagne_nouvelle"),
    path("campagnes/<uuid:campagne_id>/", views_campagnes.campagne, name="campagne"),
    path("endroits/", views_campagnes.endroits, name="endroits"),
    path("endroits/<uuid:endroit_id>/retirer/", views_campagnes.endroit_retirer, name="endroit_retirer"),
    path("personnes/<int:personne_id>/", views_personne.personne, name="personne"),
    path("personnes/<int:personne_id>/liens/<int:lien_id>/retirer/", views_personne.delier, name="delier"),
]
