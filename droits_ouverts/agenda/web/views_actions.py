"""Screens of actions: a new one, one of them, done or not done after all; and a person's whole agenda with her card on paper."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.agenda import carte as cartes
from droits_ouverts.agenda import selectors, services_actions
from droits_ouverts.agenda.enums import EtatAction
from droits_ouverts.agenda.errors import AgendaChangedError, AgendaRefusedError
from droits_ouverts.agenda.services_carte import give_card
from droits_ouverts.agenda.web.commun import actor_of, my_structure, team_of, way_back
from droits_ouverts.agenda.web.forms import ActionForm, CarteForm
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.ui.langues import SOURCE, language

if TYPE_CHECKING:
    from django.http import HttpRequest

    from droits_ouverts.personnes.models import Personne


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Write an action of the team."""
    return _new(request, my_structure(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle_personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Write an action for a person."""
    qui = _person(request, personne_id)
    return _new(request, qui.structure_id, qui)


def _new(request: HttpRequest, structure_id: int, qui: Personne | None) -> HttpResponse:
    actor = actor_of(request)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        equipe=team_of(structure_id),
        avec_personne=qui is not None,
        initial={"responsable": str(actor.pk)},
    )
    if form.is_valid():
        try:
            services_actions.note_action(actor=actor, structure_id=structure_id, personne_id=qui.pk if qui else None, voulue=form.voulue(), now=timezone.now())
        except AgendaRefusedError as refus:
            form.refuse(refus.errors)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("agenda:personne", personne_id=qui.pk) if qui else redirect("agenda:jour")
    contexte = {"form": form, "personne": qui, "nom": personnes.open_identity(qui).ecrite if qui else "", "ligne": None}
    return render(request, "agenda/action.html", contexte, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Show an action, and change it while it is not done."""
    actor = actor_of(request)
    ligne = selectors.action_for(actor, action_id, on=timezone.localdate())
    une = ligne.action
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        equipe=team_of(une.structure_id, aussi=(une.responsable,)),
        avec_personne=une.personne_id is not None,
        initial={"quoi": ligne.quoi, "qui": une.qui, "responsable": str(une.responsable_id), "avant_le": une.avant_le},
    )
    if form.is_valid():
        try:
            services_actions.change_action(actor=actor, action_id=action_id, voulue=form.voulue(), now=timezone.now())
        except AgendaRefusedError as refus:
            form.refuse(refus.errors)
        except AgendaChangedError:
            form.add_error(None, _("Quelqu’un l’a notée faite ou retirée entre-temps. Ce que vous avez écrit est encore là : relisez, puis recommencez."))
        else:
            messages.success(request, _("C’est changé."))
            return redirect("agenda:action", action_id=action_id)
    contexte = {"form": form, "personne": une.personne, "nom": ligne.nom, "ligne": ligne, "a_faire": une.etat == EtatAction.A_FAIRE}
    return render(request, "agenda/action.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def faite(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Note that it is done."""
    une = services_actions.do_action(actor=actor_of(request), action_id=action_id, now=timezone.now())
    messages.success(request, _("C’est fait. Elle reste dans « Fait aujourd’hui » : vous pouvez la défaire."))
    return redirect(way_back(request, une.personne_id))


@require_POST
def pas_faite(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Note that it is not done after all."""
    une = services_actions.undo_action(actor=actor_of(request), action_id=action_id, now=timezone.now())
    messages.success(request, _("C’est de nouveau à faire."))
    return redirect(way_back(request, une.personne_id))


@require_POST
def retirer(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """Take back an action noted by mistake; or put it back."""
    remettre = request.POST.get("geste") == "remettre"
    verbe = services_actions.restore_action if remettre else services_actions.withdraw_action
    verbe(actor=actor_of(request), action_id=action_id, now=timezone.now())
    messages.success(request, _("Elle est remise.") if remettre else _("Elle est retirée. Vous pouvez la remettre."))
    return redirect("agenda:action", action_id=action_id)


@require_safe
def personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Show all the appointments of a person and all her actions, what is to come first."""
    qui, now = _person(request, personne_id), timezone.now()
    rendez_vous, actions = selectors.of_person(qui, on=timezone.localdate())
    contexte = {
        "personne": qui,
        "nom": personnes.open_identity(qui).ecrite,
        "a_venir": [ligne for ligne in rendez_vous if ligne.rendez_vous.etat == "prevu" and ligne.rendez_vous.fin_at > now],
        "a_noter": [ligne for ligne in rendez_vous if ligne.rendez_vous.etat == "prevu" and ligne.rendez_vous.fin_at <= now],
        "passes": [ligne for ligne in reversed(rendez_vous) if ligne.rendez_vous.etat != "prevu"],
        "a_faire": [ligne for ligne in actions if ligne.action.etat == EtatAction.A_FAIRE],
        "faites": [ligne for ligne in actions if ligne.action.etat == EtatAction.FAITE],
    }
    return render(request, "agenda/personne.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def carte(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Ask what the card may say, then give it as a PDF whose name tells nothing."""
    qui, now = _person(request, personne_id), timezone.now()
    contact = personnes.open_contact(qui)
    dates = selectors.dates_of(qui, now=now)
    form = CarteForm(request.POST if request.method == "POST" else None, initial={"neutre": cartes.is_neutral(contact)})
    if form.is_valid() and dates:
        langue = language(personnes.open_identity(qui).langue)
        contenu = cartes.pdf(
            dates,
            langue,
            language(SOURCE),
            neutre=form.cleaned_data["neutre"],
            numero=form.cleaned_data["numero"],
            structure=str(qui.structure),
        )
        give_card(actor=actor_of(request), personne_id=qui.pk, now=now)
        return HttpResponse(contenu, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="document.pdf"'})
    contexte = {"form": form, "personne": qui, "nom": personnes.open_identity(qui).ecrite, "dates": dates[: cartes.DATES_MAX], "contact": contact}
    return render(request, "agenda/carte.html", contexte, status=422 if form.is_bound and form.errors else 200)


def _person(request: HttpRequest, personne_id: int) -> Personne:
    return personnes.person_for(actor_of(request), personne_id, on=timezone.localdate())
