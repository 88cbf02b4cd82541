"""Forms of persons: who is looked for, who is written down, whom a check-up is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.rules import TEXTE_MAX, Identite, check_agreement, check_birth
from droits_ouverts.personnes.selectors import LignePersonne
from droits_ouverts.structures.models import Structure
from droits_ouverts.ui.langues import LANGUES

NOUVELLE = "nouvelle"
NAISSANCE_FAUSSE = gettext_lazy("Cette date de naissance n’est pas possible. Vérifiez l’année.")


class IdentiteForm(forms.Form):
    """How somebody is called, and how and when she agreed that it be kept."""

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

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.today = today
        self.fields["accord_le"].initial = today
        for champ in ("prenom", "nom"):
            self.fields[champ].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    @property
    def nouvelle(self) -> bool:
        """Whether somebody is to be written down."""
        return True

    @property
    def identite(self) -> Identite:
        """Whom it says, once it is valid."""
        dit = self.cleaned_data
        return Identite(prenom=dit["prenom"], nom=dit["nom"], langue=dit["langue"], naissance=dit["naissance"].isoformat() if dit["naissance"] else "")

    def clean(self) -> dict[str, object]:
        """A new person needs a name; nobody agrees in the future, or so long ago that it must be asked again."""
        cleaned = super().clean() or {}
        if self.nouvelle and not f"{cleaned.get('prenom', '')}{cleaned.get('nom', '')}".strip():
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


class NouvelleForm(IdentiteForm):
    """Somebody to write down, in one of the reader's structures."""

    structure = forms.ChoiceField(label=gettext_lazy("Structure"))

    def __init__(self, *args: object, structures: Sequence[Structure], today: date, **kwargs: object) -> None:
        super().__init__(*args, today=today, **kwargs)
        _choose_structure(self, structures)


class RattacherForm(IdentiteForm):
    """Who the check-up is about."""

    personne = forms.ChoiceField(label=gettext_lazy("Quelle personne ?"), widget=forms.RadioSelect, initial=NOUVELLE)
    field_order = ("personne",)

    def __init__(self, *args: object, connues: Sequence[LignePersonne], today: date, **kwargs: object) -> None:
        super().__init__(*args, today=today, **kwargs)
        choix = [*((str(ligne.id), ligne.identite.ecrite) for ligne in connues), (NOUVELLE, _("Une nouvelle personne"))]
        cast("forms.ChoiceField", self.fields["personne"]).choices = choix

    @property
    def nouvelle(self) -> bool:
        """Whether somebody is to be written down."""
        return bool(self.cleaned_data.get("personne") == NOUVELLE)


class ChercherForm(forms.Form):
    """Whom one looks for: her name, as one heard it, in a structure."""

    nom = forms.CharField(
        label=gettext_lazy("Son nom, son prénom, ou les deux"),
        help_text=gettext_lazy("Les accents, les majuscules, les tirets et l’ordre ne comptent pas. Une faute par mot est pardonnée."),
        max_length=TEXTE_MAX,
    )
    naissance = forms.DateField(
        label=gettext_lazy("Sa date de naissance (facultatif)"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    structure = forms.ChoiceField(label=gettext_lazy("Structure"))

    def __init__(self, *args: object, structures: Sequence[Structure], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        _choose_structure(self, structures)
        self.fields["nom"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "type": "search"}


def _choose_structure(form: forms.Form, structures: Sequence[Structure]) -> None:
    champ = cast("forms.ChoiceField", form.fields["structure"])
    champ.choices = [(str(structure.pk), str(structure)) for structure in structures]
    if len(structures) == 1:
        champ.initial, champ.widget = structures[0].pk, forms.HiddenInput()
