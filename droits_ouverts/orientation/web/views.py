"""Screens of who sends: the list, sending, the page of an orientation and what may be done with it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.comptes.models import Compte
from droits_ouverts.orientation import selectors, services, services_annuaire, services_retour
from droits_ouverts.orientation.enums import Champ, IssueRelais, MotifPause, NatureRelais
from droits_ouverts.orientation.errors import OrientationRefusedError
from droits_ouverts.orientation.services_courriels import send_due
from droits_ouverts.orientation.web.choix import is_search, sending_form
from droits_ouverts.orientation.web.forms import AussiForm, PauseForm, RelaisForm, RelaisIssueForm, RetraitForm, told
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.selectors import open_identity

if TYPE_CHECKING:
    from django import forms

    from droits_ouverts.orientation.models import Destinataire, PassageDeRelais
    from droits_ouverts.orientation.rules import Recul
    from droits_ouverts.orientation.services_courriels import Tournee


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


def page_of(request: HttpRequest) -> int:
    """Return the page asked for, the first where it is not a number."""
    demandee = request.GET.get("page", "1")
    return int(demandee) if demandee.isascii() and demandee.isdigit() and len(demandee) < 6 else 1


def tell_mail(request: HttpRequest, tournee: Tournee) -> None:
    """Say at once what became of the mails of a gesture, where they did not leave."""
    if tournee.refuses:
        messages.warning(request, _("La messagerie d’un service a refusé le courriel. Appelez ce service, ou vérifiez son adresse."))
    if tournee.injoignable or tournee.reportes:
        messages.warning(request, _("La messagerie ne répond pas pour l’instant. Rien n’est perdu : le courriel partira de lui-même."))
    if tournee.incertains:
        messages.warning(request, _("La messagerie s’est coupée : nous ne savons pas si le courriel est arrivé. Appelez le service."))


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List what was sent: what is awaited, what is blocked, what is done. The view is in the address."""
    vue, page, on = request.GET.get("vue", "attente"), page_of(request), timezone.localdate()
    vue = vue if vue in selectors.VUES else "attente"
    lignes, encore = selectors.sendings_of(actor_of(request), vue=vue, on=on, page=page)
    return render(request, "orientation/liste.html", {"lignes": lignes, "vue": vue, "page": page, "encore": encore})


