"""Screens of retention: what comes to term in one's structures, and how long one file is kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.bilan import selectors as bilans
from droits_ouverts.comptes.models import Compte
from droits_ouverts.conservation import selectors, services
from droits_ouverts.conservation.echeances import standing
from droits_ouverts.conservation.enums import GenreDossier, MotifReserve
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import selectors as personnes


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A file on screen: what names it, how it is called, where its page is."""

    structure_id: int
    genre: str
    numero: int | uuid.UUID
    nom: str
    retour: str

    @property
    def adresse(self) -> str:
        """Its page of retention."""
        nom = "personne" if self.genre == GenreDossier.PERSONNE else "bilan"
        return reverse(f"conservation:{nom}", args=[self.numero])


class ContactForm(forms.Form):
    """The day of a contact."""

    le = forms.DateField(
        label=gettext_lazy("Quel jour avez-vous été en contact avec la personne ?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.today = today
        self.fields["le"].initial = today

    def clean_le(self) -> date:
        """Refuse a day to come."""
        le: date = self.cleaned_data["le"]
        if le > self.today:
            raise forms.ValidationError(_("Ce jour est dans le futur. Écrivez le jour du contact."))
        return le


class ReserveForm(forms.Form):
    """Why a file is set apart."""

    motif = forms.ChoiceField(label=gettext_lazy("Pourquoi le mettre en réserve ?"), choices=MotifReserve.choices, widget=forms.RadioSelect)


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List what comes to term in the actor's structures, and what is held."""
    lue = selectors.coming_to_term(actor_of(request), on=timezone.localdate())
    return render(request, "conservation/liste.html", {"liste": lue, "suivi": regle("suivi"), "sans_bilan": regle("sans_bilan")})


@require_http_methods(["GET", "HEAD", "POST"])
def personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Say how long a person's file is kept; note a contact, set or lift a hold."""
    qui = personnes.person_for(actor_of(request), personne_id, on=timezone.localdate())
    nom = personnes.open_identity(qui).ecrite
    retour = reverse("personnes:personne", args=[qui.pk])
    return _dossier(request, Dossier(structure_id=qui.structure_id, genre=GenreDossier.PERSONNE.value, numero=qui.pk, nom=nom, retour=retour))


@require_http_methods(["GET", "HEAD", "POST"])
def bilan(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Say how long a check-up that is no person's is kept; a person's is kept with her."""
    lu = bilans.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    if lu.personne_id is not None:
        return redirect("conservation:personne", personne_id=lu.personne_id)
    retour = reverse("bilan:resultats", args=[lu.pk])
    return _dossier(request, Dossier(structure_id=lu.structure_id, genre=GenreDossier.BILAN.value, numero=lu.pk, nom=selectors.name_of(lu), retour=retour))


def _dossier(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    actor, now, on = actor_of(request), timezone.now(), timezone.localdate()
    geste = request.POST.get("geste", "")
    contact = ContactForm(request.POST if geste == "contact" else None, today=on)
    reserve = ReserveForm(request.POST if geste == "reserver" else None)
    if geste == "contact" and contact.is_valid():
        services.note_contact(actor=actor, genre=dossier.genre, sujet_id=dossier.numero, le=contact.cleaned_data["le"], now=now)
        messages.success(request, _("C’est noté : la durée repart de ce jour."))
        return redirect(dossier.adresse)
    if geste == "reserver" and reserve.is_valid():
        services.set_hold(actor=actor, genre=dossier.genre, sujet_id=dossier.numero, motif=MotifReserve(reserve.cleaned_data["motif"]), now=now)
        messages.success(request, _("Ce dossier est en réserve : il ne s’efface plus de lui-même."))
        return redirect(dossier.adresse)
    if geste == "lever":
        services.lift_hold(actor=actor, genre=dossier.genre, sujet_id=dossier.numero, now=now)
        messages.success(request, _("La réserve est levée : le dossier s’effacera à son terme."))
        return redirect(dossier.adresse)
    echeance = standing(dossier.structure_id, dossier.genre, str(dossier.numero))
    if echeance is None:
        raise NotVisibleError
    contexte = {
        "dossier": dossier,
        "echeance": echeance,
        "duree": regle(echeance.regle).duree,
        "motif": MotifReserve(echeance.reserve.motif).label if echeance.reserve else "",
        "contact": contact,
        "reserve": reserve,
    }
    return render(request, "conservation/dossier.html", contexte, status=422 if request.method == "POST" else 200)
