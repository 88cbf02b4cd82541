"""Screens of those who manage the members of their structure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.foundation.errors import DomainError, ForbiddenError, NotVisibleError
from droits_ouverts.structures import selectors, services
from droits_ouverts.structures.enums import Profession, Role
from droits_ouverts.structures.errors import AlreadyMemberError, LastResponsableError, MandateElsewhereError
from droits_ouverts.structures.models import Invitation
from droits_ouverts.structures.services_invitations import Invitee, welcome
from droits_ouverts.structures.web.forms import DepartForm, MembreForm, NouveauMembreForm
from droits_ouverts.structures.web.views import actor_of
from droits_ouverts.structures.web.views_invitations import show_invitation

RENCONTRES_REFUSEES = (AlreadyMemberError, LastResponsableError, MandateElsewhereError)
"""Refusals told beside the form, where what was typed is kept."""


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Make somebody a member, or invite her where she has no account: by mail where mail leaves, else by a link shown once."""
    actor, on = actor_of(request), timezone.localdate()
    fiche = selectors.structure_for(actor, structure_id, on=on)
    if not fiche.peut_gerer:
        raise ForbiddenError if fiche.est_la_mienne else NotVisibleError
    if not is_fresh(request):
        return ask_again(request)
    form = NouveauMembreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitee = Invitee(
            email=form.cleaned_data["email"],
            nom=form.cleaned_data["nom"],
            role=Role(form.cleaned_data["role"]),
            profession=Profession(form.cleaned_data["profession"]),
        )
        try:
            accueil, jeton = welcome(structure_id=structure_id, invitee=invitee, actor=actor, on=on, now=timezone.now())
        except RENCONTRES_REFUSEES as refus:
            _tell(form, refus, "email")
        else:
            if isinstance(accueil, Invitation):
                return show_invitation(request, accueil, str(jeton))
            messages.success(request, _("%(nom)s est maintenant membre de la structure.") % {"nom": accueil.compte.nom})
            return redirect("structures:detail", structure_id=structure_id)
    contexte = {"structure": fiche.structure, "form": form}
    return render(request, "structures/membre_ajouter.html", contexte, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, structure_id: int, membre_id: int) -> HttpResponse:
    """Change what a member does and is."""
    actor, on = actor_of(request), timezone.localdate()
    membre = selectors.membre_to_manage(actor, structure_id, membre_id, on=on)
    if not is_fresh(request):
        return ask_again(request)
    form = MembreForm(request.POST or None, initial={"role": membre.role, "profession": membre.profession})
    if request.method == "POST" and form.is_valid():
        role, profession = Role(form.cleaned_data["role"]), Profession(form.cleaned_data["profession"])
        try:
            services.change_membre(membre_id=membre.pk, role=role, profession=profession, actor=actor, on=on)
        except RENCONTRES_REFUSEES as refus:
            _tell(form, refus, "role")
        else:
            messages.success(request, _("C’est enregistré pour %(nom)s.") % {"nom": membre.compte.nom})
            return redirect("structures:detail", structure_id=structure_id)
    return render(request, "structures/membre_modifier.html", {"membre": membre, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest, structure_id: int, membre_id: int) -> HttpResponse:
    """Say which day is a member's last one."""
    actor, on = actor_of(request), timezone.localdate()
    membre = selectors.membre_to_manage(actor, structure_id, membre_id, on=on)
    if not is_fresh(request):
        return ask_again(request)
    form = DepartForm(request.POST or None, depuis_le=membre.depuis_le, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membre(membre_id=membre.pk, jusqu_au=form.cleaned_data["jusqu_au"], actor=actor, on=on)
        except RENCONTRES_REFUSEES as refus:
            _tell(form, refus, "jusqu_au")
        else:
            messages.success(request, _("Le dernier jour de %(nom)s est noté.") % {"nom": membre.compte.nom})
            return redirect("structures:detail", structure_id=structure_id)
    return render(request, "structures/membre_depart.html", {"membre": membre, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def suspendre(request: HttpRequest, structure_id: int, membre_id: int) -> HttpResponse:
    """Suspend a member at once, or restore her."""
    actor, on = actor_of(request), timezone.localdate()
    membre = selectors.membre_to_manage(actor, structure_id, membre_id, on=on)
    if not is_fresh(request):
        return ask_again(request)
    if request.method == "POST":
        if membre.suspendu_le:
            services.restore_membre(membre_id=membre.pk, actor=actor, on=on)
            messages.success(request, _("%(nom)s retrouve ce que son rôle permet.") % {"nom": membre.compte.nom})
        else:
            services.suspend_membre(membre_id=membre.pk, actor=actor, on=on)
            messages.success(request, _("%(nom)s n’ouvre plus rien de la structure.") % {"nom": membre.compte.nom})
        return redirect("structures:detail", structure_id=structure_id)
    return render(request, "structures/membre_suspendre.html", {"membre": membre})


@require_http_methods(["GET", "HEAD", "POST"])
def appareil_perdu(request: HttpRequest, structure_id: int, membre_id: int) -> HttpResponse:
    """Take away the second step of a member who lost her device."""
    actor, on = actor_of(request), timezone.localdate()
    membre = selectors.membre_to_manage(actor, structure_id, membre_id, on=on)
    if not is_fresh(request):
        return ask_again(request)
    if request.method == "POST":
        services.free_second_step(membre_id=membre.pk, actor=actor, on=on)
        messages.success(request, _("%(nom)s se connecte avec son mot de passe, puis ajoute une nouvelle seconde étape.") % {"nom": membre.compte.nom})
        return redirect("structures:detail", structure_id=structure_id)
    return render(request, "structures/membre_appareil_perdu.html", {"membre": membre})


def _tell(form: MembreForm | DepartForm, refus: DomainError, champ: str) -> None:
    """Say the refusal beside its field: why, and what to do."""
    form.add_error(champ, f"{_(refus.why)} {_(refus.next_step)}")
