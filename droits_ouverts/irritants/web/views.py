"""What coordination reads of what blocks; and the gesture that takes back what was just noted."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits.services import all_droits
from droits_ouverts.foundation.retours import local_path
from droits_ouverts.irritants import selectors, services
from droits_ouverts.structures.enums import Genre


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List what blocks, the most frequent first; the filters are in the address."""
    genre, droit = request.GET.get("service", ""), request.GET.get("droit", "")
    lignes = selectors.read_irritants(actor_of(request), on=timezone.localdate(), genre=genre, droit=droit)
    noms = {un.code: un.libelle for un in all_droits()}
    contexte = {
        "lignes": [(ligne, noms.get(ligne.droit, ligne.droit)) for ligne in lignes],
        "genre": genre,
        "droit": droit,
        "genres": Genre.choices,
        "droits": sorted(noms.items(), key=lambda paire: paire[1]),
    }
    return render(request, "irritants/liste.html", contexte)


@require_POST
def retirer(request: HttpRequest) -> HttpResponse:
    """Take back what was just noted, and go back where one was."""
    services.take_back(actor=actor_of(request), jeton=request.POST.get("jeton", ""), now=timezone.now())
    messages.success(request, _("C’est retiré : rien n’est compté."))
    return redirect(local_path(request.POST.get("suite", "")) or "accueil")
