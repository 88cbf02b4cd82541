"""Screens of persons: those whom a structure accompanies, each with her check-ups; attaching a check-up to one, erasing an anonymous one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.bilan import departs, selectors
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.rules import TEXTE_MAX, Identite, check_agreement
from droits_ouverts.personnes.selectors import LignePersonne
from droits_ouverts.personnes.selectors_partage import agreements_of
from droits_ouverts.ui.langues import LANGUES

NOUVELLE = "nouvelle"


class RattacherForm(forms.Form):
    """Who the check-up is about, and how and when she agreed that it be kept by her name."""

    personne = forms.ChoiceField(label=gettext_lazy("Quelle personne ?"), widget=forms.RadioSelect, initial=NOUVELLE)
    prenom = forms.CharField(label=gettext_lazy("Son prénom"), required=False, max_length=TEXTE_MAX)
    nom = forms.CharField(label=gettext_lazy("Son nom (facultatif)"), required=False, max_length=TEXTE_MAX)
    langue = forms.ChoiceField(label=gettext_lazy("Langue de sa fiche"), choices=[(langue.code, langue.nom) for langue in LANGUES])
    accord_mode = forms.ChoiceField(label=gettext_lazy("Comment a-t-elle donné son accord ?"), choices=ModeAccord.choices, widget=forms.RadioSelect)
    accord_le = forms.DateField(label=gettext_lazy("Quel jour ?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: object, connues: Sequence[LignePersonne], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.today = today
        choix = [*((str(ligne.id), ligne.identite.ecrite) for ligne in connues), (NOUVELLE, _("Une nouvelle personne"))]
        cast("forms.ChoiceField", self.fields["personne"]).choices = choix
        self.fields["accord_le"].initial = today
        for champ in ("prenom", "nom"):
            self.fields[champ].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self) -> dict[str, object]:
        """A new person needs a name; nobody agrees in the future, or so long ago that it must be asked again."""
        cleaned = super().clean() or {}
        if cleaned.get("personne") == NOUVELLE and not f"{cleaned.get('prenom', '')}{cleaned.get('nom', '')}".strip():
            self.add_error("prenom", _("Écrivez au moins son prénom."))
        accord = cleaned.get("accord_le")
        if isinstance(accord, date) and (faux := check_agreement(accord, today=self.today)):
            mots = {
                "futur": _("Ce jour est dans le futur. Écrivez le jour où elle a dit oui."),
                "ancien": _("Ce jour remonte à plus de deux ans. Vérifiez l’année, ou redemandez-lui son accord."),
            }
            self.add_error("accord_le", mots[faux["accord_le"]])
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def rattacher(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Attach a check-up to a person who agreed: one of the structure, or a new one."""
    actor, on = actor_of(request), timezone.localdate()
    bilan = selectors.bilan_for(actor, bilan_id, on=on)
    connues = personnes.persons_of(actor, on=on, structure_id=bilan.structure_id)
    demandeur = selectors.open_answers(bilan).demandeur
    form = RattacherForm(request.POST or None, connues=connues, today=on, initial={"prenom": demandeur.prenom if demandeur else "", "personne": NOUVELLE})
    if request.method == "POST" and form.is_valid():
        recu = form.cleaned_data
        qui = (
            Identite(prenom=recu["prenom"], nom=recu["nom"], langue=recu["langue"])
            if recu["personne"] == NOUVELLE
            else personnes.person_for(actor, int(recu["personne"]), on=on)
        )
        departs.attach_bilan(
            bilan_id=bilan_id,
            actor=actor,
            personne=qui,
            accord_mode=ModeAccord(recu["accord_mode"]),
            accord_le=recu["accord_le"],
            now=timezone.now(),
        )
        messages.success(request, _("C’est fait : le bilan est gardé avec la personne. Son code ne sert plus."))
        return redirect("bilan:resultats", bilan_id=bilan_id)
    return render(request, "bilan/rattacher.html", {"bilan": bilan, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Erase an anonymous check-up at once. Nothing of it could be given back, so the page asks plainly before."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    if not bilan.anonyme:
        raise NotVisibleError
    if request.method == "POST":
        departs.erase_anonymous(bilan_id=bilan_id, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Le bilan anonyme est effacé."))
        return redirect("bilan:list")
    return render(request, "bilan/effacer.html", {"bilan": bilan})


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List the persons of the actor's structures."""
    return render(request, "bilan/personnes.html", {"personnes": personnes.persons_of(actor_of(request), on=timezone.localdate())})


@require_safe
def personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Show a person, how she agreed, and her check-ups."""
    actor, on = actor_of(request), timezone.localdate()
    qui = personnes.person_for(actor, personne_id, on=on)
    return render(
        request,
        "bilan/une_personne.html",
        {
            "personne": qui,
            "identite": personnes.open_identity(qui),
            "bilans": selectors.bilans_of_person(actor, qui, on=on),
            "partages": agreements_of(actor, qui, now=timezone.now(), on=on),
        },
    )
