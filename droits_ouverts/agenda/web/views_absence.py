"""Screens of absences: who is away and who covers, what is handed over and given back; and the private address of one's own agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.agenda import access, selectors_absence, services_absence
from droits_ouverts.agenda.errors import AbsenceOverlapError, AgendaRefusedError
from droits_ouverts.agenda.ics import write_calendar
from droits_ouverts.agenda.web.commun import actor_of, my_structure, team_of
from droits_ouverts.agenda.web.forms import AbsenceForm
from droits_ouverts.delais.ics import MIME
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.lignes.contexte import acting_for
from droits_ouverts.foundation.limites import TropDeDemandesError, counted, is_over
from droits_ouverts.structures import access as structures
from droits_ouverts.ui.langues import SOURCE

if TYPE_CHECKING:
    from django.http import HttpRequest

HEURE, LECTURES_PAR_HEURE, ESSAIS_PAR_HEURE = 3600, 60, 20
"""How often one private address is read in an hour, and how many addresses that open nothing one machine may try."""


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """List who is away and who covers, and note an absence."""
    actor, on = actor_of(request), timezone.localdate()
    structure_id = my_structure(request)
    gere = structures.may_manage_members(actor, structure_id, on)
    form = AbsenceForm(request.POST if request.method == "POST" else None, equipe=team_of(structure_id), moi=actor.pk, gere=gere)
    if form.is_valid():
        recu = form.cleaned_data
        try:
            une = services_absence.note_absence(
                actor=actor,
                structure_id=structure_id,
                compte_id=recu["compte"],
                du=recu["du"],
                au=recu["au"],
                remplace_par_id=recu["remplace_par"],
                now=timezone.now(),
            )
        except AgendaRefusedError as refus:
            form.refuse(refus.errors)
        except AbsenceOverlapError as refus:
            form.add_error("du", f"{_(refus.title)}. {_(refus.next_step)}")
        else:
            messages.success(request, _("C’est noté. Voici ce qui est confié."))
            return redirect("agenda:absence", absence_id=une.pk)
    contexte = {"form": form, "absences": selectors_absence.absences_of(actor, on=on), "on": on}
    return render(request, "agenda/absences.html", contexte, status=422 if form.is_bound else 200)


@require_safe
def absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Show what an absence hands over, or gives back."""
    actor, on = actor_of(request), timezone.localdate()
    une = selectors_absence.absence_for(actor, absence_id, on=on)
    fin = une.relais.au
    contexte = {
        "passation": selectors_absence.handed_over(une, on=on),
        "absence": une,
        "fin": fin,
        "finie": fin < on,
        "jamais": fin < une.du,
        "peut_rendre": max(on, une.du) <= fin and access.may_end_absence(actor, une, on=on),
    }
    return render(request, "agenda/absence.html", contexte)


@require_POST
def rendre(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Note that she is back."""
    services_absence.come_back(actor=actor_of(request), absence_id=absence_id, now=timezone.now())
    messages.success(request, _("C’est noté : tout est rendu."))
    return redirect("agenda:absence", absence_id=absence_id)


@require_http_methods(["GET", "HEAD", "POST"])
def abonnement(request: HttpRequest) -> HttpResponse:
    """Open a private address for one's own agenda, shown once; or close it."""
    actor = actor_of(request)
    adresse = ""
    if request.method == "POST" and request.POST.get("geste") == "fermer":
        services_absence.close_feed(actor=actor)
        messages.success(request, _("L’adresse est fermée : elle n’ouvre plus rien."))
        return redirect("agenda:abonnement")
    if request.method == "POST":
        jeton = services_absence.open_feed(actor=actor, now=timezone.now())
        adresse = request.build_absolute_uri(reverse("agenda_flux", args=[jeton]))
    return render(request, "agenda/abonnement.html", {"flux": selectors_absence.feed_of(actor), "adresse": adresse})


@login_not_required
@require_safe
def flux(request: HttpRequest, jeton: str) -> HttpResponse:
    """Show the hours of an agenda to whoever has its private address, in French: never with whom, where, or what for."""
    now, on = timezone.now(), timezone.localdate()
    compte = services_absence.owner_of(jeton)
    if compte is None:
        if is_over(request, scope="agenda.flux.essais", limit=ESSAIS_PAR_HEURE, seconds=HEURE, now=now):
            raise TropDeDemandesError(HEURE)
        raise NotVisibleError
    if counted(scope="agenda.flux", who=f"compte:{compte.pk}", seconds=HEURE, at=now.timestamp()) > LECTURES_PAR_HEURE:
        raise TropDeDemandesError(HEURE)
    with acting_for(compte.pk, on=on), override(SOURCE):
        contenu = write_calendar(selectors_absence.hours_of(compte, on=on), domaine=request.get_host().partition(":")[0], at=now)
    return HttpResponse(contenu, content_type=MIME, headers={"Cache-Control": "no-store", "Content-Disposition": 'inline; filename="agenda.ics"'})
