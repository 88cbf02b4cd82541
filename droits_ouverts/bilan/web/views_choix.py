"""Screens of what the person chooses for a right, and of what a professional thinks of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.bilan import presentation, presentation_choix, selectors, services_choix, tasks
from droits_ouverts.bilan.enums import StatutAvis, StatutEstimation
from droits_ouverts.bilan.web.cartes import choices_said, dressed, first_name, opinions_said
from droits_ouverts.bilan.web.forms_choix import AvisForm, ChoixForm
from droits_ouverts.bilan.web.views import actor_of, is_htmx
from droits_ouverts.droits import services as droits

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.bilan.rules import Reponses


@require_http_methods(["GET", "HEAD", "POST"])
def choix(request: HttpRequest, bilan_id: uuid.UUID, code: str) -> HttpResponse:
    """Note a choice: one button of a card (its fragment comes back), or the whole form on its own page."""
    bilan, reponses = _open(request, bilan_id)
    droit = droits.get(code)
    actuel = choices_said(bilan, reponses, now=timezone.now()).get(code)
    form = ChoixForm(request.POST if request.method == "POST" else None, initial={"decision": actuel.decision if actuel else ""})
    if form.is_valid():
        services_choix.choose_right(bilan_id=bilan_id, actor=actor_of(request), droit=code, now=timezone.now(), **form.cleaned_data)
        return _after(request, bilan_id, code)
    contexte = {"bilan_id": bilan_id, "code": code, "libelle": presentation.label_of(droit.libelle), "form": form, "actuel": actuel}
    return render(request, "bilan/choix.html", contexte | {"prenom": first_name(reponses)}, status=422 if form.is_bound else 200)


@require_POST
def annuler(request: HttpRequest, bilan_id: uuid.UUID, code: str, choix_id: int) -> HttpResponse:
    """Take a choice back within its minute."""
    services_choix.undo_choice(bilan_id=bilan_id, actor=actor_of(request), choix_id=choix_id, now=timezone.now())
    return _after(request, bilan_id, code)


@require_http_methods(["GET", "HEAD", "POST"])
def avis(request: HttpRequest, bilan_id: uuid.UUID, code: str) -> HttpResponse:
    """Give an opinion beside the estimate, or withdraw it."""
    bilan, _reponses = _open(request, bilan_id)
    droit = droits.get(code)
    actuel = opinions_said(bilan).get(code)
    retrait = request.method == "POST" and request.POST.get("statut") == StatutAvis.RETIRE
    form = AvisForm(request.POST if request.method == "POST" else None, initial={"statut": actuel.etat.value, "raison": actuel.raison} if actuel else {})
    if form.is_valid() and (actuel or not retrait):
        services_choix.give_opinion(bilan_id=bilan_id, actor=actor_of(request), droit=code, now=timezone.now(), **form.cleaned_data)
    if form.is_bound and form.is_valid():
        return redirect(_anchor(bilan_id, code))
    contexte = {"bilan_id": bilan_id, "code": code, "libelle": presentation.label_of(droit.libelle), "form": form, "actuel": actuel}
    return render(request, "bilan/avis.html", contexte, status=422 if form.is_bound else 200)


def _after(request: HttpRequest, bilan_id: uuid.UUID, code: str) -> HttpResponse:
    """Answer a choice: the card as it is now with the summary, or the results at that card."""
    montree = None
    if is_htmx(request):
        bilan, reponses = _open(request, bilan_id)
        actuelle = selectors.estimate_of(bilan, reponses, tasks.versions_of_rules())
        a_jour = actuelle is not None and actuelle.statut == StatutEstimation.FAITE
        montree = actuelle if a_jour else selectors.latest_estimate(bilan)
    if montree is None:
        return redirect(_anchor(bilan_id, code))
    cartes, _generales = dressed(bilan, reponses, selectors.open_results(montree), now=timezone.now())
    carte = next((une for une in cartes if une.code == code), None)
    if carte is None:
        reponse = HttpResponse()
        reponse["HX-Redirect"] = _anchor(bilan_id, code)
        return reponse
    contexte = {
        "bilan_id": bilan_id,
        "carte": carte,
        "annonce": _("%(droit)s : %(choix)s.")
        % {"droit": carte.libelle, "choix": carte.choix.phrase if carte.choix else _("Déjà reçu") if carte.classe == "recu" else _("pas encore de choix")},
        "resume": presentation_choix.summary(cartes, first_name(reponses)),
        "prenom": first_name(reponses),
        "a_jour": a_jour,
        "fragment": True,
    }
    return render(request, "bilan/_choix_note.html", contexte)


def _anchor(bilan_id: uuid.UUID, code: str) -> str:
    return f"{reverse('bilan:resultats', args=[bilan_id])}#droit-{code}"


def _open(request: HttpRequest, bilan_id: uuid.UUID) -> tuple[Bilan, Reponses]:
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    return bilan, selectors.open_answers(bilan)
