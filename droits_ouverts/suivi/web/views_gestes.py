"""What is done around a right: papers, calls, clocks, who does what is next. Each is a short form, or one tap."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.langue import gettext as said
from droits_ouverts.suivi import selectors, services, services_suite
from droits_ouverts.suivi.errors import StepRefusedError
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.presentation import clock_name
from droits_ouverts.suivi.web.forms import ConfierForm, EcheanceForm, PapierForm
from droits_ouverts.suivi.web.views import actor_of, heading


@require_http_methods(["GET", "HEAD", "POST"])
def demander(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Note that a paper is asked for."""
    suivi = _right(request, suivi_id)
    form = PapierForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services_suite.ask_paper(droit_suivi_id=suivi.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
        except StepRefusedError as refus:
            _tell(form, refus)
        else:
            messages.success(request, _("C’est noté\u00a0: ce papier est à donner."))
            return redirect("suivi:droit", suivi_id=suivi.pk)
    return _form(request, suivi, form, titre=_("Un papier est demandé"), bouton=_("Noter ce papier"))


@require_POST
def regler_papier(request: HttpRequest, suivi_id: uuid.UUID, piece_id: int) -> HttpResponse:
    """Note that a paper was given, is of no use, or is missing after all."""
    suivi = _right(request, suivi_id)
    if not suivi.pieces.filter(pk=piece_id).exists():
        raise NotVisibleError
    services_suite.settle_paper(piece_id=piece_id, actor=actor_of(request), suite=request.POST.get("suite", ""), now=timezone.now())
    return redirect("suivi:droit", suivi_id=suivi.pk)


@require_POST
def appel(request: HttpRequest, suivi_id: uuid.UUID, mois: int) -> HttpResponse:
    """Note what an after-care call found."""
    resultat = request.POST.get("resultat", "")
    services_suite.note_call(droit_suivi_id=suivi_id, actor=actor_of(request), mois=mois, resultat=resultat, now=timezone.now())
    if resultat == "arrete":
        messages.success(request, _("C’est noté. Notez aussi pourquoi et depuis quand le droit s’est arrêté."))
        return redirect("suivi:etape", suivi_id=suivi_id, vers="perdu")
    messages.success(request, _("L’appel est noté."))
    return redirect("suivi:droit", suivi_id=suivi_id)


@require_POST
def appel_defaire(request: HttpRequest, suivi_id: uuid.UUID, appel_id: int) -> HttpResponse:
    """Take back the call that was just noted by mistake."""
    services_suite.undo_call(droit_suivi_id=suivi_id, appel_id=appel_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, _("C’est repris : cet appel n’est plus noté."))
    return redirect("suivi:droit", suivi_id=suivi_id)


@require_http_methods(["GET", "HEAD", "POST"])
def echeance(request: HttpRequest, suivi_id: uuid.UUID, echeance_id: int) -> HttpResponse:
    """Say that a clock is done, move it, pause it, or let it run again."""
    suivi = _right(request, suivi_id)
    une = suivi.echeances.filter(pk=echeance_id).first()
    if une is None:
        raise NotVisibleError
    form = EcheanceForm(request.POST if request.method == "POST" else None, initial={"reglement": "faite"})
    if form.is_valid():
        try:
            services_suite.settle_clock(echeance_id=une.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
        except StepRefusedError as refus:
            _tell(form, refus)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("suivi:droit", suivi_id=suivi.pk)
    return _form(request, suivi, form, titre=clock_name(une.nature), bouton=_("Enregistrer"))


@require_http_methods(["GET", "HEAD", "POST"])
def confier(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Say who does what is next."""
    suivi = _right(request, suivi_id)
    collegues = selectors.colleagues_of(suivi.structure_id, on=timezone.localdate())
    form = ConfierForm(request.POST if request.method == "POST" else None, collegues=collegues, initial={"responsable": str(suivi.responsable_id)})
    if form.is_valid():
        choisi = next(un for un in collegues if str(un.pk) == form.cleaned_data["responsable"])
        services.assign_right(droit_suivi_id=suivi.pk, actor=actor_of(request), responsable=choisi, now=timezone.now())
        messages.success(request, _("C’est noté\u00a0: {nom} s’occupe de la suite.").format(nom=choisi.nom))
        return redirect("suivi:droit", suivi_id=suivi.pk)
    return _form(request, suivi, form, titre=_("Qui s’occupe de la suite"), bouton=_("Enregistrer"))


def _right(request: HttpRequest, suivi_id: uuid.UUID) -> DroitSuivi:
    return selectors.right_for(actor_of(request), suivi_id, on=timezone.localdate())


def _tell(form: PapierForm | EcheanceForm, refus: StepRefusedError) -> None:
    for champ, phrase in refus.errors.items():
        form.add_error(champ, said(phrase))


def _form(request: HttpRequest, suivi: DroitSuivi, form: PapierForm | EcheanceForm | ConfierForm, *, titre: str, bouton: str) -> HttpResponse:
    contexte = heading(suivi) | {"form": form, "titre": titre, "bouton": bouton}
    return render(request, "suivi/geste.html", contexte, status=422 if form.is_bound else 200)
