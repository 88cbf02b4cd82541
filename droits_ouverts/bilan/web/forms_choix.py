"""Forms of a choice and of an opinion: the rules say what is wrong, beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.bilan import rules
from droits_ouverts.bilan.enums import DecisionChoix, StatutAvis
from droits_ouverts.bilan.presentation_choix import reason_groups
from droits_ouverts.foundation.langue import gettext as said


class ChoixForm(forms.Form):
    """Every choice, with a reason from the list and her own words, both left out if she likes."""

    use_required_attribute = False
    decision = forms.CharField(label=gettext_lazy("Son choix"), widget=forms.RadioSelect(choices=DecisionChoix.choices), required=False)
    motif = forms.CharField(
        label=gettext_lazy("Sa raison, si elle veut la dire"),
        help_text=gettext_lazy("Pour « Pas maintenant », « Je ne le veux pas » ou « Déjà demandé »."),
        widget=forms.Select,
        required=False,
    )
    mots = forms.CharField(
        label=gettext_lazy("Avec ses mots, si elle le souhaite"),
        help_text=gettext_lazy("500 caractères au plus. Ces mots sont gardés sous clé, et ne sont lus que dans votre structure."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": rules.MOTS_MAX}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        super().__init__(*args, **kwargs)
        groupes: list[tuple[str, Any]] = [("", _("Aucune raison à noter")), *reason_groups()]
        self.fields["motif"].widget.choices = groupes

    def clean(self) -> dict[str, Any]:
        """Ask the rules."""
        lu = {nom: str(self.cleaned_data.get(nom, "")).strip() for nom in ("decision", "motif", "mots")}
        for champ, phrase in rules.check_choice(**lu).items():
            self.add_error(champ, said(phrase))
        return lu


class AvisForm(forms.Form):
    """What a professional thinks, and why."""

    use_required_attribute = False
    statut = forms.CharField(
        label=gettext_lazy("Votre avis sur ce droit"),
        widget=forms.RadioSelect(choices=[(statut.value, statut.label) for statut in StatutAvis if statut is not StatutAvis.RETIRE]),
        required=False,
    )
    raison = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy("De 10 à 500 caractères. La raison est gardée sous clé, et se lit sur la carte, à côté de l’estimation."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": rules.RAISON_MAX}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask the rules."""
        lu = {nom: str(self.cleaned_data.get(nom, "")).strip() for nom in ("statut", "raison")}
        for champ, phrase in rules.check_opinion(**lu).items():
            self.add_error(champ, said(phrase))
        return lu
