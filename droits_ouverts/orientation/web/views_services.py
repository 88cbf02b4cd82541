"""Screens of the services to which a structure sends people: what they can take, how they answer, their code."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.orientation import access, selectors, services_destinataires
from droits_ouverts.orientation.errors import OrientationRefusedError
from droits_ouverts.orientation.liens import desk_code
from droits_ouverts.orientation.web.forms import ServiceForm, told
from droits_ouverts.orientation.web.views import actor_of
from droits_ouverts.structures.selectors import structures_elsewhere, structures_of


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List the services of each structure of the actor, with how they answer."""
    actor, on = actor_of(request), timezone.localdate()
    miennes = set(access.structures_of(actor, on=on))
    listes = []
    for structure in structures_of(actor, on=on):
        if structure.pk in miennes:
            siens = selectors.recipients_of(structure.pk)
            mesures = selectors.measures_of(siens, on=on)
            listes.append((structure, [(un, mesures[un.pk]) for un in siens], selectors.recipients_of(structure.pk, retires=True)))
    return render(request, "orientation/services.html", {"listes": listes})


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Add a service to the list."""
    actor, on = actor_of(request), timezone.localdate()
    if not access.may_orient(actor, structure_id, on=on):
        raise NotVisibleError
    form = ServiceForm(request.POST if request.method == "POST" else None, structures=structures_elsewhere(actor, on=on))
    if form.is_valid():
        try:
            ajoute = services_destinataires.add_recipient(actor=actor, structure_id=structure_id, service=form.service(), now=timezone.now())
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        else:
            messages.success(request, _("Ce service est dans votre liste. Donnez-lui son code au téléphone."))
            return redirect("orientation:service", destinataire_id=ajoute.pk)
    return render(request, "orientation/service_ajouter.html", {"form": form, "structure_id": structure_id}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, destinataire_id: int) -> HttpResponse:
    """Read what is known of a service, its code, how it answers; change it."""
    actor, on = actor_of(request), timezone.localdate()
    lu = selectors.recipient_for(actor, destinataire_id, on=on)
    form = ServiceForm(request.POST if request.method == "POST" else None, structures=structures_elsewhere(actor, on=on), connu=lu)
    if form.is_valid():
        try:
            services_destinataires.change_recipient(actor=actor, destinataire_id=destinataire_id, service=form.service(lu.service_annuaire), now=timezone.now())
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("orientation:service", destinataire_id=destinataire_id)
    contexte = {"service": lu, "form": form, "mesure": selectors.measures_of([lu], on=on)[lu.pk], "code": desk_code(lu.pk, lu.rang_code)}
    return render(request, "orientation/service.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def retirer(request: HttpRequest, destinataire_id: int) -> HttpResponse:
    """Take a service off the list, or put it back."""
    retire = request.POST.get("geste") != "remettre"
    try:
        services_destinataires.retire_recipient(actor=actor_of(request), destinataire_id=destinataire_id, retire=retire, now=timezone.now())
    except OrientationRefusedError as refus:
        messages.error(request, _(next(iter(refus.errors.values()))))
    else:
        messages.success(
            request, _("Retiré de votre liste. Ce qui lui a été envoyé reste, et peut encore recevoir une réponse.") if retire else _("Remis dans votre liste.")
        )
    return redirect("orientation:services")


@require_POST
def code(request: HttpRequest, destinataire_id: int) -> HttpResponse:
    """Give a service another code."""
    services_destinataires.change_code(actor=actor_of(request), destinataire_id=destinataire_id, now=timezone.now())
    messages.success(request, _("Le code a changé. L’ancien n’ouvre plus rien : donnez le nouveau au téléphone."))
    return redirect("orientation:service", destinataire_id=destinataire_id)
