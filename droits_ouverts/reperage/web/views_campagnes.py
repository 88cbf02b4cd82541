"""Screens of campaigns and places."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.reperage import presentation, selectors, selectors_comptes, services_campagnes
from droits_ouverts.reperage.enums import Comparaison
from droits_ouverts.reperage.errors import ReperageRefusedError
from droits_ouverts.reperage.web.commun import actor_of, my_structure
from droits_ouverts.reperage.web.forms import CampagneForm, EndroitForm, EndroitsPrevusForm
from droits_ouverts.reperage.web.noter import reaches_said

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def campagnes(request: HttpRequest) -> HttpResponse:
    """List the campaigns."""
    return render(request, "reperage/campagnes.html", {"campagnes": selectors.campaigns_of(actor_of(request), on=timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
def campagne_nouvelle(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    initial = {"numero": uuid.uuid4(), "du": timezone.localdate(), "blocs": 2, "pas_jours": 28}
    form = CampagneForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            une = services_campagnes.start_campaign(actor=actor_of(request), structure_id=my_structure(request), voulue=form.voulue(), now=timezone.now())
        except ReperageRefusedError as refus:
            form.refuse(refus.errors)
        else:
            messages.success(request, _("La campagne est ouverte. Dites par quels endroits elle passe."))
            return redirect("reperage:campagne", campagne_id=une.pk)
    return render(request, "reperage/campagne_nouvelle.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def campagne(request: HttpRequest, campagne_id: uuid.UUID) -> HttpResponse:
    """Show a campaign: its places, done and to do, its reach; say through which places it goes."""
    actor, on = actor_of(request), timezone.localdate()
    une = selectors.campaign_for(actor, campagne_id, on=on)
    prevus = selectors.places_planned(une, on=on)
    tous = selectors.places_of([une.structure_id], retires=True)
    deja = {ligne.prevu.endroit_id for ligne in prevus}
    offerts = [un for un in tous if un.retire_le is None or un.pk in deja]
    form = EndroitsPrevusForm(request.POST if request.method == "POST" else None, endroits=offerts, initial={"endroits": [str(un) for un in deja]})
    if form.is_valid():
        services_campagnes.plan_places(actor=actor, campagne_id=campagne_id, endroits=form.cleaned_data["endroits"], now=timezone.now())
        messages.success(request, _("C’est noté. Les endroits sont répartis par tirage au sort."))
        return redirect("reperage:campagne", campagne_id=campagne_id)
    chiffres = selectors_comptes.counts_between([une.structure_id], tournee__campagne=une)
    noms = {str(un.pk): un.nom for un in tous} | {"": _("Sans endroit précis")}
    contexte = {
        "campagne": une,
        "prevus": prevus,
        "a_faire": sum(not ligne.passages for ligne in prevus),
        "compare": une.comparaison != Comparaison.AUCUNE,
        "form": form,
        "chiffres": chiffres,
        "portee": presentation.reach_said(chiffres.portee),
        "par_endroit": reaches_said(chiffres.reach_by_place(), noms),
        "finie": une.au < on,
    }
    return render(request, "reperage/campagne.html", contexte, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def endroits(request: HttpRequest) -> HttpResponse:
    """List the places; add one."""
    structure_id = my_structure(request)
    form = EndroitForm(request.POST if request.method == "POST" else None, lieux=selectors.places_of_life([structure_id]), initial={"numero": uuid.uuid4()})
    if form.is_valid():
        try:
            services_campagnes.add_place(actor=actor_of(request), structure_id=structure_id, voulu=form.voulu(), now=timezone.now())
        except ReperageRefusedError as refus:
            form.refuse(refus.errors)
        else:
            messages.success(request, _("L’endroit est ajouté."))
            return redirect("reperage:endroits")
    contexte = {"form": form, "endroits": selectors.places_of([structure_id], retires=True)}
    return render(request, "reperage/endroits.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def endroit_retirer(request: HttpRequest, endroit_id: uuid.UUID) -> HttpResponse:
    """Take a place off the list, or put it back."""
    un = services_campagnes.withdraw_place(actor=actor_of(request), endroit_id=endroit_id, retire=request.POST.get("retire") == "oui", now=timezone.now())
    messages.success(request, _("L’endroit est retiré. Ce qui y a été compté reste.") if un.retire_le else _("L’endroit est remis."))
    return redirect("reperage:endroits")
