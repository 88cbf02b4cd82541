"""Screen of the teams that are not back, for whom they asked to tell: who went, how, since when, nothing of anybody met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from droits_ouverts.reperage import selectors
from droits_ouverts.reperage.web.commun import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List the rounds that are late, of which the actor is told or for whose structure she meets people."""
    lignes = selectors.late_rounds(actor_of(request), now=timezone.now(), on=timezone.localdate())
    return render(request, "reperage/retards.html", {"lignes": lignes})
