"""Addresses of a person's own page: they hold neither her, nor her code."""

from django.urls import path

from droits_ouverts.carnet.web import views_page

app_name = "page"

urlpatterns = [
    path("", views_page.code, name="code"),
    path("ouverte/", views_page.ouverte, name="ouverte"),
    path("vue/", views_page.vue, name="vue"),
    path("fermer/", views_page.fermer, name="fermer"),
]
