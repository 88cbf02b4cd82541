"""The address by which somebody without an account is handed a paper: the secret of a link, and nothing that says of whom."""

from django.urls import path

from droits_ouverts.documents.web import views_confie

app_name = "confie"

urlpatterns = [path("<str:jeton>/", views_confie.ouvrir, name="ouvrir")]
