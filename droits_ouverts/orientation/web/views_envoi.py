"""Screens of one recipient: note its answer, take it back, hand over a link or a slip, tell what blocks."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.foundation.tableur import csv_headers
from droits_ouverts.irritants.services import report_irritant
from droits_ouverts.orientation import selectors, services, services_reponse, services_retour
from droits_ouverts.orientation.enums import NatureCourriel, Voie
from droits_ouverts.orientation.errors import AnswerMovedError, OrientationRefusedError
from droits_ouverts.orientation.gestes import locked_envoi, reached
from droits_ouverts.orientation.liens import desk_code
from droits_ouverts.orientation.models import Envoi
from droits_ouverts.orientation.services_blocages import hand_to_coordination
from droits_ouverts.orientation.services_courriels import enqueue, send_due
from droits_ouverts.orientation.services_liens import new_link
from droits_ouverts.orientation.web import dossier, papier
from droits_ouverts.orientation.web.forms import ReponseNoteeForm, told
from droits_ouverts.orientation.web.forms_blocages import BlocageForm, IrritantForm
from droits_ouverts.orientation.web.views import actor_of, tell_mail


@require_http_methods(["GET", "HEAD", "POST"])
def envoi(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Note what a service answered, on the telephone or on the slip whose QR code leads here."""
    actor, on = actor_of(request), timezone.localdate()
    lu = selectors.sending_for(actor, envoi_id, on=on)
    form = ReponseNoteeForm(request.POST if request.method == "POST" else None, statut=lu.statut, rang=lu.rang, today=on)
    if form.is_valid():
        try:
            services_reponse.note_answer(
                actor=actor,
                envoi_id=envoi_id,
                rang_vu=form.cleaned_data["rang"],
                dit=form.reponse(),
                voie=Voie(form.cleaned_data["voie"]),
                now=timezone.now(),
            )
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        except AnswerMovedError as refus:
            form.add_error(None, _(refus.what))
        else:
            messages.success(request, _("C’est noté."))
            return redirect("orientation:orientation", orientation_id=lu.orientation_id)
    contexte = {"envoi": lu, "form": form, "code": desk_code(lu.destinataire_id, lu.destinataire.rang_code), "pas": _steps(lu)}
    return render(request, "orientation/envoi.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def annuler(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Take an orientation back from one service; a minute to take that back."""
    suite = services.cancel_sending(actor=actor_of(request), envoi_id=envoi_id, rang_vu=_rank(request), now=timezone.now())
    messages.success(request, _("Cette orientation est reprise à ce service. Vous pouvez revenir en arrière pendant une minute."))
    return redirect("orientation:orientation", orientation_id=suite.envoi.orientation_id)


@require_POST
def revenir(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Take back what was just noted."""
    suite = services_reponse.undo_answer(actor=actor_of(request), envoi_id=envoi_id, rang_vu=_rank(request), now=timezone.now())
    messages.success(request, _("C’est repris : la page montre la réponse d’avant."))
    return redirect("orientation:orientation", orientation_id=suite.envoi.orientation_id)


@require_POST
def appele(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Note that the desk was called today."""
    lu = services.note_call(actor=actor_of(request), envoi_id=envoi_id, fait_le=timezone.localdate(), now=timezone.now())
    messages.success(request, _("L’appel est noté. Aucun rappel ne part avant une semaine. Si le service a répondu, notez sa réponse."))
    return redirect("orientation:orientation", orientation_id=lu.orientation_id)


@require_POST
def appele_defaire(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Take back a call that was not made."""
    lu = services_retour.undo_call(actor=actor_of(request), envoi_id=envoi_id, now=timezone.now())
    messages.success(request, _("C’est repris : cet appel n’est plus noté."))
    return redirect("orientation:orientation", orientation_id=lu.orientation_id)


@require_POST
def lien(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Give the service a new link: by mail where mail leaves, else shown once, to be handed over."""
    actor, now = actor_of(request), timezone.now()
    par_courriel = request.POST.get("geste") == "courriel"
    with transaction.atomic():
        lu = locked_envoi(envoi_id, actor, now)
        if not lu.est_ouvert:
            raise AnswerMovedError
        jeton = "" if par_courriel else _handed(lu, now)
        parti = enqueue(lu, NatureCourriel.NOUVEAU_LIEN, cle=f"envoye-{int(now.timestamp()) // 60}", now=now) if par_courriel else None
    if par_courriel:
        tell_mail(request, send_due(now=now, envois=[lu.pk]))
        messages.success(request, _("Un nouveau lien part vers ce service.") if parti else _("Un courriel attend déjà pour ce service, ou vient de partir."))
        return redirect("orientation:orientation", orientation_id=lu.orientation_id)
    contexte = {
        "envoi": lu,
        "lien": request.build_absolute_uri(reverse("reponse:ouvrir", args=[jeton])),
        "code": desk_code(lu.destinataire_id, lu.destinataire.rang_code),
    }
    return render(request, "orientation/lien.html", contexte)


@require_safe
def bordereau(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Print the sheet for one service, with the slip to send back."""
    lu = selectors.sending_for(actor_of(request), envoi_id, on=timezone.localdate())
    adresse = f"{settings.SITE_URL}{reverse('orientation:envoi', args=[lu.pk])}"
    contenu = papier.pdf(lu, selectors.open_sheet(lu.orientation), adresse=adresse)
    return HttpResponse(contenu, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="orientation.pdf"'})


@require_safe
def fichier(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Give the case as a file, for Administration+ or a partner's own tool: JSON, a line of a table, or paper (`forme`). Asked who she is afresh, as it leaves."""
    lu, now, forme = selectors.sending_for(actor_of(request), envoi_id, on=timezone.localdate()), timezone.localtime(), request.GET.get("forme", "json")
    selectors.check_may_leave(lu)
    if not is_fresh(request):
        return ask_again(request, suite=request.get_full_path())
    fiche, pas = selectors.open_sheet(lu.orientation), _steps(lu)
    if forme == "pdf":
        contenu = dossier.as_pdf(lu, fiche, pas, now=now)
        return HttpResponse(contenu, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="orientation.pdf"'})
    donnees = dossier.as_dict(lu, fiche, pas, now=now)
    if forme == "csv":
        return HttpResponse(dossier.as_csv(donnees), headers=csv_headers("orientation"))
    return HttpResponse(dossier.as_json(donnees), content_type="application/json", headers={"Content-Disposition": 'attachment; filename="orientation.json"'})


@require_http_methods(["GET", "HEAD", "POST"])
def bloquer(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Hand a blocked case to the coordination, which will read no name."""
    actor, on = actor_of(request), timezone.localdate()
    lu = selectors.sending_for(actor, envoi_id, on=on)
    connu = _known(lu)
    form = BlocageForm(request.POST if request.method == "POST" else None, initial=connu.initial)
    if form.is_valid():
        try:
            hand_to_coordination(actor=actor, envoi_id=envoi_id, cas=form.cas(on), now=timezone.now())
        except OrientationRefusedError as refus:
            told(form, refus.errors)
        else:
            messages.success(request, _("C’est transmis à la coordination. Elle ne lit ni le nom, ni ce que vous avez écrit."))
            return redirect("orientation:orientation", orientation_id=lu.orientation_id)
    return render(request, "orientation/bloquer.html", {"envoi": lu, "form": form, "irritant": connu}, status=422 if form.is_bound else 200)


@require_POST
def irritant(request: HttpRequest, envoi_id: uuid.UUID) -> HttpResponse:
    """Count what blocks, without anybody; a minute to take it back."""
    actor, on = actor_of(request), timezone.localdate()
    lu = selectors.sending_for(actor, envoi_id, on=on)
    form = IrritantForm(request.POST)
    if not form.is_valid():
        return render(request, "orientation/bloquer.html", {"envoi": lu, "form": BlocageForm(), "irritant": form}, status=422)
    site = lu.orientation.droit_suivi.site
    jeton = report_irritant(
        actor=actor,
        structure_id=lu.structure_id,
        genre=lu.destinataire.genre,
        site=site.code if site else "",
        droit=lu.orientation.droit_suivi.droit,
        etape=form.cleaned_data["etape"],
        blocage=form.cleaned_data["blocage"],
        now=timezone.now(),
    )
    return render(request, "orientation/irritant_note.html", {"envoi": lu, "jeton": jeton})


def _known(lu: Envoi) -> IrritantForm:
    """What blocks, as far as the last answer and the right say it."""
    derniere = lu.suites.order_by("-rang").first()
    return IrritantForm.known(statut=lu.statut, motif=derniere.motif if derniere else "", etat=lu.orientation.droit_suivi.etat)


def _handed(lu: Envoi, now: datetime) -> str:
    """Make a link that is handed over by hand: the service has it from today on."""
    jeton = new_link(lu, now=now)[1]
    reached(lu, on=timezone.localtime(now).date())
    return jeton


def _rank(request: HttpRequest) -> int:
    rang = request.POST.get("rang", "")
    return int(rang) if rang.isascii() and rang.isdigit() and len(rang) < 9 else 0


def _steps(lu: Envoi) -> list[selectors.PasLu]:
    return selectors.steps_read(lu, list(lu.suites.order_by("rang")))
