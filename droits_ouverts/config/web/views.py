"""The home page, which gathers rooms, and the health of the service."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures.selectors import current_membership


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """Her structure, and the obvious next step: a check-up with somebody."""
    assert isinstance(request.user, Compte)  # noqa: S101  routes are closed by default: this narrows the type
    try:
        commencer_url = reverse("bilan:commencer")
    except NoReverseMatch:
        commencer_url = ""
    context = {
        "membre": current_membership(request.user, on=timezone.localdate()),
        "commencer_url": commencer_url,
        "recents_template": select_template(["bilan/_recents.html", "config/_sans_bilan.html"]),
    }
    return render(request, "config/accueil.html", context)


@login_not_required
@never_cache
@require_safe
def sante(request: HttpRequest) -> JsonResponse:
    """Say whether the service answers and reaches its database. Open, and says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"etat": "ok"})
