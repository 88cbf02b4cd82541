"""Screens of decisions that differ: comparing one with its estimate and giving it as a test case; the cases, for who keeps the rules."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.bilan.ports import moteur
from droits_ouverts.bilan.selectors import open_situation
from droits_ouverts.ecarts import selectors
from droits_ouverts.ecarts.commentaires import spoken
from droits_ouverts.ecarts.comparaison import facts_answered, likely_first
from droits_ouverts.ecarts.enums import SensEcart
from droits_ouverts.ecarts.errors import TooRareError
from droits_ouverts.ecarts.presentation import comparison_said
from droits_ouverts.ecarts.services import CasDit, keep_case
from droits_ouverts.ecarts.web.forms import EcartForm
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.suivi.presentation import label_of
from droits_ouverts.suivi.selectors import right_for

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def comparer(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Show a decision beside its estimate; where they differ, make of it a case of nobody, if she agrees."""
    suivi = right_for(actor_of(request), suivi_id, on=timezone.localdate())
    lu = selectors.comparison_of(suivi)
    if lu is None:
        raise NotVisibleError
    questionnaire = open_situation(lu.estimation)
    faits = likely_first(facts_answered(questionnaire), lu.motif)
    form = EcartForm(request.POST if request.method == "POST" else None, faits=faits, initial={"motif": lu.motif})
    if form.is_valid():
        dit = CasDit(sens=lu.comparaison.sens.value, fait=form.cleaned_data["fait"], motif=form.cleaned_data["motif"], accord=form.cleaned_data["accord"])
        cas = moteur().cas(questionnaire, suivi.droit, spoken(lu.comparaison, dit))
        if cas is None:
            raise TooRareError
        keep_case(droit_suivi_id=suivi.pk, actor=actor_of(request), dit=dit, cas=cas, now=timezone.now())
        messages.success(request, _("Merci. Le cas est gardé, sans personne."))
        return redirect("suivi:droit", suivi_id=suivi.pk)
    contexte = {
        "suivi": suivi,
        "libelle": label_of(suivi.droit),
        "nom": open_identity(suivi.personne).ecrite,
        "lignes": comparison_said(lu.comparaison),
        "sens": lu.comparaison.sens.label,
        "pareil": lu.comparaison.sens == SensEcart.PAREIL,
        "form": form,
    }
    return render(request, "ecarts/comparer.html", contexte, status=422 if form.is_bound else 200)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List the cases, the last month first."""
    lus = selectors.cases_for(actor_of(request), on=timezone.localdate())
    return render(request, "ecarts/cas.html", {"cas": [(un, label_of(un.droit)) for un in lus]})


@require_safe
def fichier(request: HttpRequest, cas_id: uuid.UUID) -> HttpResponse:
    """Give one case as a file of OpenFisca's tests."""
    return _file(selectors.case_for(actor_of(request), cas_id, on=timezone.localdate()).cas)


@require_safe
def tous(request: HttpRequest) -> HttpResponse:
    """Give every case as one file of OpenFisca's tests."""
    return _file("\n".join(un.cas for un in selectors.cases_for(actor_of(request), on=timezone.localdate())))


def _file(contenu: str) -> HttpResponse:
    return HttpResponse(contenu, content_type="application/yaml", headers={"Content-Disposition": 'attachment; filename="cas.yaml"'})
