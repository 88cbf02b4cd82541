"""Address of the figures of outreach: outside the room's namespace, since whoever steers or holds a mandate meets nobody."""

from django.urls import path

from droits_ouverts.reperage.web import views_portee

app_name = "portee"

urlpatterns = [path("", views_portee.chiffres, name="chiffres")]
