"""Screen of the figures of outreach, for whoever coordinates, steers or holds a mandate: sums, nothing under five, nothing of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from droits_ouverts.reperage import presentation
from droits_ouverts.reperage.enums import Axe
from droits_ouverts.reperage.selectors_portee import figures
from droits_ouverts.reperage.web.commun import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DITS = (Axe.SUITE, Axe.FORME, Axe.OBJET, Axe.AGE)


@require_safe
def chiffres(request: HttpRequest) -> HttpResponse:
    """Show a year of outreach in sums."""
    lus = figures(actor_of(request), on=timezone.localdate())
    tableaux = [presentation.protected_table(axe, lus.by(axe)) for axe in DITS] if lus.assez else []
    return render(request, "reperage/chiffres.html", {"lus": lus, "tableaux": tableaux, "portee": presentation.reach_said(lus.portee)})
