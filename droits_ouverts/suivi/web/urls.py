"""Addresses of the ledger: a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.suivi.web import views, views_blocages, views_gestes, views_listes, views_personne

app_name = "suivi"

urlpatterns = [
    path("", views_listes.liste, name="liste"),
    path("a-faire/", views_listes.a_faire, name="a_faire"),
    path("bloques/", views_listes.bloques, name="bloques"),
    path("comptes/", views_listes.comptes, name="comptes"),
    path("tableau/", views_listes.tableau, name="tableau"),
    path("personnes/<int:personne_id>/", views_personne.personne, name="personne"),
    path("personnes/<int:personne_id>/ouvrir/", views_personne.ouvrir, name="ouvrir"),
    path("personnes/<int:personne_id>/ouvrir/<slug:droit>/<slug:vers>/", views_personne.premiere_etape, name="premiere_etape"),
    path("personnes/<int:personne_id>/refaire/", views_personne.refaire, name="refaire"),
    path("personnes/<int:personne_id>/changement/", views_personne.changement, name="changement"),
    path("personnes/<int:personne_id>/changements/<int:changement_id>/", views_personne.ecarter, name="ecarter"),
    path("<uuid:suivi_id>/", views.droit, name="droit"),
    path("<uuid:suivi_id>/etape/<slug:vers>/", views.etape, name="etape"),
    path("<uuid:suivi_id>/corriger/", views.corriger, name="corriger"),
    path("<uuid:suivi_id>/confier/", views_gestes.confier, name="confier"),
    path("<uuid:suivi_id>/papiers/", views_gestes.demander, name="demander"),
    path("<uuid:suivi_id>/papiers/<int:piece_id>/", views_gestes.regler_papier, name="papier"),
    path("<uuid:suivi_id>/bloque/", views_blocages.bloque, name="bloque"),
    path("<uuid:suivi_id>/appels/<int:mois>/", views_gestes.appel, name="appel"),
    path("<uuid:suivi_id>/appels/<int:appel_id>/defaire/", views_gestes.appel_defaire, name="appel_defaire"),
    path("<uuid:suivi_id>/echeances/<int:echeance_id>/", views_gestes.echeance, name="echeance"),
]