@require_http_methods(["GET", "HEAD", "POST"])
def envoyer(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Send a person for one right. What each service can take, and how it answers, stands beside its name: nothing is promised blindly."""
    actor, on = actor_of(request), timezone.localdate()
    droit = selectors.right_to_send(actor, suivi_id, on=on)
    possibles = selectors.recipients_of(droit.structure_id)
    form = sending_form(request, droit, possibles)
    if is_search(request) and "HX-Request" in request.headers:
        return render(request, "orientation/_lieux_trouves.html", {"form": form})
    if form.is_valid():
        try:
            faite = services_annuaire.send(
                actor=actor,
                droit=droit,
                demandee=form.demandee(),
                destinataires=form.cleaned_data.get("destinataires", []),
                lieux=form.cleaned_data["lieux"],
                now=timezone.now(),
            )
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        else:
            tell_mail(request, send_due(now=timezone.now(), envois=faite.envois.values_list("pk", flat=True)))
            messages.success(request, _("C’est envoyé. La page dit ce qui est attendu, et quand."))
            return redirect("orientation:orientation", orientation_id=faite.pk)
    noms = selectors.names_of_rights()
    contexte = {
        "droit": droit,
        "droit_dit": noms.get(droit.droit, droit.droit),
        "nom": open_identity(droit.personne).ecrite,
        "form": form,
        "services": _told_apart(possibles, on),
    }
    return render(request, "orientation/envoyer.html", contexte, status=422 if form.is_bound else 200)


@require_safe
def orientation(request: HttpRequest, orientation_id: uuid.UUID) -> HttpResponse:
    """Show an orientation: where each service stands, what comes next, what may be done."""
    return show(request, orientation_id)


@require_POST
def aussi(request: HttpRequest, orientation_id: uuid.UUID) -> HttpResponse:
    """Send the same sheet to one more service."""
    actor, on = actor_of(request), timezone.localdate()
    lue = selectors.orientation_for(actor, orientation_id, on=on)
    form = AussiForm(request.POST, services=[(un.pk, un.nom) for un in selectors.recipients_of(lue.orientation.structure_id)])
    if form.is_valid():
        try:
            envoi = services.send_to_another(actor=actor, orientation_id=orientation_id, destinataire_id=form.cleaned_data["destinataire"], now=timezone.now())
        except OrientationRefusedError as refus:
            told(form, {"destinataire": next(iter(refus.errors.values()))})
        else:
            tell_mail(request, send_due(now=timezone.now(), envois=[envoi.pk]))
            messages.success(request, _("Envoyé aussi à ce service."))
            return redirect("orientation:orientation", orientation_id=orientation_id)
    return show(request, orientation_id, aussi=form)


@require_POST
def pause(request: HttpRequest, orientation_id: uuid.UUID) -> HttpResponse:
    """Hold the reminders of this orientation, or count the days again."""
    actor, now = actor_of(request), timezone.now()
    if request.POST.get("geste") == "reprendre":
        services.resume_reminders(actor=actor, orientation_id=orientation_id, now=now)
        messages.success(request, _("Les jours comptent de nouveau."))
        return redirect("orientation:orientation", orientation_id=orientation_id)
    form = PauseForm(request.POST)
    if form.is_valid():
        services.hold_reminders(actor=actor, orientation_id=orientation_id, motif=MotifPause(form.cleaned_data["motif"]), now=now)
        messages.success(request, _("Personne n’est relancé pour cette orientation tant que vous ne le reprenez pas."))
        return redirect("orientation:orientation", orientation_id=orientation_id)
    return show(request, orientation_id, pause=form)


@require_POST
def retrait(request: HttpRequest, orientation_id: uuid.UUID) -> HttpResponse:
    """She no longer agrees: no service reads the sheet any more."""
    form = RetraitForm(request.POST)
    if not form.is_valid():
        return show(request, orientation_id, retrait=form)
    now = timezone.now()
    services.withdraw_agreement(actor=actor_of(request), orientation_id=orientation_id, mode=ModeAccord(form.cleaned_data["mode"]), now=now)
    messages.success(request, _("C’est noté. Plus aucun service ne lit cette fiche, et plus rien n’est attendu."))
    return redirect("orientation:orientation", orientation_id=orientation_id)


@require_POST
def retrait_defaire(request: HttpRequest, orientation_id: uuid.UUID) -> HttpResponse:
    """Take back a withdrawal that was noted by mistake."""
    services_retour.undo_withdrawal(actor=actor_of(request), orientation_id=orientation_id, now=timezone.now())
    messages.success(request, _("C’est repris : son accord tient toujours, et la page est comme avant."))
    return redirect("orientation:orientation", orientation_id=orientation_id)


@require_POST
def relais(request: HttpRequest, orientation_id: uuid.UUID) -> HttpResponse:
    """Plan a call with the three, or a visit together."""
    actor, on = actor_of(request), timezone.localdate()
    lue = selectors.orientation_for(actor, orientation_id, on=on)
    form = RelaisForm(request.POST, services=_sent_to(lue))
    if form.is_valid():
        recu = form.cleaned_data
        services.plan_handover(
            actor=actor,
            orientation_id=orientation_id,
            destinataire_id=recu["destinataire"],
            nature=NatureRelais(recu["nature"]),
            prevu_le=recu["prevu_le"],
            now=timezone.now(),
        )
        messages.success(request, _("C’est noté. Vous direz ici ce qu’il en est sorti."))
        return redirect("orientation:orientation", orientation_id=orientation_id)
    return show(request, orientation_id, relais=form)


@require_POST
def relais_issue(request: HttpRequest, orientation_id: uuid.UUID, relais_id: int) -> HttpResponse:
    """Say what came of it."""
    form = RelaisIssueForm(request.POST, auto_id=_ids_of(relais_id))
    if form.is_valid():
        try:
            services.tell_handover(
                actor=actor_of(request),
                orientation_id=orientation_id,
                relais_id=relais_id,
                issue=IssueRelais(form.cleaned_data["issue"]),
                fait_le=form.cleaned_data["fait_le"],
                now=timezone.now(),
            )
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("orientation:orientation", orientation_id=orientation_id)
    return show(request, orientation_id, **{f"issue_{relais_id}": form})


def show(request: HttpRequest, orientation_id: uuid.UUID, **formulaires: forms.Form) -> HttpResponse:
    """Show the page of an orientation, with the forms that were refused as they were typed."""
    on = timezone.localdate()
    lue = selectors.orientation_for(actor_of(request), orientation_id, on=on)
    deja = {envoi.envoi.destinataire_id for envoi in lue.envois}
    autres = [(un.pk, un.nom) for un in selectors.recipients_of(lue.orientation.structure_id) if un.pk not in deja]
    noms, code = selectors.names_of_rights(), lue.orientation.droit_suivi.droit
    contexte = {
        "lue": lue,
        "droit_dit": noms.get(code, code),
        "champs": [Champ(champ).label for champ in lue.orientation.champs],
        "relais": [
            (un, formulaires.get(f"issue_{un.pk}") or _to_tell(un, on))
            for un in lue.orientation.relais.select_related("destinataire").order_by("prevu_le", "pk")
        ],
        "autres": autres,
        "appels_a_defaire": {lu.envoi.pk for lu in lue.envois if services_retour.may_undo_call(lu.envoi, actor_of(request), now=timezone.now())},
        "retrait_a_defaire": services_retour.may_undo_withdrawal(lue.retrait, actor_of(request), now=timezone.now()),
        "courriel": settings.COURRIEL_ACTIF,
        "form_aussi": formulaires.get("aussi") or AussiForm(services=autres),
        "form_retrait": formulaires.get("retrait") or RetraitForm(),
        "form_pause": formulaires.get("pause") or PauseForm(),
        "form_relais": formulaires.get("relais") or RelaisForm(services=_sent_to(lue)),
    }
    return render(request, "orientation/orientation.html", contexte, status=422 if formulaires else 200)


def _ids_of(relais_id: int) -> str:
    """Several hand-overs may wait on one page: each form has ids of its own."""
    return f"relais{relais_id}_%s"


def _to_tell(relais: PassageDeRelais, on: date) -> RelaisIssueForm:
    return RelaisIssueForm(initial={"fait_le": on}, auto_id=_ids_of(relais.pk))


def _sent_to(lue: selectors.OrientationLue) -> list[tuple[int, str]]:
    return [(envoi.envoi.destinataire_id, envoi.envoi.destinataire.nom) for envoi in lue.envois if envoi.envoi.destinataire.retire_le is None]


def _told_apart(possibles: list[Destinataire], on: date) -> list[tuple[Destinataire, Recul]]:
    mesures = selectors.measures_of(possibles, on=on)
    return [(un, mesures[un.pk]) for un in possibles]
