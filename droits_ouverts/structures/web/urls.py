"""Addresses of structures and of their members: numbers, never a name."""

from django.urls import path

from droits_ouverts.structures.web import views, views_invitations, views_membres

app_name = "structures"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("la-mienne/", views.la_mienne, name="la_mienne"),
    path("<int:structure_id>/", views.detail, name="detail"),
    path("<int:structure_id>/membres/ajouter/", views_membres.ajouter, name="membre_ajouter"),
    path("<int:structure_id>/membres/<int:membre_id>/modifier/", views_membres.modifier, name="membre_modifier"),
    path("invitation/", views_invitations.accepter, name="invitation"),
    path("invitation/<str:jeton>/", views_invitations.ouvrir, name="invitation_ouvrir"),
    path("<int:structure_id>/membres/<int:membre_id>/suspendre/", views_membres.suspendre, name="membre_suspendre"),
    path("<int:structure_id>/membres/<int:membre_id>/appareil-perdu/", views_membres.appareil_perdu, name="membre_appareil_perdu"),
    path("<int:structure_id>/membres/<int:membre_id>/depart/", views_membres.depart, name="membre_depart"),
]
