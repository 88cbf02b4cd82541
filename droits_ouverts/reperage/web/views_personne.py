"""Screens of the link between encounters and a person's file: made because she agrees, taken back by one tap."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.reperage import selectors, services_liens
from droits_ouverts.reperage.errors import LinkRefusedError
from droits_ouverts.reperage.web.commun import actor_of
from droits_ouverts.reperage.web.forms import LienForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Show the encounters that a person agreed to link to her file, and link another one of a day."""
    actor, on = actor_of(request), timezone.localdate()
    qui = personnes.person_for(actor, personne_id, on=on)
    form = LienForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        recu = form.cleaned_data
        try:
            services_liens.link_encounter(
                actor=actor, personne_id=personne_id, rencontre_id=recu["rencontre"], accord_mode=recu["accord_mode"], accord_le=on, now=timezone.now()
            )
        except LinkRefusedError as refus:
            form.add_error(None, f"{_(refus.title)}. {_(refus.next_step)}")
        else:
            messages.success(request, _("La rencontre est dans son dossier. Elle peut changer d’avis quand elle veut."))
            return redirect("reperage:personne", personne_id=personne_id)
    le = _day_asked(request, on)
    contexte = {
        "personne": qui,
        "nom": personnes.open_identity(qui).ecrite,
        "liens": selectors.links_of(qui),
        "le": le,
        "rencontres": selectors.encounters_to_link(qui, le=le),
        "form": form,
        "choisie": str(form.data.get("rencontre", "")),
    }
    return render(request, "reperage/personne.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def delier(request: HttpRequest, personne_id: int, lien_id: int) -> HttpResponse:
    """Take her agreement back: the encounter is nobody's again."""
    services_liens.unlink_encounter(actor=actor_of(request), personne_id=personne_id, lien_id=lien_id, now=timezone.now())
    messages.success(request, _("Le lien est supprimé : plus rien ne dit que cette rencontre était avec elle."))
    return redirect("reperage:personne", personne_id=personne_id)


def _day_asked(request: HttpRequest, on: date) -> date:
    try:
        le = date.fromisoformat(request.GET.get("jour") or request.POST.get("jour") or "")
    except ValueError:
        return on
    return min(le, on)
