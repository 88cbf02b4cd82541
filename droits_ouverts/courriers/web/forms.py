"""Forms of the letters: its four texts, and the day it left."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from droits_ouverts.courriers.rules import CHAMPS_MAX, Proposition, Texte


def _words(label: object, champ: str, lignes: int) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy text has no public type
        required=champ != "expediteur",
        max_length=CHAMPS_MAX[champ],
        widget=forms.Textarea(attrs={"rows": lignes, "lang": "fr", "dir": "ltr", "spellcheck": "true", "autocomplete": "off"}),
    )


class LettreForm(forms.Form):
    """A letter as it is typed. `rang_vu`: how many times its words had been written when the page was opened."""

    use_required_attribute = False
    rang_vu = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    expediteur = _words(gettext_lazy("Qui écrit"), "expediteur", 5)
    destinataire = _words(gettext_lazy("À qui"), "destinataire", 3)
    objet = _words(gettext_lazy("Objet"), "objet", 2)
    corps = _words(gettext_lazy("Le texte de la lettre"), "corps", 18)

    @property
    def texte(self) -> Texte:
        """What was typed, with the line ends of the file."""
        lu = {champ: str(self.cleaned_data[champ]).replace("\r\n", "\n").strip() for champ in CHAMPS_MAX}
        return Texte(expediteur=lu["expediteur"], destinataire=lu["destinataire"], objet=lu["objet"], corps=lu["corps"])


class PartiForm(forms.Form):
    """The day a letter left."""

    use_required_attribute = False
    le = forms.DateField(label=gettext_lazy("Parti le"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ChoixForm(forms.Form):
    """Which letter is prepared."""

    nature = forms.SlugField(max_length=20)
    place = forms.IntegerField(required=False, min_value=0, max_value=20)

    @property
    def voulue(self) -> Proposition:
        """The letter that is asked for."""
        return Proposition(nature=self.cleaned_data["nature"], place=self.cleaned_data["place"])
