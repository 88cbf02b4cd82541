"""Addresses of the check-up: a number that says nothing, never a name."""

from django.urls import path

from droits_ouverts.bilan.web import views, views_courbe, views_foyer, views_historique, views_resultats

app_name = "bilan"

urlpatterns = [
    path("", views.liste, name="list"),
    path("nouveau/", views.commencer, name="start"),
    path("<uuid:bilan_id>/foyer/", views_foyer.foyer, name="foyer"),
    path("<uuid:bilan_id>/foyer/ajouter/<slug:role>/", views_foyer.ajouter, name="person_add"),
    path("<uuid:bilan_id>/foyer/<slug:ident>/modifier/", views_foyer.modifier, name="person_update"),
    path("<uuid:bilan_id>/foyer/<slug:ident>/retirer/", views_foyer.retirer, name="person_remove"),
    path("<uuid:bilan_id>/foyer/<slug:ident>/remettre/", views_foyer.remettre, name="person_restore"),
    path("<uuid:bilan_id>/questions/<slug:sujet>/", views.sujet, name="sujet"),
    path("<uuid:bilan_id>/estimation/", views_resultats.estimation, name="estimation"),
    path("<uuid:bilan_id>/resultats/", views_resultats.resultats, name="resultats"),
    path("<uuid:bilan_id>/courbe/", views_courbe.courbe, name="courbe"),
    path("<uuid:bilan_id>/historique/", views_historique.historique, name="historique"),
    path("<uuid:bilan_id>/historique/comparer/", views_historique.comparer, name="comparer"),
    path("<uuid:bilan_id>/historique/<int:estimation_id>/", views_historique.gardee, name="gardee"),
    path("<uuid:bilan_id>/historique/<int:estimation_id>/refaire/", views_historique.refaire, name="refaire"),
    path("<uuid:bilan_id>/fiche/", views_resultats.fiche, name="fiche"),
    path("<uuid:bilan_id>/fiche/remise/", views_resultats.remise, name="close"),
    path("<uuid:bilan_id>/fiche/pdf/", views_resultats.fiche_pdf, name="fiche_pdf"),
]
