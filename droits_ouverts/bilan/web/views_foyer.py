"""The household's own screen: who lives there, added, changed, taken out and put back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.bilan import selectors, services
from droits_ouverts.bilan.enums import FormeBilan
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.rules import Membre, Reponses
from droits_ouverts.bilan.web import court
from droits_ouverts.bilan.web import etapes as chemin
from droits_ouverts.bilan.web.forms import ROLES, PersonneForm
from droits_ouverts.bilan.web.views import actor_of, next_address
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.foundation.errors import NotVisibleError


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePersonne:
    """A person, as the household's screen lists her."""

    id: str
    nom: str
    place: str
    age: str


@require_safe
def foyer(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show who lives in the household; with nobody yet, ask for the person herself."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    if reponses.demandeur is None:
        return redirect("bilan:person_add", bilan_id=bilan_id, role=Role.DEMANDEUR.value)
    now = timezone.now()
    en_court = bilan.forme == FormeBilan.COURT
    return render(
        request,
        "bilan/foyer.html",
        {
            "bilan_id": bilan_id,
            "etape": court.etape("foyer") if en_court else chemin.etapes(reponses, chemin.situation_of(reponses))[0],
            "etapes": [] if en_court else chemin.etapes(reponses, chemin.situation_of(reponses)),
            "personnes": [_line(reponses, membre) for membre in reponses.membres],
            "retraits": [(r.membre.id, r.membre.prenom or str(ROLES[r.membre.role])) for r in reponses.retraits if r.jusqu_a >= now],
            "en_couple": any(membre.role is Role.CONJOINT for membre in reponses.membres),
            "suite": court.address_after(bilan_id, "foyer") if en_court else next_address(bilan_id, reponses, None),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, bilan_id: uuid.UUID, role: str) -> HttpResponse:
    """Describe one more person of the household."""
    if role not in {connu.value for connu in Role}:
        raise NotVisibleError
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    voulu = Role(role) if reponses.demandeur else Role.DEMANDEUR
    form = PersonneForm(request.POST or None, reponses=reponses, roles=(voulu,), anonyme=bilan.anonyme)
    if request.method == "POST" and form.is_valid():
        services.add_person(bilan_id=bilan_id, actor=actor_of(request), now=timezone.now(), **_person(form))
        return redirect("bilan:foyer", bilan_id=bilan_id)
    return _form_page(request, bilan, reponses, form, str(TITRES[voulu]))


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, bilan_id: uuid.UUID, ident: str) -> HttpResponse:
    """Change what is known of a person."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    membre = reponses.membre(ident)
    if membre is None:
        raise NotVisibleError
    roles = (Role.DEMANDEUR,) if membre.role is Role.DEMANDEUR else (Role.CONJOINT, Role.ENFANT, Role.AUTRE)
    form = PersonneForm(request.POST or None, reponses=reponses, ident=ident, roles=roles, anonyme=bilan.anonyme, initial=_initial(membre))
    if request.method == "POST" and form.is_valid():
        services.update_person(bilan_id=bilan_id, actor=actor_of(request), ident=ident, now=timezone.now(), **_person(form))
        return redirect("bilan:foyer", bilan_id=bilan_id)
    return _form_page(request, bilan, reponses, form, _("Modifier cette personne"))


@require_POST
def retirer(request: HttpRequest, bilan_id: uuid.UUID, ident: str) -> HttpResponse:
    """Take a person out; the next page offers to put her back for a minute."""
    services.remove_person(bilan_id=bilan_id, actor=actor_of(request), ident=ident, now=timezone.now())
    return redirect("bilan:foyer", bilan_id=bilan_id)


@require_POST
def remettre(request: HttpRequest, bilan_id: uuid.UUID, ident: str) -> HttpResponse:
    """Put a person back."""
    services.restore_person(bilan_id=bilan_id, actor=actor_of(request), ident=ident, now=timezone.now())
    messages.success(request, _("La personne est de nouveau dans le foyer, avec ses réponses."))
    return redirect("bilan:foyer", bilan_id=bilan_id)


TITRES = {
    Role.DEMANDEUR: gettext_lazy("Pour qui est ce bilan ?"),
    Role.CONJOINT: gettext_lazy("La personne avec qui elle vit en couple"),
    Role.ENFANT: gettext_lazy("Ajouter un enfant"),
    Role.AUTRE: gettext_lazy("Ajouter une autre personne du logement"),
}


class _Personne(TypedDict):
    role: Role
    prenom: str
    date_naissance: date


def _person(form: PersonneForm) -> _Personne:
    return _Personne(
        role=Role(form.cleaned_data["role"]),
        prenom=form.cleaned_data.get("prenom", "").strip(),
        date_naissance=form.cleaned_data["date_naissance"],
    )


def _form_page(request: HttpRequest, bilan: Bilan, reponses: Reponses, form: PersonneForm, titre: str) -> HttpResponse:
    partie = "foyer" if reponses.demandeur else "personne"
    en_court = bilan.forme == FormeBilan.COURT
    contexte = {
        "bilan_id": bilan.pk,
        "form": form,
        "titre": titre,
        "retour": reponses.demandeur is not None,
        "etape": court.etape(partie) if en_court else chemin.etapes(reponses, chemin.situation_of(reponses))[0],
    }
    return render(request, "bilan/personne.html", contexte, status=422 if form.is_bound else 200)


def _initial(membre: Membre) -> dict[str, object]:
    naissance = date.fromisoformat(str(membre.faits["date_naissance"]))
    return {"role": membre.role.value, "prenom": membre.prenom, "jour": naissance.day, "mois": naissance.month, "annee": naissance.year}


def _line(reponses: Reponses, membre: Membre) -> LignePersonne:
    age = months.age_in(date.fromisoformat(str(membre.faits["date_naissance"])), reponses.mois)
    nom = said(reponses.prenoms()[membre.id])
    texte = ngettext("{age} an", "{age} ans", age).format(age=age) if age >= 1 else _("moins d’un an")
    return LignePersonne(id=membre.id, nom=nom[:1].upper() + nom[1:], place=str(ROLES[membre.role]), age=texte)
