"""The home page, which gathers rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from droits_ouverts.bilan.selectors import list_bilans
from droits_ouverts.comptes.models import Compte
from droits_ouverts.config.web.accueil import home_of
from droits_ouverts.personnes.selectors_droits import count_to_decide
from droits_ouverts.personnes.services_lecture import long_days
from droits_ouverts.structures import access
from droits_ouverts.structures.enums import Activite
from droits_ouverts.structures.selectors import memberships_of
from droits_ouverts.suivi.presentation import label_of
from droits_ouverts.suivi.selectors_verses import paid_for

RECENT = 5


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """Her structures, and the obvious next step for what she does here. Eleven queries at most, whatever the number of structures."""
    assert isinstance(request.user, Compte)  # noqa: S101  routes are closed by default: this narrows the type
    today = timezone.localdate()
    membres = memberships_of(request.user, on=today)
    activite = access.activity_of(membres)
    gerees = access.managed_among(membres)
    context = {
        "membres": membres,
        "plusieurs": len(membres) > 1,
        "rencontre": activite is Activite.RENCONTRE,
        "accueil": home_of(activite, manages=bool(gerees)),
        "grosses_journees": long_days(gerees, on=today) if gerees else [],
        "urgences": count_to_decide(gerees, now=timezone.now()) if gerees else 0,
        "verses": [(un, label_of(un.droit)) for un in paid_for(request.user, on=today)] if activite is Activite.RENCONTRE else [],
        "bilans": list_bilans(request.user, on=today, limite=RECENT) if activite is Activite.RENCONTRE else [],
    }
    return render(request, "config/accueil.html", context)
