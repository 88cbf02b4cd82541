"""Screens by which a paper is handed over: making a link, taking it back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.documents import selectors, services_liens
from droits_ouverts.documents.enums import DureeLien
from droits_ouverts.documents.web.forms import ConfierForm
from droits_ouverts.documents.web.views import actor_of
from droits_ouverts.personnes import selectors as personnes


@require_http_methods(["GET", "HEAD", "POST"])
def confier(request: HttpRequest, personne_id: int, document_id: uuid.UUID) -> HttpResponse:
    """Make a link; the page that follows is the only one to show it and its code."""
    actor, on = actor_of(request), timezone.localdate()
    document = selectors.document_for(actor, personne_id, document_id, on=on)
    if not is_fresh(request):
        return ask_again(request)
    contexte: dict[str, object] = {
        "personne": document.personne,
        "identite": personnes.open_identity(document.personne),
        "ligne": selectors.line_of(document, on=on),
    }
    form = ConfierForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        recu = form.cleaned_data
        donne = services_liens.give_link(
            actor=actor, personne_id=personne_id, document_id=document_id, duree=DureeLien(recu["duree"]), mention=recu["mention"], now=timezone.now()
        )
        adresse = request.build_absolute_uri(reverse("confie:ouvrir", args=[donne.jeton]))
        return render(request, "documents/confie_fait.html", contexte | {"donne": donne, "adresse": adresse})
    return render(request, "documents/confier.html", contexte | {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def revoquer(request: HttpRequest, personne_id: int, document_id: uuid.UUID, lien_id: int) -> HttpResponse:
    """Take a link back."""
    services_liens.revoke_link(actor=actor_of(request), personne_id=personne_id, document_id=document_id, lien_id=lien_id, now=timezone.now())
    messages.success(request, _("Le lien est annulé : il n’ouvre plus rien."))
    return redirect("documents:papier", personne_id=personne_id, document_id=document_id)
