"""Addresses for who answers without an account. The secret stands in one of them only, which leads at once to another."""

from django.urls import path

from droits_ouverts.orientation.web import views_reponse

app_name = "reponse"

urlpatterns = [
    path("", views_reponse.code, name="code"),
    path("fiche/", views_reponse.fiche, name="fiche"),
    path("nouveau/", views_reponse.nouveau, name="nouveau"),
    path("merci/", views_reponse.merci, name="merci"),
    path("lien/<str:jeton>/", views_reponse.ouvrir, name="ouvrir"),
]
