"""Addresses of the check-up: a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.bilan.web import (
    views,
    views_calendrier,
    views_choix,
    views_courbe,
    views_declarer,
    views_depart,
    views_fiche,
    views_foyer,
    views_historique,
    views_personnes,
    views_resultats,
    views_tourner,
)

app_name = "bilan"

urlpatterns = [
    path("", views.liste, name="list"),
    path("nouveau/", views_depart.commencer, name="start"),
    path("reprendre/", views_depart.reprendre, name="reprendre"),
    path("<uuid:bilan_id>/code/", views_depart.code, name="code"),
    path("<uuid:bilan_id>/code/nouveau/", views_depart.code_nouveau, name="code_nouveau"),
    path("<uuid:bilan_id>/urgences/", views_depart.urgences, name="urgences"),
    path("<uuid:bilan_id>/cinq-questions/<slug:partie>/", views_depart.court, name="court"),
    path("<uuid:bilan_id>/tourner/", views_tourner.tourner, name="tourner"),
    path("<uuid:bilan_id>/ecran/", views_tourner.ecran, name="tourne"),
    path("<uuid:bilan_id>/ecran/rendre/", views_tourner.rendre, name="rendre"),
    path("<uuid:bilan_id>/rattacher/", views_personnes.rattacher, name="rattacher"),
    path("<uuid:bilan_id>/effacer/", views_personnes.effacer, name="effacer"),
    path("<uuid:bilan_id>/bilan-complet/", views_depart.promouvoir, name="promouvoir"),
    path("<uuid:bilan_id>/foyer/", views_foyer.foyer, name="foyer"),
    path("<uuid:bilan_id>/foyer/ajouter/<slug:role>/", views_foyer.ajouter, name="person_add"),
    path("<uuid:bilan_id>/foyer/<slug:ident>/modifier/", views_foyer.modifier, name="person_update"),
    path("<uuid:bilan_id>/foyer/<slug:ident>/retirer/", views_foyer.retirer, name="person_remove"),
    path("<uuid:bilan_id>/foyer/<slug:ident>/remettre/", views_foyer.remettre, name="person_restore"),
    path("<uuid:bilan_id>/questions/<slug:sujet>/", views.sujet, name="sujet"),
    path("<uuid:bilan_id>/estimation/", views_resultats.estimation, name="estimation"),
    path("<uuid:bilan_id>/resultats/", views_resultats.resultats, name="resultats"),
    path("<uuid:bilan_id>/droits/<slug:code>/choix/", views_choix.choix, name="choix"),
    path("<uuid:bilan_id>/droits/<slug:code>/choix/<int:choix_id>/annuler/", views_choix.annuler, name="choix_undo"),
    path("<uuid:bilan_id>/droits/<slug:code>/avis/", views_choix.avis, name="avis"),
    path("<uuid:bilan_id>/declarer/", views_declarer.declarer, name="declarer"),
    path("<uuid:bilan_id>/calendrier/", views_calendrier.calendrier, name="calendrier"),
    path("<uuid:bilan_id>/eclairage/", views_calendrier.eclairage, name="eclairage"),
    path("<uuid:bilan_id>/courbe/", views_courbe.courbe, name="courbe"),
    path("<uuid:bilan_id>/historique/", views_historique.historique, name="historique"),
    path("<uuid:bilan_id>/historique/comparer/", views_historique.comparer, name="comparer"),
    path("<uuid:bilan_id>/historique/<int:estimation_id>/", views_historique.gardee, name="gardee"),
    path("<uuid:bilan_id>/historique/<int:estimation_id>/refaire/", views_historique.refaire, name="refaire"),
    path("<uuid:bilan_id>/fiche/", views_fiche.fiche, name="fiche"),
    path("<uuid:bilan_id>/fiche/remise/", views_fiche.remise, name="close"),
    path("<uuid:bilan_id>/fiche/pdf/", views_fiche.fiche_pdf, name="fiche_pdf"),
]
