"""Screens of the check-up: the list, the start, one subject after the other."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.bilan import selectors, services
from droits_ouverts.bilan.web import etapes as chemin
from droits_ouverts.bilan.web.forms import SujetForm
from droits_ouverts.engine.questionnaire.types import Sujet
from droits_ouverts.foundation.errors import NotVisibleError

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from droits_ouverts.bilan.rules import Reponses
    from droits_ouverts.comptes.models import Compte


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a fragment is asked, rather than a page."""
    return bool(cast("HtmxDetails", getattr(request, "htmx", False)))


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List the check-ups of the actor's structures."""
    on = timezone.localdate()
    actor = actor_of(request)
    return render(request, "bilan/liste.html", {"bilans": selectors.list_bilans(actor, on=on), "peut_commencer": bool(selectors.my_structures(actor, on=on))})


@require_http_methods(["GET", "HEAD", "POST"])
def sujet(request: HttpRequest, bilan_id: uuid.UUID, sujet: str) -> HttpResponse:
    """Ask the questions of one subject; save at each answer (htmx) or with the whole screen."""
    choisi = _sujet(sujet)
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    situation = chemin.situation_of(reponses)
    if situation is None:
        return redirect("bilan:foyer", bilan_id=bilan.pk)
    if request.method != "POST":
        form = SujetForm(sujet=choisi, reponses=reponses, situation=situation)
        return render(request, "bilan/sujet.html", _contexte(bilan_id, reponses, form) | {"suite": "suite" in request.GET})
    form = SujetForm(sujet=choisi, reponses=reponses, situation=situation, data=request.POST, en_cours=is_htmx(request))
    fini = not form.erreurs and not is_htmx(request)
    apres = services.save_answers(
        bilan_id=bilan.pk,
        actor=actor_of(request),
        reponses=form.reponses,
        sujet=choisi if fini else None,
        now=timezone.now(),
    )
    return _autosaved(request, bilan_id, apres, form) if is_htmx(request) else _posted(request, bilan_id, apres, form)


def _posted(request: HttpRequest, bilan_id: uuid.UUID, apres: Reponses, form: SujetForm) -> HttpResponse:
    """Answer a whole screen sent: the mistakes, or the questions that have appeared, or the next subject."""
    if form.erreurs:
        return render(request, "bilan/sujet.html", _contexte(bilan_id, apres, form), status=422)
    if _fresh(apres, form.sujet).affichees != form.affichees and request.POST.get("affichees", form.affichees) == form.affichees:
        return redirect(f"{reverse('bilan:sujet', args=[bilan_id, form.sujet.value])}?suite=1")
    return redirect(next_address(bilan_id, apres, form.sujet))


def _autosaved(request: HttpRequest, bilan_id: uuid.UUID, apres: Reponses, form: SujetForm) -> HttpResponse:
    """Answer one answer saved: a word that it is saved, the mistakes in their places, the questions anew where others appeared."""
    neuf = _fresh(apres, form.sujet)
    contexte = _contexte(bilan_id, apres, form)
    if not form.erreurs and neuf.affichees != request.POST.get("affichees", ""):
        reponse = render(request, "bilan/_questions.html", _contexte(bilan_id, apres, neuf) | {"enregistre": True})
        reponse["HX-Retarget"], reponse["HX-Reswap"] = "#questions", "outerHTML"
        return reponse
    return render(request, "bilan/_enregistre.html", contexte)


def _fresh(reponses: Reponses, choisi: Sujet) -> SujetForm:
    situation = chemin.situation_of(reponses)
    if situation is None:
        raise NotVisibleError
    return SujetForm(sujet=choisi, reponses=reponses, situation=situation)


def _contexte(bilan_id: uuid.UUID, reponses: Reponses, form: SujetForm) -> dict[str, object]:
    etapes = chemin.etapes(reponses, chemin.situation_of(reponses), form.sujet)
    rang = next((i for i, etape in enumerate(etapes) if etape.courante), 0)
    return {
        "bilan_id": bilan_id,
        "form": form,
        "etapes": etapes,
        "etape": etapes[rang] if rang else None,
        "titre": chemin.title_of(form.sujet),
        "precedente": etapes[rang - 1] if rang else etapes[0],
        "derniere": rang == len(etapes) - 1,
        "reponses": reponses,
        "suite": False,
        "enregistre": False,
    }


def next_address(bilan_id: uuid.UUID, reponses: Reponses, choisi: Sujet | None) -> str:
    """Return the address of the screen after a subject: the next subject, or the results."""
    etapes = chemin.etapes(reponses, chemin.situation_of(reponses), choisi)
    rang = next((i for i, etape in enumerate(etapes) if etape.courante), len(etapes) - 1)
    suivante = etapes[rang + 1].sujet if rang + 1 < len(etapes) else None
    return reverse("bilan:sujet", args=[bilan_id, suivante.value]) if suivante else reverse("bilan:resultats", args=[bilan_id])


def _sujet(valeur: str) -> Sujet:
    try:
        return Sujet(valeur)
    except ValueError:
        raise NotVisibleError from None
