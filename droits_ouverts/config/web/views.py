"""The home page, which gathers rooms, and the health of the service."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from droits_ouverts.bilan.selectors import list_bilans, my_structures
from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures.selectors import current_membership

RECENT = 5


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """Her structure, and the obvious next step: a check-up with somebody."""
    assert isinstance(request.user, Compte)  # noqa: S101  routes are closed by default: this narrows the type
    today = timezone.localdate()
    context = {
        "membre": current_membership(request.user, on=today),
        "peut_commencer": bool(my_structures(request.user, on=today)),
        "bilans": list_bilans(request.user, on=today)[:RECENT],
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
