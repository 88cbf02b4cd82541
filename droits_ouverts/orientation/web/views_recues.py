"""Screens of the structure that was sent somebody: what waits, and the answer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.orientation import selectors, services_reponse
from droits_ouverts.orientation.errors import AnswerMovedError, OrientationRefusedError
from droits_ouverts.orientation.rules import FERMES
from droits_ouverts.orientation.web.forms import ReponseForm, told
from droits_ouverts.orientation.web.papier import told_lines
from droits_ouverts.orientation.web.views import actor_of


@require_safe
def recues(request: HttpRequest) -> HttpResponse:
    """List what was sent here, what waits first."""
    actor, on = actor_of(request), timezone.localdate()
    return render(request, "orientation/recues.html", {"envois": selectors.received_by(actor, on=on), "mesure": selectors.measure_received(actor, on=on)})


@require_http_methods(["GET", "HEAD", "POST"])
def recue(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Read the sheet and answer."""
    actor, on = actor_of(request), timezone.localdate()
    envoi, fiche, pas = selectors.received_for(actor, envoi_id, on=on)
    form = ReponseForm(request.POST if request.method == "POST" else None, statut=envoi.statut, rang=envoi.rang, today=on)
    if form.is_valid():
        try:
            services_reponse.answer_received(actor=actor, envoi_id=envoi_id, rang_vu=form.cleaned_data["rang"], dit=form.reponse(), now=timezone.now())
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        except AnswerMovedError as refus:
            form.add_error(None, _(refus.what))
        else:
            messages.success(request, _("Votre réponse est arrivée."))
            # What is impossible is read no more: back to the list.
            return redirect("orientation:recues") if form.cleaned_data["statut"] in FERMES else redirect("orientation:recue", envoi_id=envoi_id)
    contexte = {"envoi": envoi, "lignes": told_lines(fiche), "pas": pas, "form": form}
    return render(request, "orientation/recue.html", contexte, status=422 if form.is_bound else 200)
