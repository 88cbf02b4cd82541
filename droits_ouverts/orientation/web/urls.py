"""Addresses of orientations: numbers that say nothing, never a name."""

from django.urls import path

from droits_ouverts.orientation.web import views, views_envoi, views_lieux, views_recues, views_services

app_name = "orientation"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("droits/<uuid:suivi_id>/", views.envoyer, name="envoyer"),
    path("droits/<uuid:suivi_id>/lieux/", views_lieux.du_droit, name="lieux"),
    path("bilans/<uuid:bilan_id>/<slug:code>/", views_lieux.du_bilan, name="lieux_du_bilan"),
    path("<uuid:orientation_id>/", views.orientation, name="orientation"),
    path("<uuid:orientation_id>/aussi/", views.aussi, name="aussi"),
    path("<uuid:orientation_id>/pause/", views.pause, name="pause"),
    path("<uuid:orientation_id>/retrait/", views.retrait, name="retrait"),
    path("<uuid:orientation_id>/retrait/defaire/", views.retrait_defaire, name="retrait_defaire"),
    path("<uuid:orientation_id>/relais/", views.relais, name="relais"),
    path("<uuid:orientation_id>/relais/<int:relais_id>/", views.relais_issue, name="relais_issue"),
    path("envois/<uuid:envoi_id>/", views_envoi.envoi, name="envoi"),
    path("envois/<uuid:envoi_id>/annuler/", views_envoi.annuler, name="annuler"),
    path("envois/<uuid:envoi_id>/revenir/", views_envoi.revenir, name="revenir"),
    path("envois/<uuid:envoi_id>/appel/", views_envoi.appele, name="appele"),
    path("envois/<uuid:envoi_id>/appel/defaire/", views_envoi.appele_defaire, name="appele_defaire"),
    path("envois/<uuid:envoi_id>/lien/", views_envoi.lien, name="lien"),
    path("envois/<uuid:envoi_id>/bordereau/", views_envoi.bordereau, name="bordereau"),
    path("envois/<uuid:envoi_id>/fichier/", views_envoi.fichier, name="fichier"),
    path("envois/<uuid:envoi_id>/bloquer/", views_envoi.bloquer, name="bloquer"),
    path("envois/<uuid:envoi_id>/irritant/", views_envoi.irritant, name="irritant"),
    path("recues/", views_recues.recues, name="recues"),
    path("recues/<uuid:envoi_id>/", views_recues.recue, name="recue"),
    path("services/", views_services.services, name="services"),
    path("services/ajouter/<int:structure_id>/", views_services.ajouter, name="service_ajouter"),
    path("services/<int:destinataire_id>/", views_services.service, name="service"),
    path("services/<int:destinataire_id>/retirer/", views_services.retirer, name="service_retirer"),
    path("services/<int:destinataire_id>/code/", views_services.code, name="service_code"),
]
