"""Screens of an emergency: asking to open a file, answering for the structure that holds it, reading it while it is open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.bilan.web.forms_personne import UrgenceForm
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.bilan.web.vue_partagee import shared_view
from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.personnes import selectors_droits, services_urgence
from droits_ouverts.personnes.enums import MotifUrgence
from droits_ouverts.personnes.selectors import person_for
from droits_ouverts.structures import access as structures
from droits_ouverts.structures.selectors import structures_elsewhere


@require_http_methods(["GET", "HEAD", "POST"])
def urgences(request: HttpRequest) -> HttpResponse:
    """Ask to open a file, see what is open now, and what waits for an answer."""
    actor, now = actor_of(request), timezone.now()
    if not is_fresh(request):
        return ask_again(request)
    form = UrgenceForm(request.POST if request.method == "POST" else None, structures=structures_elsewhere(actor, on=timezone.localdate()))
    if form.is_valid():
        recu = form.cleaned_data
        services_urgence.ask_opening(
            actor=actor,
            structure_id=recu["structure"],
            nom=recu["nom"],
            naissance=recu["naissance"],
            motif=MotifUrgence(recu["motif"]),
            raison=recu["raison"],
            now=now,
        )
        # The same words whether she is known there or not.
        messages.success(request, _("Si cette structure tient son dossier, une personne responsable va lire votre demande. Appelez-la aussi : c’est plus sûr."))
        return redirect("personnes:urgences")
    contexte = {
        "form": form,
        "ouvertes": selectors_droits.my_emergencies(actor, now=now),
        "a_decider": selectors_droits.emergencies_to_decide(actor, now=now),
    }
    return render(request, "bilan/urgences_dossiers.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def decider(request: HttpRequest, personne_id: int, urgence_id: int) -> HttpResponse:
    """Answer for the structure that holds the file."""
    actor, on = actor_of(request), timezone.localdate()
    qui = person_for(actor, personne_id, on=on)
    if not structures.may_manage_members(actor, qui.structure_id, on):
        raise ForbiddenError
    if not is_fresh(request):
        return ask_again(request, suite=reverse("personnes:urgences"))
    reponse = request.POST.get("reponse")
    if reponse not in {"oui", "non"}:
        raise NotVisibleError
    services_urgence.decide_opening(actor=actor, urgence_id=urgence_id, accordee=reponse == "oui", now=timezone.now())
    messages.success(request, _("C’est ouvert pour quatre heures, et noté sur la page de la personne.") if reponse == "oui" else _("C’est refusé, et noté."))
    return redirect("personnes:urgences")


@require_safe
def lire(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Show what an emergency opens, while it does."""
    ouverte, portees = selectors_droits.opened_in_emergency(actor_of(request), personne_id, now=timezone.now())
    return render(request, "bilan/urgence_lue.html", {"urgence": ouverte, "rubriques": shared_view(ouverte.personne, portees)})
