"""Address of the rounds that are late: outside the room's namespace, since whom a team asked to tell may meet nobody."""

from django.urls import path

from droits_ouverts.reperage.web import views_retards

app_name = "retards"

urlpatterns = [path("", views_retards.liste, name="liste")]
