"""Screens of what a person asks of her file: her copy, how to reach her, what to correct, that it be erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.bilan import selectors
from droits_ouverts.bilan.web.copie import whole
from droits_ouverts.bilan.web.copie_pdf import pdf
from droits_ouverts.bilan.web.forms_personne import FAUX, AutreForm, ContactForm, EffacementForm, IdentiteForm
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.personnes import rules_effacement, selectors_droits, services_droits
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.enums import ModeAccord, Obstacle, SuiteRectification
from droits_ouverts.personnes.errors import RectificationRefusedError
from droits_ouverts.personnes.messages import ways
from droits_ouverts.ui.langues import SOURCE, language

if TYPE_CHECKING:
    from django import forms

    from droits_ouverts.personnes.models import Personne


@require_http_methods(["GET", "HEAD", "POST"])
def copie(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Say what the copy holds, then give it: to read and print, or as a file for another service."""
    qui = _person(request, personne_id)
    if not is_fresh(request):
        return ask_again(request)
    identite = personnes.open_identity(qui)
    if request.method != "POST":
        contexte = {"personne": qui, "identite": identite, "contact": personnes.open_contact(qui)}
        return render(request, "bilan/copie.html", contexte)
    now = timezone.now()
    if request.POST.get("forme") == "json":
        with override(SOURCE):
            contenu = json.dumps(whole(qui, now=now).json(), ensure_ascii=False, indent=2).encode()
        genre, nom = "application/json", "document.json"
    else:
        contenu, genre, nom = pdf(qui, language(identite.langue), now=now), "application/pdf", "document.pdf"
    services_droits.give_copy(actor=actor_of(request), personne_id=qui.pk, now=now)
    # The name of the file tells nothing to whoever else sees the telephone.
    return HttpResponse(contenu, content_type=genre, headers={"Content-Disposition": f'attachment; filename="{nom}"'})


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Note how she may be reached without danger."""
    qui = _person(request, personne_id)
    form = ContactForm(request.POST if request.method == "POST" else None, connu=personnes.open_contact(qui))
    if form.is_valid():
        services_droits.set_contact(actor=actor_of(request), personne_id=personne_id, contact=form.contact(), now=timezone.now())
        messages.success(request, _("C’est noté : sa page le dit en premier."))
        return redirect("personnes:personne", personne_id=personne_id)
    contexte = {"personne": qui, "identite": personnes.open_identity(qui), "form": form}
    return render(request, "bilan/contact.html", contexte, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rectifier(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Correct who she is, or note beside what is kept what she says of it."""
    actor, qui = actor_of(request), _person(request, personne_id)
    avant = personnes.open_identity(qui)
    siens = selectors.bilans_of_person(qui)
    autre = request.POST.get("quoi") == "autre"
    identite = IdentiteForm(request.POST if request.method == "POST" and not autre else None, connue=avant)
    note = AutreForm(request.POST if autre else None, bilans=siens, auto_id="autre_%s")
    envoye: forms.Form = note if autre else identite
    if envoye.is_valid():
        try:
            if autre:
                suite = SuiteRectification(note.cleaned_data["suite"])
                services_droits.note_rectification(
                    actor=actor, personne_id=personne_id, bilan=note.about(), suite=suite, contenu=note.contenu(), now=timezone.now()
                )
            else:
                services_droits.rectify_identity(
                    actor=actor, personne_id=personne_id, identite=identite.identite(), pourquoi=identite.cleaned_data["pourquoi"], now=timezone.now()
                )
        except RectificationRefusedError as refus:
            for champ, faute in refus.errors.items():
                envoye.add_error("raison" if autre and champ == "pourquoi" else champ, str(FAUX[faute]))
        else:
            messages.success(request, _("C’est noté, avec la date et votre nom."))
            return redirect("personnes:personne", personne_id=personne_id)
    contexte = {"personne": qui, "identite": avant, "form": identite, "autre": note, "envoye": envoye}
    contexte["rectifications"] = selectors_droits.corrections_of(qui)
    return render(request, "bilan/rectifier.html", contexte, status=422 if envoye.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Note that she asks that everything be erased: done in seven days, unless she changes her mind."""
    qui = _person(request, personne_id)
    if not is_fresh(request):
        return ask_again(request)
    form = EffacementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        obstacle = Obstacle(form.cleaned_data["obstacle"])
        services_droits.ask_erasure(
            actor=actor_of(request), personne_id=personne_id, mode=ModeAccord(form.cleaned_data["mode"]), obstacle=obstacle, now=timezone.now()
        )
        dit = (
            _("C’est noté. Vous pouvez annuler pendant sept jours.")
            if obstacle is Obstacle.AUCUN
            else _("C’est noté : le dossier reste, et sa page dit pourquoi.")
        )
        messages.success(request, dit)
        return redirect("personnes:personne", personne_id=personne_id)
    contexte = {"personne": qui, "identite": personnes.open_identity(qui), "form": form, "jour": rules_effacement.erasure_day(timezone.localdate())}
    return render(request, "bilan/effacer_personne.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def annuler_effacement(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Note that she changed her mind."""
    services_droits.cancel_erasure(actor=actor_of(request), personne_id=personne_id, now=timezone.now())
    messages.success(request, _("C’est annulé : rien ne sera effacé. Ce qu’elle partageait reste retiré."))
    return redirect("personnes:personne", personne_id=personne_id)


def rights_of(personne: Personne) -> dict[str, object]:
    """What her page shows of how to reach her and of what she asked. Two queries."""
    now = timezone.now()
    connu = personnes.open_contact(personne)
    return {
        "contact": connu,
        "joindre": ways(connu, langue=personnes.open_identity(personne).langue, now=now),
        "effacement": selectors_droits.erasure_of(personne),
        "urgences": selectors_droits.emergencies_of(personne),
        "maintenant": now,
    }


def _person(request: HttpRequest, personne_id: int) -> Personne:
    return personnes.person_for(actor_of(request), personne_id, on=timezone.localdate())
