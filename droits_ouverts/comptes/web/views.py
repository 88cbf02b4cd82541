"""Screens of one's own account."""

from __future__ import annotations

from typing import cast

from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.comptes import rules, selectors, services
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.ports import Fournisseur, fournisseurs
from droits_ouverts.foundation.retours import local_path


@login_not_required
def connexion(request: HttpRequest) -> HttpResponse:
    """Signing in, by allauth, with the identity providers of the settings beside it."""
    return cast("HttpResponse", LoginView.as_view(extra_context={"fournisseurs": fournisseurs()})(request))


@require_safe
def compte(request: HttpRequest) -> HttpResponse:
    """What one may change in one's own account."""
    moi = cast("Compte", request.user)
    return render(request, "comptes/compte.html", {"deux_etapes": selectors.has_second_factor(moi), "fournisseurs": _providers(moi)})


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The open sessions of the account: end one, or all the others."""
    moi, key = cast("Compte", request.user), request.session.session_key
    if request.method == "POST":
        if request.POST.get("toutes"):
            combien = services.end_other_sessions(compte=moi, keep=key)
            messages.success(request, ngettext("%(n)d autre session est fermée.", "%(n)d autres sessions sont fermées.", combien) % {"n": combien})
        elif services.end_session(compte=moi, numero=request.POST.get("numero", "")):
            messages.success(request, _("Cette session est fermée."))
        return redirect("compte_sessions")
    return render(request, "comptes/sessions.html", {"seances": selectors.sessions_of(moi, key=key, now=timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
def charte(request: HttpRequest) -> HttpResponse:
    """The charter as it is today; to be accepted before anything else."""
    moi, suite = cast("Compte", request.user), request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and request.POST.get("accepte"):
        services.accept_charte(compte=moi, on=timezone.localdate())
        return redirect(local_path(suite) or "accueil")
    acceptee = moi.charte_le if moi.charte_version == rules.CHARTE_VERSION else None
    contexte = {"acceptee_le": acceptee, "version": rules.CHARTE_VERSION, "suite": suite, "oubli": request.method == "POST"}
    return render(request, "comptes/charte.html", contexte, status=422 if contexte["oubli"] else 200)


def _providers(moi: Compte) -> list[tuple[Fournisseur, bool]]:
    """The identity providers, each with whether it opens the account."""
    found = fournisseurs()
    linked = selectors.issuers_of(moi) if found else frozenset()
    return [(one, one.emetteur in linked) for one in found]
