"""Addresses of the coordination: cases without a name."""

from django.urls import path

from droits_ouverts.orientation.web import views_coordination

app_name = "coordination"

urlpatterns = [
    path("blocages/", views_coordination.blocages, name="blocages"),
    path("blocages/<uuid:blocage_id>/", views_coordination.blocage, name="blocage"),
    path("referents/", views_coordination.referents, name="referents"),
    path("referents/<int:referent_id>/terminer/", views_coordination.terminer, name="referent_terminer"),
]
