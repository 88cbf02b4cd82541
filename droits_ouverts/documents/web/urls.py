"""Addresses of papers: numbers that say nothing, never a name."""

from django.urls import path

from droits_ouverts.documents.web import views, views_liens

app_name = "documents"

urlpatterns = [
    path("papiers/a-renouveler/", views.renouveler, name="renouveler"),
    path("personnes/<int:personne_id>/papiers/", views.liste, name="liste"),
    path("personnes/<int:personne_id>/papiers/ajouter/", views.ajouter, name="ajouter"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/", views.papier, name="papier"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/telecharger/", views.telecharger, name="telecharger"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/pages/<int:numero>/<str:jeton>/", views.page, name="page"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/garder/", views.garder, name="garder"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/retirer/", views.retirer, name="retirer"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/remettre/", views.remettre, name="remettre"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/confier/", views_liens.confier, name="confier"),
    path("personnes/<int:personne_id>/papiers/<uuid:document_id>/liens/<int:lien_id>/revoquer/", views_liens.revoquer, name="revoquer"),
]
