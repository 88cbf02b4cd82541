"""Screens of what a person answers when she is asked whether she may be called back if a law changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.messages import ways
from droits_ouverts.ui.langues import language
from droits_ouverts.veille import rules, selectors, services
from droits_ouverts.veille.enums import ReponseRappel
from droits_ouverts.veille.errors import AccordRefusedError
from droits_ouverts.veille.presentation import agreement_said
from droits_ouverts.veille.web.forms import AccordForm, RetraitForm
from droits_ouverts.veille.web.views import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
def accord(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Note what she answers, once; say what she answered before, and how she may be reached."""
    actor, now, on = actor_of(request), timezone.now(), timezone.localdate()
    qui = personnes.person_for(actor, personne_id, on=on)
    rows = selectors.answers_of(qui)
    dits = selectors.said(rows)
    identite, contact = personnes.open_identity(qui), personnes.open_contact(qui)
    a_dit_non = bool(dits) and dits[-1].reponse != rules.OUI
    form = AccordForm(request.POST if request.method == "POST" else None, a_dit_non=a_dit_non, langue=language(identite.langue).code, today=on)
    if form.is_valid():
        try:
            services.note_answer(actor=actor, personne_id=personne_id, reponse=form.answer(), now=now)
        except AccordRefusedError as refus:
            form.told(refus.errors)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("veille:accord", personne_id=personne_id)
    contexte = {
        "personne": qui,
        "identite": identite,
        "contact": contact,
        "joindre": ways(contact, langue=language(identite.langue).code, now=now),
        "rows": rows,
        "dit": agreement_said(dits, on=on),
        "en_cours": rules.in_force(dits, on) is not None,
        "a_dit_non": a_dit_non,
        "annulable": bool(rows) and services.may_undo(rows[-1], actor, now),
        "form": form,
        "retrait": RetraitForm(auto_id="retrait_%s"),
    }
    return render(request, "veille/accord.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def retirer(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Note that she takes back her yes: from now on she is in no list."""
    actor, now, on = actor_of(request), timezone.now(), timezone.localdate()
    qui = personnes.person_for(actor, personne_id, on=on)
    form = RetraitForm(request.POST)
    if form.is_valid():
        langue = language(personnes.open_identity(qui).langue).code
        dit = services.Reponse(reponse=ReponseRappel.RETIRE, mode=form.cleaned_data["mode"], langue=langue, le=on)
        services.note_answer(actor=actor, personne_id=personne_id, reponse=dit, now=now)
        messages.success(request, _("C’est noté : on ne la rappellera pas."))
    else:
        messages.error(request, _("Dites comment elle l’a dit."))
    return redirect("veille:accord", personne_id=personne_id)


@require_POST
def annuler(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Take back an answer noted by mistake today."""
    services.undo_answer(actor=actor_of(request), personne_id=personne_id, now=timezone.now())
    messages.success(request, _("C’est annulé : sa réponse d’avant est de nouveau celle qui compte."))
    return redirect("veille:accord", personne_id=personne_id)
