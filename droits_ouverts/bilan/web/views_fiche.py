"""Screens of the sheet: the page to print, the PDF, and the note that it was handed over."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from droits_ouverts.bilan import fiche as papier
from droits_ouverts.bilan import rules, selectors, services
from droits_ouverts.bilan.enums import DecisionChoix
from droits_ouverts.bilan.fiche_pdf import pdf
from droits_ouverts.bilan.fiche_types import Contexte
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.signals import fin_composee
from droits_ouverts.bilan.web import etapes as chemin
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.selectors import open_contact
from droits_ouverts.ui.langues import LANGUES, language

if TYPE_CHECKING:
    from droits_ouverts.engine import results
    from droits_ouverts.engine.situation import Situation


@require_safe
def fiche(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show the sheet as a page to print."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    resultat, situation, contexte = sheet_of(bilan, _language(request))
    document = papier.document(resultat, situation, contexte)
    page = {"bilan_id": bilan_id, "fiche": document, "langues_fiche": LANGUES, "langue_fiche": contexte.langue}
    demandes = fin_composee.send(sender=Bilan, personne=bilan.personne) if bilan.personne else []
    contact = open_contact(bilan.personne) if bilan.personne else None
    return render(request, "bilan/fiche.html", page | {"discretion": contact, "demandes": [bloc for _recepteur, bloc in demandes if bloc]})


@require_POST
def remise(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Note that the sheet was handed over."""
    services.close_bilan(bilan_id=bilan_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, _("C’est noté : la fiche est remise. Le bilan peut encore être complété."))
    return redirect("bilan:list")


@require_safe
def fiche_pdf(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Give the sheet as a PDF: one page, or one leaf where she chose more than a page holds."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    contenu = pdf(*sheet_of(bilan, _language(request)))
    return HttpResponse(contenu, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="fiche-droits.pdf"'})


def _language(request: HttpRequest) -> str:
    """Return the language asked for the sheet, else the page's."""
    return language(request.GET.get("langue") or get_language()).code


def sheet_of(bilan: Bilan, langue: str) -> tuple[results.Estimation, Situation, Contexte]:
    """Return what the sheet of a check-up is drawn from. Four queries. Raise `NotVisibleError` where no estimate is done."""
    reponses = selectors.open_answers(bilan)
    faite = selectors.latest_estimate(bilan)
    situation = chemin.situation_of(reponses)
    if faite is None or situation is None:
        raise NotVisibleError(
            title=_("La fiche n’est pas encore prête"),
            what=_("Aucune estimation n’est faite pour ce bilan."),
            why=_("La fiche est tirée de l’estimation."),
            next_step=_("Revenez au bilan, et demandez l’estimation."),
        )
    choix = {code: un.decision for code, un in selectors.choices_of(bilan).items()}
    # The answers say what is received, as they are now: a choice made before does not bring it back on the sheet.
    recus = set(rules.received(reponses))
    contexte = Contexte(
        langue=langue,
        prenoms={membre.id: membre.prenom for membre in reponses.membres if membre.prenom},
        voulus=[code for code, decision in choix.items() if decision == DecisionChoix.VOULU] if DecisionChoix.VOULU in choix.values() else None,
        plus_tard=[code for code, decision in choix.items() if decision == DecisionChoix.PAS_MAINTENANT and code not in recus],
        hors_fiche=recus | {code for code, decision in choix.items() if decision != DecisionChoix.VOULU},
        jour=timezone.localdate(),
        site=settings.SITE_URL,
        anonyme=bilan.anonyme,
        avis={code: avis.statut for code, avis in selectors.opinions_of(bilan).items()},
    )
    return selectors.open_results(faite), situation, contexte
