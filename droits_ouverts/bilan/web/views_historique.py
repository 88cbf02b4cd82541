"""Screens of what was kept: the estimates of a check-up, one of them as it was, two of them compared, an old one made again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from droits_ouverts.bilan import presentation, selectors, services, tasks
from droits_ouverts.bilan.comparaison import GROUPES, Gardee, compare
from droits_ouverts.bilan.enums import StatutEstimation
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.ports import EtapeMoteur, moteur
from droits_ouverts.bilan.web import changements
from droits_ouverts.bilan.web.reponses_dites import answer_text, names_of, question_text
from droits_ouverts.bilan.web.views import actor_of, is_htmx
from droits_ouverts.foundation.errors import NotVisibleError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from droits_ouverts.bilan.models import Bilan, Estimation
    from droits_ouverts.bilan.rules import Reponses
    from droits_ouverts.engine import results


@require_safe
def historique(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """List the estimates of a check-up, the last first."""
    bilan, reponses = _open(request, bilan_id)
    lignes = [_line(ligne) for ligne in selectors.kept_estimates(bilan)]
    return render(request, "bilan/historique.html", {"bilan_id": bilan_id, "prenom": _first_name(reponses), "lignes": lignes})


def _line(ligne: Estimation) -> dict[str, object]:
    return {
        "id": ligne.pk,
        "faite_at": ligne.faite_at,
        "refaite": ligne.refaite_de_id is not None,
        "phrase": presentation.sub_headline(selectors.open_results(ligne)) or presentation.headline(selectors.open_results(ligne), ""),
        "versions": changements.versions_text(ligne.versions),
        "anciennes": changements.other_rules(ligne.versions, tasks.versions_of_rules()),
    }


@require_safe
def gardee(request: HttpRequest, bilan_id: uuid.UUID, estimation_id: int) -> HttpResponse:
    """Show an estimate as it was, with the answers of then."""
    bilan, reponses = _open(request, bilan_id)
    ligne = selectors.kept_estimate(bilan, estimation_id)
    resultat, questionnaire = selectors.open_results(ligne), selectors.open_situation(ligne)
    noms = names_of(reponses, questionnaire)
    cartes = presentation.cards(resultat, noms)
    contexte = {
        "bilan_id": bilan_id,
        "prenom": _first_name(reponses),
        "ligne": _line(ligne),
        "titre": presentation.headline(resultat, _first_name(reponses)),
        "sous_titre": presentation.sub_headline(resultat),
        "cartes": [carte for carte in cartes if carte.etat is not presentation.Etat.HORS],
        "hors": [carte for carte in cartes if carte.etat is presentation.Etat.HORS],
        "reponses_d_alors": _told(questionnaire, noms),
        "sans_reponses": not ligne.situation_scellee,
    }
    return render(request, "bilan/gardee.html", contexte)


def _told(questionnaire: Mapping[str, object], noms: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the answers of a household: who or what they are about, then each question and its answer."""
    mois = str(questionnaire["mois"])
    personnes = questionnaire.get("personnes")
    sections: list[tuple[str, str, Mapping[str, object]]] = [
        (noms.get(str(p["id"]), ""), str(p["id"]), p.get("faits") or {}) for p in (personnes if isinstance(personnes, list) else [])
    ]
    demandeur = _demandeur(questionnaire)
    for groupe in GROUPES:
        faits = questionnaire.get(groupe)
        sections.append((str(changements.GROUPES_DITS[groupe]), groupe, faits if isinstance(faits, dict) else {}))
    return [
        (titre, [(question_text(fait, entite, noms, demandeur, mois), answer_text(fait, valeur, dit=True)) for fait, valeur in faits.items()])
        for titre, entite, faits in sections
        if faits
    ]


def _demandeur(questionnaire: Mapping[str, object]) -> str:
    personnes = questionnaire.get("personnes")
    return next((str(p["id"]) for p in (personnes if isinstance(personnes, list) else []) if p["role"] == "demandeur"), "")


