"""The page of the curve "if I worked more hours": asked for, computed beside the page, kept nowhere."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from droits_ouverts.bilan import selectors, tasks, trace
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.ports import EtapeMoteur, MoteurEchecError, MoteurIndisponibleError, moteur
from droits_ouverts.bilan.presentation import euros
from droits_ouverts.bilan.web.views import actor_of, is_htmx
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.engine.situation import SituationError

if TYPE_CHECKING:
    from droits_ouverts.bilan.rules import Membre, Reponses

SALAIRE_MAX = 20_000
"""Euros a month, as the question on wages takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """What the page was asked: whose wage, and a wage to read on the curve, as typed and as understood."""

    personne: str
    texte: str = ""
    salaire: float | None = None
    erreur: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def courbe(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Ask for the curve (GET), or compute and show it (POST): whole page, or its fragment beside."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    adultes = [m for m in reponses.membres if m.role in (Role.DEMANDEUR, Role.CONJOINT)]
    if reponses.demandeur is None:
        return redirect("bilan:foyer", bilan_id=bilan_id)
    demande = _asked(request, reponses, adultes)
    contexte: dict[str, object] = {
        "bilan_id": bilan_id,
        "mois": reponses.mois,
        "demande": demande,
        "adultes": [(membre.id, said(reponses.prenoms()[membre.id])) for membre in adultes],
        "prenom": said(reponses.prenoms()[demande.personne]),
    }
    statut = 200
    if request.method == "POST":
        contexte |= _computed(reponses, demande)
        statut = 503 if contexte.get("attente") and not is_htmx(request) else 200
    gabarit = "bilan/_courbe.html" if is_htmx(request) else "bilan/courbe.html"
    return render(request, gabarit, contexte, status=statut)


def _asked(request: HttpRequest, reponses: Reponses, adultes: list[Membre]) -> Demande:
    personne = request.POST.get("personne", "")
    if personne not in [membre.id for membre in adultes]:
        personne = reponses.demandeur.id if reponses.demandeur else ""
    texte = request.POST.get("salaire", "").strip()[:20]
    if not texte:
        return Demande(personne=personne)
    try:
        salaire = float(texte.replace("€", "").replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        salaire = -1.0
    if not 0 <= salaire <= SALAIRE_MAX:
        erreur = _("« %(texte)s » n’est pas un salaire par mois. Écrivez un nombre d’euros, par exemple 1200.") % {"texte": texte}
        return Demande(personne=personne, texte=texte, erreur=erreur)
    return Demande(personne=personne, texte=texte, salaire=salaire)


def _computed(reponses: Reponses, demande: Demande) -> dict[str, object]:
    try:
        tracee = tasks.run_curve(questionnaire=reponses.questionnaire(), personne=demande.personne, moteur=moteur())
    except (MoteurEchecError, SituationError):
        return {"echec": True}
    except MoteurIndisponibleError as error:
        etat = moteur().etat()
        prete = etat.etape is EtapeMoteur.PRET
        return {"attente": max(2, min(error.retry_after, 15)), "phrase": _("Le moteur de calcul est occupé.") if prete else said(etat.etape.phrase)}
    membre = reponses.membre(demande.personne)
    vue = trace.view(tracee, membre.prenom if membre else "")
    lue = "" if demande.salaire is None else trace.at_wage(tracee, demande.salaire)
    bout = tracee.points[-1].salaire
    return {
        "vue": vue,
        "lue": lue,
        "au_dela": demande.salaire is not None and demande.salaire > bout,
        "bout": euros(bout),
        "smic_depuis": date.fromisoformat(vue.smic_depuis),
    }
