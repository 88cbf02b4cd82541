"""Where a person may go for a right: the three places nearest to her commune, and one tap from each to the orientation."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from droits_ouverts.annuaire.proches import nearest_for
from droits_ouverts.bilan.selectors import bilan_for, open_answers
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.orientation import selectors
from droits_ouverts.orientation.web.views import actor_of

if TYPE_CHECKING:
    from droits_ouverts.suivi.models import DroitSuivi


@require_safe
def du_droit(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """The three places for a followed right, from the commune of its site."""
    suivi = selectors.right_to_send(actor_of(request), suivi_id, on=timezone.localdate())
    return _show(request, suivi.droit, suivi.site.commune_insee if suivi.site else "", suivi, reverse("suivi:droit", args=[suivi.pk]))


@require_safe
def du_bilan(request: HttpRequest, bilan_id: uuid.UUID, code: str) -> HttpResponse:
    """The three places for a right of a check-up, from the commune that was answered; one tap from there where the right is followed."""
    actor, on = actor_of(request), timezone.localdate()
    bilan = bilan_for(actor, bilan_id, on=on)
    if code not in selectors.names_of_rights():
        raise NotVisibleError
    groupes = open_answers(bilan).groupes.values()
    commune = next((str(faits["commune"]) for faits in groupes if faits.get("commune")), "")
    retour = f"{reverse('bilan:resultats', args=[bilan.pk])}#droit-{code}"
    return _show(request, code, commune, selectors.followed_from(actor, bilan, code, on=on), retour)


def _show(request: HttpRequest, code: str, code_insee: str, suivi: DroitSuivi | None, retour: str) -> HttpResponse:
    contexte = {
        "code": code,
        "libelle": selectors.names_of_rights().get(code, code),
        "proches": nearest_for(code, code_insee=code_insee, at=timezone.localtime()),
        "suivi": suivi,
        "retour": retour,
    }
    return render(request, "orientation/lieux.html", contexte)
