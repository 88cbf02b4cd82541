"""Screens of the papers that answer: which of her papers may be read, what one says beside what was answered, one tap for each answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.bilan import papiers, selectors, services
from droits_ouverts.bilan.rules import RECUS
from droits_ouverts.bilan.web.reponses_dites import answer_text, names_of, question_text
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.documents import lecture
from droits_ouverts.documents.errors import PapierRefuseError
from droits_ouverts.documents.reponses import is_old
from droits_ouverts.documents.selectors import line_of, papers_of
from droits_ouverts.documents.services import read_document
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Sujet
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.langue import month_name

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.bilan.papiers import Proposee
    from droits_ouverts.bilan.rules import Reponses


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte:
    """A proposition on screen, in the words of the questions."""

    proposee: Proposee
    question: str
    qui: str
    mois: str
    proposition: str
    actuelle: str
    sujet: str
    vieux: bool


@require_safe
def papiers_du_bilan(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """List the papers of the person whose check-up it is."""
    on = timezone.localdate()
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=on)
    siens = papers_of(bilan.personne, on=on) if bilan.personne else []
    return render(request, "bilan/papiers.html", {"bilan_id": bilan.pk, "bilan": bilan, "papiers": siens})


@require_http_methods(["GET", "HEAD", "POST"])
def papier(request: HttpRequest, bilan_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Read a paper: what it proposes, each beside its passage; take the one that was tapped, read again from the paper itself."""
    actor, now, on = actor_of(request), timezone.now(), timezone.localdate()
    bilan = selectors.bilan_for(actor, bilan_id, on=on)
    if bilan.personne_id is None:
        raise NotVisibleError
    document, contenu = read_document(actor=actor, personne_id=bilan.personne_id, document_id=document_id, now=now)
    proposees = papiers.proposed(_texts(contenu), selectors.open_answers(bilan))
    if request.method == "POST":
        _take(request, bilan, proposees)
        return redirect("bilan:papier", bilan_id=bilan_id, document_id=document_id)
    reponses = selectors.open_answers(bilan)
    contexte = {"bilan_id": bilan.pk, "ligne": line_of(document, on=on), "cartes": [_card(une, reponses) for une in proposees]}
    return render(request, "bilan/papier.html", contexte)


def _texts(contenu: bytes) -> list[str]:
    """Return the text of a paper; nothing where it has none that can be read: what is not read proposes nothing."""
    try:
        return lecture.texts_of(contenu)
    except PapierRefuseError:
        return []


def _take(request: HttpRequest, bilan: Bilan, proposees: list[Proposee]) -> None:
    """Make an answer of the proposition that was tapped. Raise `NotVisibleError` for one that the paper does not make."""
    voulue = request.POST.get("proposition", ""), request.POST.get("entite", "")
    une = next((autre for autre in proposees if (autre.proposition.cle, autre.entite) == voulue), None)
    if une is None:
        raise NotVisibleError
    actor, now = actor_of(request), timezone.now()
    reponse = papiers.answer_of(une.proposition, une.entite, selectors.open_answers(bilan))
    services.save_answers(bilan_id=bilan.pk, actor=actor, reponses=[reponse], sujet=None, now=now)
    messages.success(request, _("C’est noté dans le bilan. Si ce n’est pas la bonne réponse, corrigez-la sur sa question."))


def _card(une: Proposee, reponses: Reponses) -> Carte:
    proposition, noms = une.proposition, names_of(reponses)
    demandeur = reponses.demandeur.id if reponses.demandeur else ""
    droits = proposition.fait == RECUS
    return Carte(
        proposee=une,
        question=question_text(proposition.fait, une.entite, noms, demandeur, reponses.mois),
        qui=noms.get(une.entite, ""),
        mois=month_name(proposition.mois) if proposition.mois else "",
        proposition=answer_text(proposition.fait, [proposition.valeur] if droits else proposition.valeur, dit=True),
        actuelle=answer_text(proposition.fait, une.actuelle, dit=une.dite),
        sujet=(Sujet.DROITS_RECUS if droits else FAITS[proposition.fait].sujet).value,
        vieux=is_old(proposition.annee, reponses.mois),
    )
