"""The calendar of rights, and what is said beside each card: asked of the engine beside the page, kept nowhere."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from droits_ouverts.bilan import agenda, eclaircies, rules, selectors, tasks
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.ports import EtapeMoteur, MoteurEchecError, MoteurIndisponibleError, moteur
from droits_ouverts.bilan.presentation import label_of
from droits_ouverts.bilan.web.cartes import first_name
from droits_ouverts.bilan.web.views import actor_of, is_htmx
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.situation import SituationError
from droits_ouverts.foundation.langue import month_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.bilan.rules import Reponses


@require_http_methods(["GET", "HEAD", "POST"])
def calendrier(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Ask for the calendar (GET), or compute and show it (POST): whole page, or its fragment beside."""
    _bilan, reponses = _open(request, bilan_id)
    if reponses.demandeur is None:
        return redirect("bilan:foyer", bilan_id=bilan_id)
    contexte: dict[str, object] = {"bilan_id": bilan_id, "prenom": first_name(reponses), "mois": month_name(reponses.mois)}
    statut = 200
    if request.method == "POST":
        contexte |= _answered(lambda: _calendar(reponses))
        statut = 503 if contexte.get("attente") and not is_htmx(request) else 200
    return render(request, "bilan/_calendrier.html" if is_htmx(request) else "bilan/calendrier.html", contexte, status=statut)


@require_http_methods(["GET", "HEAD", "POST"])
def eclairage(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Say where the answers would turn: each sentence into its card (POST beside the results), or a page of its own."""
    bilan, reponses = _open(request, bilan_id)
    if reponses.demandeur is None:
        return redirect("bilan:foyer", bilan_id=bilan_id)
    contexte: dict[str, object] = {"bilan_id": bilan_id, "prenom": first_name(reponses)}
    statut = 200
    if request.method == "POST":
        contexte |= _answered(lambda: _said(bilan, reponses))
        statut = 503 if contexte.get("attente") and not is_htmx(request) else 200
    return render(request, "bilan/_eclairage.html" if is_htmx(request) else "bilan/eclairage.html", contexte, status=statut)


def _open(request: HttpRequest, bilan_id: uuid.UUID) -> tuple[Bilan, Reponses]:
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    return bilan, selectors.open_answers(bilan)


def _answered(ask: Callable[[], dict[str, object]]) -> dict[str, object]:
    try:
        return ask()
    except (MoteurEchecError, SituationError):
        return {"echec": True}
    except MoteurIndisponibleError as error:
        etat = moteur().etat()
        prete = etat.etape is EtapeMoteur.PRET
        return {"attente": max(2, min(error.retry_after, 15)), "phrase": _("Le moteur de calcul est occupé.") if prete else said(etat.etape.phrase)}


def _calendar(reponses: Reponses) -> dict[str, object]:
    calcule = tasks.run_calendar(questionnaire=reponses.questionnaire(), moteur=moteur())
    if calcule is None:
        return {"pas_pret": True}
    prenoms = {ident: said(nom) for ident, nom in reponses.prenoms().items()}
    return {"vue": agenda.view(calcule, prenoms, rules.received(reponses), regles=REGLES, catalogue=load_catalogue())}


def _said(bilan: Bilan, reponses: Reponses) -> dict[str, object]:
    """Return what is said of the rights that the results show. One query besides the answers."""
    dit = tasks.run_light(questionnaire=reponses.questionnaire(), moteur=moteur())
    if dit is None:
        return {"pas_pret": True}
    montree = selectors.latest_estimate(bilan)
    montres = {droit.code for droit in selectors.open_results(montree).droits} if montree else set()
    prenoms = {ident: said(nom) for ident, nom in reponses.prenoms().items()}
    naissances = {membre.id: date.fromisoformat(str(ne)) for membre in reponses.membres if (ne := membre.faits.get("date_naissance"))}
    demandeur = reponses.demandeur.id if reponses.demandeur else ""
    dites = [e for e in eclaircies.said_of(dit, demandeur, prenoms, naissances) if e.code in montres]
    return {
        "dites": [(eclaircie, label_of(REGLES[eclaircie.code].libelle)) for eclaircie in dites],
        "travail": eclaircies.work_said(dit.marge),
        "incertain": dit.completions > 1,
    }