@require_safe
def comparer(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show two estimates side by side (the last two where none is named): what changed, and why."""
    bilan, reponses = _open(request, bilan_id)
    lignes = selectors.kept_estimates(bilan)
    contexte: dict[str, object] = {"bilan_id": bilan_id, "prenom": _first_name(reponses), "lignes": [_line(ligne) for ligne in lignes]}
    if len(lignes) < 2:
        return render(request, "bilan/comparer.html", contexte | {"seule": True})
    # What was computed again explains a comparison: by itself, the page compares what was told.
    dites_d_abord = sorted(lignes, key=lambda ligne: ligne.refaite_de_id is not None)
    apres = _named(request, lignes, "apres") or dites_d_abord[0]
    autres = [ligne for ligne in dites_d_abord if ligne != apres]
    avant = _named(request, autres, "avant") or autres[0]
    if (avant.demandee_at, avant.pk) > (apres.demandee_at, apres.pk):
        avant, apres = apres, avant
    une, autre = _kept(bilan, avant), _kept(bilan, apres)
    refaite = _between(bilan, lignes, avant, apres)
    comparaison = compare(une, autre, refaite)
    noms = names_of(reponses, une.questionnaire, autre.questionnaire)
    regles = tasks.versions_of_rules()
    contexte |= {
        "avant": _line(avant),
        "apres": _line(apres),
        "vue": changements.view(comparaison, noms, _demandeur(autre.questionnaire), autre.estimation.mois),
        "comparaison": comparaison,
        "separable": not changements.other_rules(apres.versions, regles),
        "sans_reponses": not (avant.situation_scellee and apres.situation_scellee),
    }
    return render(request, "bilan/comparer.html", contexte)


def _named(request: HttpRequest, lignes: list[Estimation], nom: str) -> Estimation | None:
    texte = request.GET.get(nom, "")
    return next((ligne for ligne in lignes if str(ligne.pk) == texte), None)


def _kept(bilan: Bilan, ligne: Estimation) -> Gardee:
    ligne.bilan = bilan
    return Gardee(estimation=selectors.open_results(ligne), questionnaire=selectors.open_situation(ligne), versions=ligne.versions)


def _between(bilan: Bilan, lignes: list[Estimation], avant: Estimation, apres: Estimation) -> results.Estimation | None:
    """Return the answers of the first under the rules of the second, where they were computed."""
    for ligne in lignes:
        if ligne.refaite_de_id == avant.pk and ligne != apres and not changements.other_rules(ligne.versions, apres.versions):
            ligne.bilan = bilan
            return selectors.open_results(ligne)
    return None


@require_POST
def refaire(request: HttpRequest, bilan_id: uuid.UUID, estimation_id: int) -> HttpResponse:
    """Compute the answers of an old estimate under the rules of today: it will stand beside. Then show what the rules alone changed."""
    actor = actor_of(request)
    refaite = services.remake_estimate(bilan_id=bilan_id, actor=actor, estimation_id=estimation_id, versions=tasks.versions_of_rules(), now=timezone.now())
    if refaite.statut == StatutEstimation.DEMANDEE:
        tasks.run_estimate(estimation=refaite, actor=actor, moteur=moteur(), clock=timezone.now)
        refaite.refresh_from_db()
    faite = refaite.statut == StatutEstimation.FAITE
    apres = request.POST.get("apres", "")
    suite = f"{reverse('bilan:comparer', args=[bilan_id])}?avant={estimation_id}&apres={apres if apres.isdecimal() else refaite.pk}"
    if faite and not is_htmx(request):
        return redirect(suite)
    etat = moteur().etat()
    contexte = {
        "bilan_id": bilan_id,
        "estimation_id": estimation_id,
        "apres": apres if apres.isdecimal() else "",
        "echouee": refaite.statut == StatutEstimation.ECHOUEE,
        "phrase": "" if etat.etape is EtapeMoteur.PRET else said(etat.etape.phrase),
        "attente": max(2, min(etat.attente, 10)),
        "prenom": "",
    }
    if not is_htmx(request):
        return render(request, "bilan/refaire.html", contexte, status=503)
    reponse = render(request, "bilan/_refaire.html", contexte | {"faite": faite, "suite": suite})
    if faite:
        reponse["HX-Redirect"] = suite
    return reponse


def _first_name(reponses: Reponses) -> str:
    return reponses.demandeur.prenom if reponses.demandeur else ""


def _open(request: HttpRequest, bilan_id: uuid.UUID) -> tuple[Bilan, Reponses]:
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    if reponses.demandeur is None:
        raise NotVisibleError
    return bilan, reponses
