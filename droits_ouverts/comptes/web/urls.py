"""Sign-in addresses. The names are allauth's, which looks its own pages up by them; ours begin by `compte`."""

from __future__ import annotations

from allauth.account import views
from allauth.mfa.base import views as facteurs
from allauth.mfa.recovery_codes import views as secours
from allauth.mfa.totp import views as application
from allauth.mfa.webauthn import views as cles
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.urls import URLPattern, path

from droits_ouverts.comptes.access import fresh_proof_required
from droits_ouverts.comptes.web import views as nos_pages
from droits_ouverts.comptes.web import views_fournisseurs as fournisseurs

urlpatterns: list[URLPattern] = [
    path("", nos_pages.compte, name="compte"),
    path("connexion/", nos_pages.connexion, name="account_login"),
    path("connexion/code/", facteurs.authenticate, name="mfa_authenticate"),
    path("connexion/cle/", login_not_required(cles.login_webauthn), name="mfa_login_webauthn"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inscription/", views.signup, name="account_signup"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", facteurs.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", cles.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("charte/", nos_pages.charte, name="compte_charte"),
    path("sessions/", nos_pages.sessions, name="compte_sessions"),
    path("fournisseur/<slug:code>/", fournisseurs.entrer, name="compte_fournisseur"),
    path("fournisseur/<slug:code>/lier/", fournisseurs.lier, name="compte_fournisseur_lier"),
    path("fournisseur/<slug:code>/delier/", fournisseurs.delier, name="compte_fournisseur_delier"),
    path("fournisseur/<slug:code>/confirmer/", fournisseurs.confirmer, name="compte_fournisseur_confirmer"),
    path("fournisseur/<slug:code>/retour/", fournisseurs.retour, name="compte_fournisseur_retour"),
    path("deux-etapes/", facteurs.index, name="mfa_index"),
    path("deux-etapes/application/", application.activate_totp, name="mfa_activate_totp"),
    path("deux-etapes/application/retirer/", application.deactivate_totp, name="mfa_deactivate_totp"),
    path("deux-etapes/codes/", secours.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("deux-etapes/codes/nouveaux/", fresh_proof_required(secours.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("deux-etapes/cles/", cles.list_webauthn, name="mfa_list_webauthn"),
    # With the line of the journal that tells of it.
    path("deux-etapes/cles/ajouter/", transaction.atomic(cles.add_webauthn), name="mfa_add_webauthn"),
    path("deux-etapes/cles/<int:pk>/nom/", cles.edit_webauthn, name="mfa_edit_webauthn"),
    path("deux-etapes/cles/<int:pk>/retirer/", transaction.atomic(cles.remove_webauthn), name="mfa_remove_webauthn"),
]

if settings.COURRIEL_ACTIF:
    urlpatterns += [
        path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
        path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
        path("mot-de-passe/nouveau/<slug:uidb36>-<slug:key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
        path("mot-de-passe/nouveau/fait/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    ]
