"""Screens of what the engine answered: the fragment that waits for it, the results, the sheet."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from droits_ouverts.bilan import presentation, presentation_choix, selectors, services, tasks
from droits_ouverts.bilan.enums import StatutEstimation
from droits_ouverts.bilan.ports import moteur
from droits_ouverts.bilan.presentation import Etat
from droits_ouverts.bilan.web import etapes as chemin
from droits_ouverts.bilan.web.cartes import dressed, first_name
from droits_ouverts.bilan.web.views import actor_of, is_htmx
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.personnes.selectors_droits import corrections_of

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan, Estimation
    from droits_ouverts.bilan.rules import Reponses
    from droits_ouverts.engine import results


@require_POST
def estimation(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Compute the estimate of the answers as they are, beside the page; without JavaScript, go to the results."""
    actor = actor_of(request)
    demandee = services.request_estimate(bilan_id=bilan_id, actor=actor, versions=tasks.versions_of_rules(), now=timezone.now())
    if demandee.statut == StatutEstimation.DEMANDEE:
        tasks.run_estimate(estimation=demandee, actor=actor, moteur=moteur(), clock=timezone.now)
        demandee.refresh_from_db()
    if not is_htmx(request):
        return redirect("bilan:resultats", bilan_id=bilan_id)
    reponse = render(request, "bilan/_estimation.html", {"bilan_id": bilan_id, "depuis": request.POST.get("depuis", "")} | _progress(demandee))
    if demandee.statut == StatutEstimation.FAITE and request.POST.get("depuis") == "resultats":
        reponse["HX-Refresh"] = "true"
    return reponse


def _progress(demandee: Estimation) -> dict[str, object]:
    """Return where an estimate stands, in words, and what it says so far."""
    if demandee.statut == StatutEstimation.FAITE:
        resultat = selectors.open_results(demandee)
        return {
            "statut": demandee.statut,
            "phrase": presentation.headline(resultat, _first_name(demandee)),
            "detail": presentation.sub_headline(resultat),
            "attente": 0,
        }
    if demandee.statut == StatutEstimation.ECHOUEE:
        return {"statut": demandee.statut, "phrase": _("Le calcul n’a pas abouti. Cela ne dit rien des droits."), "detail": "", "attente": 0}
    etat = moteur().etat()
    phrase = _("Calcul des droits en cours.") if etat.etape.value == "pret" else _(etat.etape.phrase)
    return {"statut": demandee.statut, "phrase": phrase, "detail": _("Vous pouvez continuer pendant ce temps."), "attente": max(2, min(etat.attente, 10))}


def _first_name(demandee: Estimation) -> str:
    demandeur = selectors.open_answers(demandee.bilan).demandeur
    return demandeur.prenom if demandeur else ""


@require_safe
def resultats(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show what the household might receive, one card a right."""
    bilan, reponses = _open(request, bilan_id)
    if reponses.demandeur is None:
        return redirect("bilan:foyer", bilan_id=bilan_id)
    actuelle = selectors.estimate_of(bilan, reponses, tasks.versions_of_rules())
    a_jour = actuelle is not None and actuelle.statut == StatutEstimation.FAITE
    montree = actuelle if a_jour else selectors.latest_estimate(bilan)
    echouee = actuelle is not None and actuelle.statut == StatutEstimation.ECHOUEE
    contexte: dict[str, object] = {"bilan_id": bilan_id, "bilan": bilan, "a_jour": a_jour, "echouee": echouee, "montree": montree is not None}
    contexte["rectifications"] = corrections_of(bilan.personne, bilan=bilan.pk) if bilan.personne else []
    contexte |= _household(reponses)
    if montree is not None:
        contexte |= _results(bilan, selectors.open_results(montree), reponses)
    return render(request, "bilan/resultats.html", contexte)


def _household(reponses: Reponses) -> dict[str, object]:
    demandeur = reponses.demandeur
    etapes = chemin.etapes(reponses, chemin.situation_of(reponses))
    return {
        "prenom": demandeur.prenom if demandeur else "",
        "autres": len(reponses.membres) - 1,
        "mois": month_name(reponses.mois),
        "derniere_etape": etapes[-1],
        "etapes": etapes,
    }


def _results(bilan: Bilan, resultat: results.Estimation, reponses: Reponses) -> dict[str, object]:
    prenoms = reponses.prenoms()
    cartes, generales = dressed(bilan, reponses, resultat, now=timezone.now())
    demandeur = reponses.demandeur
    return {
        "resume": presentation_choix.summary(cartes, first_name(reponses)),
        "notes_generales": generales,
        "titre": presentation.headline(resultat, demandeur.prenom if demandeur else ""),
        "sous_titre": presentation.sub_headline(resultat),
        "suivante": presentation.next_question(resultat, prenoms),
        "gain_question": presentation.euros(resultat.question_suivante.gain) if resultat.question_suivante and resultat.question_suivante.gain >= 1 else "",
        "probables": [carte for carte in cartes if carte.groupe is Etat.PROBABLE],
        "a_verifier": [carte for carte in cartes if carte.groupe is Etat.A_VERIFIER],
        "recus": [carte for carte in cartes if carte.groupe is Etat.RECU],
        "hors": [carte for carte in cartes if carte.groupe is Etat.HORS],
        "non_calcules": presentation.not_computed(resultat),
        "hypotheses": resultat.hypotheses,
        "versions": sorted(resultat.versions.items()),
        "moteur": resultat.moteur,
        "interpretes": presentation.interpreted(resultat),
    }


def _open(request: HttpRequest, bilan_id: uuid.UUID) -> tuple[Bilan, Reponses]:
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    return bilan, selectors.open_answers(bilan)
