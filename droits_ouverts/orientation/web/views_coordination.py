"""Screens of the coordination: blocked cases without a name, and the referents of institutions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.orientation import access, selectors, selectors_blocages, services_blocages
from droits_ouverts.orientation.enums import StatutBlocage
from droits_ouverts.orientation.errors import OrientationRefusedError
from droits_ouverts.orientation.services_courriels import send_due
from droits_ouverts.orientation.web.forms import told
from droits_ouverts.orientation.web.forms_blocages import FinBlocageForm, ReferentForm
from droits_ouverts.orientation.web.views import actor_of
from droits_ouverts.suivi.enums import NaturePiece


@require_safe
def blocages(request: HttpRequest) -> HttpResponse:
    """List the cases handed to the coordination, the oldest first."""
    clos = request.GET.get("vue") == "clos"
    cas = selectors_blocages.cases_for(actor_of(request), on=timezone.localdate(), clos=clos)
    noms = selectors.names_of_rights()
    return render(request, "orientation/blocages.html", {"cas": [(un, noms.get(un.droit, un.droit)) for un in cas], "clos": clos})


@require_http_methods(["GET", "HEAD", "POST"])
def blocage(request: HttpRequest, blocage_id: uuid.UUID) -> HttpResponse:
    """Read a case; hand it to the referent of the institution, or say how it ended."""
    actor, on, now = actor_of(request), timezone.localdate(), timezone.now()
    cas = selectors_blocages.case_for(actor, blocage_id, on=on)
    fin = FinBlocageForm(request.POST if request.POST.get("geste") == "clore" else None)
    if request.method == "POST" and request.POST.get("geste") == "transmettre":
        referent = request.POST.get("referent", "")
        if referent.isascii() and referent.isdigit() and len(referent) < 10:
            transmis = services_blocages.hand_to_referent(actor=actor, blocage_id=blocage_id, referent_id=int(referent), now=now)
            with as_service(Service.ORIENTATION):
                send_due(now=now, envois=[transmis.envoi_referent_id] if transmis.envoi_referent_id else [])
            messages.success(request, _("La fiche est partie vers le référent. Dites-lui le code au téléphone."))
            return redirect("coordination:blocage", blocage_id=blocage_id)
        messages.error(request, _("Choisissez un référent dans la liste."))
    if fin.is_valid():
        services_blocages.close_case(actor=actor, blocage_id=blocage_id, statut=StatutBlocage(fin.cleaned_data["statut"]), now=now)
        messages.success(request, _("C’est noté."))
        return redirect("coordination:blocage", blocage_id=blocage_id)
    contexte = {
        "cas": cas,
        "droit_dit": selectors.names_of_rights().get(cas.droit, cas.droit),
        "pieces": [NaturePiece(code).label for code in cas.pieces],
        "referents": selectors_blocages.referents_of(actor, on=on, genre=cas.genre),
        "parti": selectors_blocages.handed_on(cas),
        "fin": fin,
    }
    return render(request, "orientation/blocage.html", contexte, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def referents(request: HttpRequest) -> HttpResponse:
    """List whom the institutions name, and add somebody."""
    actor, on = actor_of(request), timezone.localdate()
    mine = access.coordinations_of(actor, on=on)
    if not mine:
        raise ForbiddenError
    form = ReferentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services_blocages.name_referent(actor=actor, structure_id=mine[0], now=timezone.now(), **form.cleaned_data)
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("coordination:referents")
    return render(
        request, "orientation/referents.html", {"form": form, "referents": selectors_blocages.referents_of(actor, on=on)}, status=422 if form.is_bound else 200
    )


@require_POST
def terminer(request: HttpRequest, referent_id: int) -> HttpResponse:
    """Say that somebody is no longer the referent."""
    services_blocages.end_referent(actor=actor_of(request), referent_id=referent_id, now=timezone.now())
    messages.success(request, _("C’est noté : rien ne lui sera plus transmis après aujourd’hui."))
    return redirect("coordination:referents")
