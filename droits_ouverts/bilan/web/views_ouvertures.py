"""Screens of who opened a file: read by the professional with the person, who may keep it printed."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from droits_ouverts.bilan import ouvertures, selectors
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.journal.selectors import LIGNES_MAX
from droits_ouverts.personnes import selectors as personnes


@require_safe
def de_la_personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Show who opened what is held of a person."""
    qui = personnes.person_for(actor_of(request), personne_id, on=timezone.localdate())
    contexte = {"nom": personnes.open_identity(qui).ecrite, "retour": reverse("personnes:personne", args=[qui.pk]), "structure": qui.structure}
    return render(request, "bilan/ouvertures.html", contexte | {"passages": ouvertures.passages_of_person(qui), "lignes_max": LIGNES_MAX})


@require_safe
def du_bilan(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show who opened a check-up."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    demandeur = selectors.open_answers(bilan).demandeur
    contexte = {"nom": demandeur.prenom if demandeur else "", "retour": reverse("bilan:resultats", args=[bilan_id]), "structure": bilan.structure}
    return render(request, "bilan/ouvertures.html", contexte | {"passages": ouvertures.passages_of_bilan(bilan), "lignes_max": LIGNES_MAX})
