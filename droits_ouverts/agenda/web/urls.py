"""Addresses of the agenda: numbers that say nothing, never a name."""

from django.urls import path

from droits_ouverts.agenda.web import views, views_absence, views_actions, views_resume, views_venues

app_name = "agenda"

urlpatterns = [
    path("", views.jour, name="jour"),
    path("semaine/", views.semaine, name="semaine"),
    path("rendez-vous/nouveau/", views.nouveau, name="nouveau"),
    path("rendez-vous/<uuid:rendez_vous_id>/", views.rendez_vous, name="rendez_vous"),
    path("rendez-vous/<uuid:rendez_vous_id>/issue/", views.issue, name="issue"),
    path("rendez-vous/<uuid:rendez_vous_id>/changer/", views.changer, name="changer"),
    path("rendez-vous/<uuid:rendez_vous_id>/defaire/", views.defaire, name="defaire"),
    path("rendez-vous/<uuid:rendez_vous_id>/retirer/", views.retirer, name="retirer"),
    path("rendez-vous/<uuid:rendez_vous_id>/arreter/", views.arreter, name="arreter"),
    path("actions/nouvelle/", views_actions.nouvelle, name="action_nouvelle"),
    path("actions/<uuid:action_id>/", views_actions.action, name="action"),
    path("actions/<uuid:action_id>/faite/", views_actions.faite, name="action_faite"),
    path("actions/<uuid:action_id>/pas-faite/", views_actions.pas_faite, name="action_pas_faite"),
    path("actions/<uuid:action_id>/retirer/", views_actions.retirer, name="action_retirer"),
    path("personnes/<int:personne_id>/", views_actions.personne, name="personne"),
    path("personnes/<int:personne_id>/rendez-vous/", views.nouveau_personne, name="nouveau_personne"),
    path("personnes/<int:personne_id>/action/", views_actions.nouvelle_personne, name="action_personne"),
    path("personnes/<int:personne_id>/carte/", views_actions.carte, name="carte"),
    path("absences/", views_absence.absences, name="absences"),
    path("absences/<int:absence_id>/", views_absence.absence, name="absence"),
    path("absences/<int:absence_id>/rendre/", views_absence.rendre, name="rendre"),
    path("abonnement/", views_absence.abonnement, name="abonnement"),
    path("venues/", views_venues.venues, name="venues"),
    path("resume/", views_resume.resume, name="resume"),
]
