"""Sign-in addresses. The names are allauth's, which looks its own pages up by them."""

from __future__ import annotations

from allauth.account import views
from django.conf import settings
from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inscription/", views.signup, name="account_signup"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
]

if settings.COURRIEL_ACTIF:
    urlpatterns += [
        path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
        path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
        path("mot-de-passe/nouveau/<slug:uidb36>-<slug:key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
        path("mot-de-passe/nouveau/fait/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    ]
