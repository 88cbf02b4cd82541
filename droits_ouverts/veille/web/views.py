"""Screens of two months of law: asking for them, whom the second may newly help, what came of the call."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.bilan.ports import moteur
from droits_ouverts.bilan.selectors import my_structures
from droits_ouverts.bilan.tasks import versions_of_rules
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.suivi.presentation import label_of
from droits_ouverts.veille import selectors, services, tasks
from droits_ouverts.veille.enums import RaisonImpossible, SuiteRappel
from droits_ouverts.veille.errors import MoisRefusedError
from droits_ouverts.veille.presentation import missing_said
from droits_ouverts.veille.web.forms import ComparerForm
from droits_ouverts.veille.web.lignes_dites import told

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

PAGES_MAX = 10_000


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def liste(request: HttpRequest) -> HttpResponse:
    """List the comparisons of my structures, and ask for one."""
    actor, on = actor_of(request), timezone.localdate()
    form = ComparerForm(request.POST if request.method == "POST" else None, structures=my_structures(actor, on=on), mois=months.of_date(on))
    if form.is_valid():
        recu = form.cleaned_data
        try:
            une = services.ask_comparison(
                structure_id=recu["structure"], avant=recu["avant"], apres=recu["apres"], actor=actor, versions=versions_of_rules(), now=timezone.now()
            )
        except MoisRefusedError as refus:
            form.add_error("apres", _(refus.why))
        else:
            messages.success(request, _("C’est demandé. Le calcul se fait cette nuit ; vous pouvez aussi le commencer maintenant."))
            return redirect("veille:comparaison", comparaison_id=une.pk)
    dites = [(dite, month_name(dite.comparaison.avant), month_name(dite.comparaison.apres)) for dite in selectors.comparisons_of(actor, on=on)]
    return render(request, "veille/liste.html", {"form": form, "dites": dites}, status=422 if form.is_bound else 200)


@require_safe
def comparaison(request: HttpRequest, comparaison_id: uuid.UUID) -> HttpResponse:
    """Show whom the second law may newly help, right by right; who could not be read again; what was already settled."""
    on, now = timezone.localdate(), timezone.now()
    une = selectors.comparison_for(actor_of(request), comparaison_id, on=on)
    comptes = selectors.counts_by_right(une, on=on)
    droit = request.GET.get("droit", "") if request.GET.get("droit") in comptes else ""
    numero = _page(request)
    lignes, suite = selectors.lines_of(une, on=on, droit=droit, page=numero)
    avancement = selectors.progress_of(une, on=on)
    contexte = {
        "une": une,
        "avant": month_name(une.avant),
        "apres": month_name(une.apres),
        "avancement": avancement,
        "impossibles": [(RaisonImpossible(raison).label, nombre) for raison, nombre in avancement.impossibles],
        "non_relues": selectors.not_read(une, on=on) if avancement.non_relues else [],
        "droits": [(code, label_of(code), nombre) for code, nombre in comptes.items()],
        "droit": droit,
        "groupes": [(label_of(code), [told(ligne, now=now) for ligne in siennes]) for code, siennes in groupby(lignes, key=lambda une: une.nouveau.droit)],
        "versions": [une.versions.get(nom, "") for nom in ("openfisca_france", "regles")],
        "suites": SuiteRappel.choices,
        "reglees": [(row, identite, label_of(row.droit)) for row, identite in selectors.settled(une, on=on)],
        "page": {"numero": numero, "suite": suite},
        "requete": urlencode({"droit": droit}) if droit else "",
    }
    return render(request, "veille/comparaison.html", contexte)


@require_safe
def doutes(request: HttpRequest, comparaison_id: uuid.UUID) -> HttpResponse:
    """Show what neither law settles, person by person, with what should be asked; and the rules that failed, which say nothing."""
    on, numero = timezone.localdate(), _page(request)
    une = selectors.comparison_for(actor_of(request), comparaison_id, on=on)
    lus, suite = selectors.doubts_of(une, on=on, page=numero)
    contexte = {
        "une": une,
        "avant": month_name(une.avant),
        "apres": month_name(une.apres),
        "doutes": [
            (doute, [(label_of(un.code), missing_said(un)) for un in doute.lu.incertains], [label_of(code) for code in doute.lu.echecs]) for doute in lus
        ],
        "page": {"numero": numero, "suite": suite},
        "requete": "",
    }
    return render(request, "veille/doutes.html", contexte)


@require_POST
def relire(request: HttpRequest, comparaison_id: uuid.UUID) -> HttpResponse:
    """Read the next persons again now, a few at most."""
    une = selectors.comparison_for(actor_of(request), comparaison_id, on=timezone.localdate())
    faites, restent = tasks.run_readings(
        comparaison=une, moteur=moteur(), actor=actor_of(request), clock=timezone.now, combien=tasks.UN_GESTE, patience=tasks.PATIENCE
    )
    if restent and not faites:
        messages.info(request, _("Le moteur de calcul ne répond pas maintenant. Rien n’est perdu : le reste se fera cette nuit."))
    elif restent:
        messages.success(request, _("Avancé. Le reste se fera cette nuit, ou en appuyant de nouveau."))
    else:
        messages.success(request, _("Tout est relu."))
    return redirect("veille:comparaison", comparaison_id=une.pk)


@require_POST
def rappel(request: HttpRequest, nouveau_id: int) -> HttpResponse:
    """Note what came of a call, or put the line back."""
    suite = request.POST.get("suite", "")
    ligne = services.note_call(actor=actor_of(request), nouveau_id=nouveau_id, suite=suite, vu=request.POST.get("vu", ""), now=timezone.now())
    messages.success(request, _("C’est noté : cette ligne est finie.") if suite else _("La ligne est remise dans la liste."))
    droit = request.POST.get("droit", "")
    return redirect(reverse("veille:comparaison", args=[ligne.relecture.comparaison_id]) + (f"?{urlencode({'droit': droit})}" if droit else ""))


def _page(request: HttpRequest) -> int:
    """Read the number of a page; what makes no sense is the first one."""
    page = request.GET.get("page", "1")
    return min(max(int(page), 1), PAGES_MAX) if page.isascii() and page.isdigit() and len(page) < 9 else 1
