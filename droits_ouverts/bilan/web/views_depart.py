"""Screens of how a check-up begins: the doors, the code, what is urgent, the five questions; and how one is taken up again."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.bilan import codes, departs, selectors, services
from droits_ouverts.bilan.enums import FormeBilan
from droits_ouverts.bilan.web import court as cinq
from droits_ouverts.bilan.web import etapes as chemin
from droits_ouverts.bilan.web.forms import DepartForm, SujetForm
from droits_ouverts.bilan.web.views import actor_of, is_htmx
from droits_ouverts.droits.urgences import load_urgences
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.limites import counted

COOKIE, COOKIE_SECONDES = "do_code", 600
"""The code stays ten minutes in the browser that made it, so that its page can be shown again; the service keeps its digest only."""
ESSAIS_MAX, ESSAIS_SECONDES = 10, 900


@require_http_methods(["GET", "HEAD", "POST"])
def commencer(request: HttpRequest) -> HttpResponse:
    """Start a check-up: short or whole, with a name or without."""
    actor = actor_of(request)
    structures = selectors.my_structures(actor, on=timezone.localdate())
    if not structures:
        raise ForbiddenError(why=_("Votre compte n’est membre d’aucune structure qui fait des bilans."))
    sites = selectors.sites_of([structure.pk for structure in structures])
    form = DepartForm(request.POST or None, structures=structures, sites=sites, today=timezone.localdate())
    if request.method != "POST" or not form.is_valid():
        return render(request, "bilan/commencer.html", {"form": form}, status=422 if form.is_bound else 200)
    recu = form.cleaned_data
    forme = FormeBilan(recu["forme"])
    now = timezone.now()
    if recu["anonyme"]:
        bilan, code = departs.start_anonymous(actor=actor, structure_id=recu["structure"], site_id=recu["site"], mois=recu["mois"], now=now, forme=forme)
        return _with_code(bilan.pk, code)
    bilan = services.start_bilan(actor=actor, structure_id=recu["structure"], site_id=recu["site"], mois=recu["mois"], now=now, forme=forme)
    return redirect("bilan:urgences", bilan_id=bilan.pk)


def _with_code(bilan_id: uuid.UUID, code: str) -> HttpResponse:
    page = reverse("bilan:code", args=[bilan_id])
    reponse = redirect(page)
    reponse.set_cookie(COOKIE, code, max_age=COOKIE_SECONDES, path=page, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE)
    return reponse


@require_http_methods(["GET", "HEAD"])
def code(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show the code that was just made, on a card to print; later, offer to replace it."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    if not bilan.anonyme:
        raise NotVisibleError
    lu = codes.read_code(request.COOKIES.get(COOKIE, ""))
    montre = codes.written(lu) if lu and codes.code_digest(lu) == bilan.code_reprise else ""
    return render(
        request,
        "bilan/code.html",
        {
            "bilan_id": bilan_id,
            "code": montre,
            "structure": bilan.structure,
            "efface_le": bilan.efface_le,
            "suite": reverse("bilan:urgences", args=[bilan_id]),
        },
    )


@require_POST
def code_nouveau(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Give a new code in place of the one that was lost."""
    return _with_code(bilan_id, departs.replace_code(bilan_id=bilan_id, actor=actor_of(request), now=timezone.now()))


class CodeForm(forms.Form):
    """The code, as it is typed."""

    code = forms.CharField(label=gettext_lazy("Code de reprise"), max_length=40, help_text=gettext_lazy("10 lettres et chiffres, par exemple 7KM2P-9XQ4D."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "dir": "ltr"}


@require_http_methods(["GET", "HEAD", "POST"])
def reprendre(request: HttpRequest) -> HttpResponse:
    """Take an anonymous check-up up again by its code: one answer for every code that finds nothing, and ten tries in a quarter of an hour."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request)
        now = timezone.now()
        if counted(scope="bilan.reprendre", who=str(actor.pk), seconds=ESSAIS_SECONDES, at=now.timestamp()) > ESSAIS_MAX:
            form.add_error("code", _("Trop d’essais. Attendez 15 minutes, puis vérifiez le code avec la personne."))
            return render(request, "bilan/reprendre.html", {"form": form}, status=429)
        trouve = departs.resume_by_code(actor=actor, texte=form.cleaned_data["code"], now=now)
        if trouve is not None:
            return redirect("bilan:foyer", bilan_id=trouve.pk)
        form.add_error("code", _("Aucun bilan de votre structure ne répond à ce code. Vérifiez-le : il se reprend seulement là où il a commencé."))
    return render(request, "bilan/reprendre.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def urgences(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Ask what is urgent, before any arithmetic; say at once what to do. Nothing is required."""
    if request.method == "POST":
        departs.save_urgent_needs(bilan_id=bilan_id, actor=actor_of(request), reponses=request.POST.dict(), now=timezone.now())
        if not is_htmx(request):
            return redirect("bilan:foyer", bilan_id=bilan_id)
        return render(request, "bilan/_etat_enregistre.html", {"oob": False, "mots": "oui"})
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    donnees = selectors.open_answers(bilan).urgences
    contenu = load_urgences()
    besoins = [(urgence, donnees.get(code.value, "")) for code, urgence in contenu.besoins.items()]
    return render(request, "bilan/urgences.html", {"bilan_id": bilan_id, "besoins": besoins, "toujours": contenu.toujours})


@require_http_methods(["GET", "HEAD", "POST"])
def court(request: HttpRequest, bilan_id: uuid.UUID, partie: str) -> HttpResponse:
    """Ask one of the five questions; the answer is saved as the whole check-up would."""
    if partie not in cinq.SUJETS:
        raise NotVisibleError
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    situation = chemin.situation_of(reponses)
    if situation is None:
        return redirect("bilan:foyer", bilan_id=bilan_id)
    data = request.POST if request.method == "POST" else None
    form = SujetForm(sujet=cinq.SUJETS[partie], reponses=reponses, situation=situation, data=data, seulement=cinq.questions(reponses, partie))
    if data is not None and not form.erreurs:
        gardees = [*form.reponses, *cinq.implied(form.reponses)]
        services.save_answers(bilan_id=bilan_id, actor=actor_of(request), reponses=gardees, sujet=None, now=timezone.now())
        return redirect(cinq.address_after(bilan_id, partie))
    etape = cinq.etape(partie)
    contexte = {
        "bilan_id": bilan_id,
        "form": form,
        "partie": partie,
        "titre": etape.titre,
        "etape": etape,
        "precedente": cinq.address_before(bilan_id, partie),
        "derniere": partie == cinq.ORDRE[-1],
    }
    return render(request, "bilan/court.html", contexte, status=422 if form.erreurs else 200)


@require_POST
def promouvoir(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Go on with the whole check-up; every answer stays."""
    departs.promote_bilan(bilan_id=bilan_id, actor=actor_of(request), now=timezone.now())
    return redirect("bilan:foyer", bilan_id=bilan_id)
