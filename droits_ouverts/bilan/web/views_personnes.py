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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.agenda import selectors as agenda
from droits_ouverts.bilan import departs, selectors
from droits_ouverts.bilan.rules import Membre
from droits_ouverts.bilan.signals import page_composee
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.bilan.web.views_droits import rights_of
from droits_ouverts.documents.selectors import glimpse_of
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import TEXTE_MAX, Identite, check_agreement, check_birth
from droits_ouverts.personnes.selectors import LignePersonne
from droits_ouverts.personnes.selectors_partage import agreements_of
from droits_ouverts.structures.models import Structure
from droits_ouverts.ui.langues import LANGUES

NOUVELLE = "nouvelle"
AGENDA_MONTRE = 3
"""Appointments and actions that her page shows; her agenda shows them all."""
NAISSANCE_FAUSSE = gettext_lazy("Cette date de naissance n’est pas possible. Vérifiez l’année.")


class RattacherForm(forms.Form):
    """Who the check-up is about, and how and when she agreed that it be kept by her name."""

    personne = forms.ChoiceField(label=gettext_lazy("Quelle personne ?"), widget=forms.RadioSelect, initial=NOUVELLE)
    prenom = forms.CharField(label=gettext_lazy("Son prénom"), required=False, max_length=TEXTE_MAX)
    nom = forms.CharField(label=gettext_lazy("Son nom (facultatif)"), required=False, max_length=TEXTE_MAX)
    naissance = forms.DateField(
        label=gettext_lazy("Sa date de naissance (facultatif)"),
        help_text=gettext_lazy("Elle sert à la retrouver parmi les personnes qui portent le même nom."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
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
        naissance = cleaned.get("naissance")
        if isinstance(naissance, date) and check_birth(naissance.isoformat(), today=self.today):
            self.add_error("naissance", NAISSANCE_FAUSSE)
        accord = cleaned.get("accord_le")
        if isinstance(accord, date) and (faux := check_agreement(accord, today=self.today)):
            mots = {
                "futur": _("Ce jour est dans le futur. Écrivez le jour où elle a dit oui."),
                "ancien": _("Ce jour remonte à plus de deux ans. Vérifiez l’année, ou redemandez-lui son accord."),
            }
            self.add_error("accord_le", mots[faux["accord_le"]])
        return cleaned


class ChercherForm(forms.Form):
    """Whom one looks for: her exact name and birth date, in a structure."""

    nom = forms.CharField(label=gettext_lazy("Son nom, ou son prénom si elle n’en a pas donné d’autre"), max_length=TEXTE_MAX)
    naissance = forms.DateField(label=gettext_lazy("Sa date de naissance"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    structure = forms.ChoiceField(label=gettext_lazy("Structure"))

    def __init__(self, *args: object, structures: Sequence[Structure], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        champ = cast("forms.ChoiceField", self.fields["structure"])
        champ.choices = [(str(structure.pk), str(structure)) for structure in structures]
        if len(structures) == 1:
            champ.initial, champ.widget = structures[0].pk, forms.HiddenInput()
        self.fields["nom"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}


@require_http_methods(["GET", "HEAD", "POST"])
def rattacher(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Attach a check-up to a person who agreed: one of the structure, or a new one."""
    actor, on = actor_of(request), timezone.localdate()
    bilan = selectors.bilan_for(actor, bilan_id, on=on)
    connues = personnes.persons_of(actor, on=on, structure_id=bilan.structure_id)
    demandeur = selectors.open_answers(bilan).demandeur
    form = RattacherForm(request.POST or None, connues=connues, today=on, initial=_known_of(demandeur))
    if request.method == "POST" and form.is_valid():
        recu = form.cleaned_data
        qui = (
            Identite(prenom=recu["prenom"], nom=recu["nom"], langue=recu["langue"], naissance=recu["naissance"].isoformat() if recu["naissance"] else "")
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


def _known_of(demandeur: Membre | None) -> dict[str, object]:
    """Return what the check-up already says of the person: she reads it on the form before it is kept."""
    connu: dict[str, object] = {"prenom": "", "personne": NOUVELLE}
    if demandeur:
        connu |= {"prenom": demandeur.prenom, "naissance": demandeur.faits.get("date_naissance") or None}
    return connu


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
    actor, on = actor_of(request), timezone.localdate()
    return render(
        request,
        "bilan/personnes.html",
        {"personnes": personnes.persons_of(actor, on=on), "form": ChercherForm(structures=selectors.my_structures(actor, on=on))},
    )


@require_POST
def chercher(request: HttpRequest) -> HttpResponse:
    """Show who has exactly this name and birth date in one of the actor's structures. Nothing of it stands in an address."""
    actor, on = actor_of(request), timezone.localdate()
    form = ChercherForm(request.POST, structures=selectors.my_structures(actor, on=on))
    if not form.is_valid():
        return render(request, "bilan/personnes_trouvees.html", {"form": form}, status=422)
    recu = form.cleaned_data
    trouvees = personnes.find_person(actor, int(recu["structure"]), nom=recu["nom"], naissance=recu["naissance"], on=on)
    return render(request, "bilan/personnes_trouvees.html", {"form": form, "personnes": trouvees})


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
            "blocs": [bloc for _recepteur, bloc in page_composee.send(sender=Personne, personne=qui) if bloc],
            "bilans": selectors.bilans_of_person(qui),
            "partages": agreements_of(actor, qui, now=timezone.now(), on=on),
            "papiers": glimpse_of(qui, on=on),
        }
        | rights_of(qui)
        | _agenda(qui),
    )


def _agenda(qui: Personne) -> dict[str, object]:
    """What her page shows of what is next. Two queries."""
    rendez_vous, actions = agenda.next_of(qui, now=timezone.now(), combien=AGENDA_MONTRE)
    return {"rendez_vous": rendez_vous, "actions": actions}
