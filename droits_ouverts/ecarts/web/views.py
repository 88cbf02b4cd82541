"""Screens of what a decision brings: the table, and asking for it now."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from droits_ouverts.bilan.ports import moteur
from droits_ouverts.ecarts import selectors, tasks
from droits_ouverts.ecarts.enums import EtatGain
from droits_ouverts.ecarts.presentation import rows_of
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.suivi.presentation import label_of
from droits_ouverts.suivi.selectors import right_for

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_safe
def gain(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Show what a decided amount brings, and what it reduces elsewhere."""
    suivi = right_for(actor_of(request), suivi_id, on=timezone.localdate())
    ligne = selectors.gain_of(suivi)
    if ligne is None:
        raise NotVisibleError
    resultat = selectors.open_gain(ligne)
    contexte = {
        "suivi": suivi,
        "libelle": label_of(suivi.droit),
        "nom": open_identity(suivi.personne).ecrite,
        "ligne": ligne,
        "attend": ligne.etat == EtatGain.A_FAIRE,
        "gain": resultat,
        "mois": month_name(resultat.mois) if resultat else "",
        "lignes": rows_of(resultat) if resultat else [],
        "non_vus": [label_of(code) for code in resultat.non_vus] if resultat else [],
    }
    return render(request, "ecarts/gain.html", contexte)


@require_POST
def calculer(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Ask the engine now."""
    suivi = right_for(actor_of(request), suivi_id, on=timezone.localdate())
    ligne = selectors.gain_of(suivi)
    if ligne is None:
        raise NotVisibleError
    if tasks.run_gain(gain=ligne, moteur=moteur(), actor=actor_of(request), clock=timezone.now):
        messages.success(request, _("C’est calculé."))
    else:
        messages.info(request, _("Le calcul n’a pas pu se faire maintenant. Il sera fait cette nuit."))
    return redirect("ecarts:gain", suivi_id=suivi_id)
