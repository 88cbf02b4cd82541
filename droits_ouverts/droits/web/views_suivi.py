"""The pages of those who keep the catalogue true: reports of readers, dead links."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits import access, enonces, liens, presentation, selectors
from droits_ouverts.droits import signalements as verbs
from droits_ouverts.droits.models import LienSurveille, Signalement
from droits_ouverts.droits.services import all_droits
from droits_ouverts.droits.types import Droit
from droits_ouverts.droits.urgences import load_urgences
from droits_ouverts.droits.web.forms import SuiteForm
from droits_ouverts.foundation.errors import ForbiddenError

PAR_PAGE = 50


@require_safe
def signalements(request: HttpRequest) -> HttpResponse:
    """What readers say is no longer true: open ones, or settled ones. Four queries."""
    _keeper(request)
    return _page(request, settled=request.GET.get("etat") == "regles")


@require_POST
def regler(request: HttpRequest, signalement_id: int) -> HttpResponse:
    """Settle a report with a sentence."""
    actor = _keeper(request)
    form = SuiteForm(request.POST, signalement_id=signalement_id)
    if not form.is_valid():
        return _page(request, settled=False, faulty=(signalement_id, form))
    verbs.settle_report(signalement_id=signalement_id, actor=actor, suite=form.cleaned_data["suite"], now=timezone.now())
    messages.success(request, _("Le signalement est réglé."))
    return HttpResponseRedirect(reverse("droits:signalements"))


@require_safe
def liens_morts(request: HttpRequest) -> HttpResponse:
    """The addresses of the catalogue that no longer answer, and the rights that cite them. Four queries."""
    _keeper(request)
    dead = selectors.dead_links()
    citing = selectors.rights_citing(frozenset(dead))
    urgent = liens.urgent_addresses(load_urgences())
    last = LienSurveille.objects.order_by("-verifie_at").values_list("verifie_at", flat=True).first()
    context = {
        "liens": [(lien, _constat(lien), citing.get(url, []), url in urgent) for url, lien in dead.items()],
        "surveilles": LienSurveille.objects.count(),
        "derniere": last,
    }
    return render(request, "droits/liens.html", context)


def _keeper(request: HttpRequest) -> Compte:
    """Return the account, which must keep the catalogue."""
    assert isinstance(request.user, Compte)  # noqa: S101  routes are closed by default: this narrows the type
    if not access.may_settle_reports(request.user, timezone.localdate()):
        raise ForbiddenError
    return request.user


def _page(request: HttpRequest, *, settled: bool, faulty: tuple[int, SuiteForm] | None = None) -> HttpResponse:
    droits = {droit.code: droit for droit in all_droits()}
    found = selectors.reports(settled=settled)
    total = found.count()
    shown = list(found[:PAR_PAGE])
    if faulty is not None and faulty[0] not in {signalement.pk for signalement in shown}:
        # Its own form must show again, with what was typed.
        shown = [*selectors.reports(settled=False).filter(pk=faulty[0]), *shown]
    context = {
        "regles": settled,
        "total": total,
        "de_plus": max(0, total - PAR_PAGE),
        "ouverts": total if not settled else selectors.reports(settled=False).count(),
        "signalements": [_row(signalement, droits.get(signalement.droit), faulty) for signalement in shown],
    }
    return render(request, "droits/signalements.html", context, status=422 if faulty else 200)


def _row(signalement: Signalement, droit: Droit | None, faulty: tuple[int, SuiteForm] | None) -> dict[str, Any]:
    enonce = enonces.statements(droit).get(signalement.cle) if droit else None
    form = None
    if signalement.regle_at is None:
        form = faulty[1] if faulty and faulty[0] == signalement.pk else SuiteForm(signalement_id=signalement.pk)
    return {
        "signalement": signalement,
        "droit": droit,
        "enonce": enonce.texte if enonce else "",
        "ancre": signalement.cle.replace("[", "-").replace("]", ""),
        "change": droit is None or enonces.fingerprint_at(droit, signalement.cle) != signalement.empreinte,
        "signale_le": presentation.day(signalement.signale_le),
        "regle_le": presentation.day(timezone.localdate(signalement.regle_at)) if signalement.regle_at else "",
        "form": form,
    }


def _constat(lien: LienSurveille) -> str:
    return {
        "absent": _("La page n’existe plus."),
        "en_panne": _("Le site est en panne."),
        "injoignable": _("Le site ne répond pas."),
    }.get(lien.constat, _("Le lien ne répond pas."))
