"""Addresses of the directory: numbers of places, a code on a card; nothing personal."""

from __future__ import annotations

from django.urls import path

from droits_ouverts.annuaire.web import views, views_tenue, views_vie

app_name = "annuaire"

urlpatterns = [
    path("", views.chercher, name="chercher"),
    path("tournee/", views.tournee, name="tournee"),
    path("tournee/tableau/", views.tableau, name="tableau"),
    path("tournee/donnees/", views.donnees, name="donnees"),
    path("lieux/<int:lieu_id>/", views.lieu, name="lieu"),
    path("lieux/<int:lieu_id>/signaler/", views.signaler, name="signaler"),
    path("lieux/<int:lieu_id>/confirmer/", views.confirmer, name="confirmer"),
    path("lieux/<int:lieu_id>/corriger/", views_tenue.corriger, name="corriger"),
    path("lieux/<int:lieu_id>/rythme/", views_tenue.rythme, name="rythme"),
    path("services/<int:service_id>/corriger/", views_tenue.corriger_service, name="corriger_service"),
    path("corrections/<int:correction_id>/retirer/", views_tenue.retirer, name="retirer"),
    path("merci/<str:jeton>/", views.merci, name="merci"),
    path("merci/<str:jeton>/annuler/", views.annuler, name="annuler"),
    path("imports/", views_tenue.imports, name="imports"),
    path("imports/<int:import_id>/", views_tenue.un_import, name="import"),
    path("imports/<int:import_id>/annuler/", views_tenue.annuler_import, name="annuler_import"),
    path("imports/<int:import_id>/quarantaine/", views_tenue.quarantaine, name="quarantaine"),
    path("doublons/", views_tenue.doublons, name="doublons"),
    path("lieux-de-vie/", views_vie.lieux_de_vie, name="lieux_de_vie"),
    path("lieux-de-vie/<int:lieu_de_vie_id>/carte/", views_vie.carte, name="carte"),
    path("lieux-de-vie/<int:lieu_de_vie_id>/fermer/", views_vie.fermer, name="fermer"),
    path("mots/", views_vie.mots, name="mots"),
    path("mots/<uuid:mot_id>/repondre/", views_vie.repondre, name="repondre"),
    path("mot/<slug:code>/", views_vie.mot, name="mot"),
    path("mot/<slug:code>/merci/", views_vie.mot_merci, name="mot_merci"),
]
