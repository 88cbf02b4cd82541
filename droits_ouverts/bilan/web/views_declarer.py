"""The page that answers the fear of a debt: what to tell, when, what a delay would cost this household, what to do if a debt comes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from droits_ouverts.bilan import declaration, rules, selectors, tasks
from droits_ouverts.bilan.enums import DecisionChoix
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.ports import EtapeMoteur, MoteurEchecError, MoteurIndisponibleError, moteur
from droits_ouverts.bilan.web.cartes import first_name
from droits_ouverts.bilan.web.views import actor_of, is_htmx
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.declarer import load_declarer
from droits_ouverts.engine.situation import SituationError

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.bilan.rules import Reponses

GARDES = (DecisionChoix.VOULU, DecisionChoix.DEJA_DEMANDE)


@require_http_methods(["GET", "HEAD", "POST"])
def declarer(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show what to tell (GET), with what a delay would cost, computed by the engine and kept nowhere (POST)."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    codes = _codes(bilan, reponses)
    catalogue = load_catalogue()
    contexte: dict[str, object] = {
        "bilan_id": bilan_id,
        "prenom": first_name(reponses),
        "droits": [declaration.to_tell(catalogue[code]) for code in codes],
        "conseils": load_declarer(),
        "possible": bool(codes) and reponses.demandeur is not None,
    }
    statut = 200
    if request.method == "POST" and contexte["possible"]:
        contexte |= _cost(reponses, codes)
        statut = 503 if contexte.get("attente") and not is_htmx(request) else 200
    return render(request, "bilan/_declarer_exemples.html" if is_htmx(request) else "bilan/declarer.html", contexte, status=statut)


def _codes(bilan: Bilan, reponses: Reponses) -> list[str]:
    """Return the rights that she receives, wants or has asked for. One query."""
    recus = rules.received(reponses)
    voulus = [code for code, choix in selectors.choices_of(bilan).items() if choix.decision in GARDES]
    return [code for code in load_catalogue() if code in recus or code in voulus]


def _cost(reponses: Reponses, codes: list[str]) -> dict[str, object]:
    try:
        courbe = tasks.run_curve(questionnaire=reponses.questionnaire(), personne="", moteur=moteur())
    except (MoteurEchecError, SituationError):
        return {"echec": True}
    except MoteurIndisponibleError as error:
        etat = moteur().etat()
        phrase = _("Le moteur de calcul est occupé.") if etat.etape is EtapeMoteur.PRET else said(etat.etape.phrase)
        return {"attente": max(2, min(error.retry_after, 15)), "phrase": phrase}
    exemples = declaration.examples(courbe, codes)
    return {"calcule": True, "salaire_inconnu": exemples is None, "exemples": exemples or [], "incertain": courbe.completions > 1}
