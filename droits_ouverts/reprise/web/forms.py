"""Forms of imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.rules import check_agreement
from droits_ouverts.structures.models import Structure


class TableauForm(forms.Form):
    """A table to take in, for one of the reader's structures."""

    tableau = forms.FileField(
        label=gettext_lazy("Votre tableau"),
        help_text=gettext_lazy(
            "Un fichier .xlsx, ou un CSV (points-virgules, virgules ou tabulations). 2 000 lignes au plus. La première ligne dit le nom des colonnes."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    structure = forms.ChoiceField(label=gettext_lazy("Pour quelle structure ?"))

    def __init__(self, *args: object, structures: Sequence[Structure], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        champ = cast("forms.ChoiceField", self.fields["structure"])
        champ.choices = [(str(structure.pk), str(structure)) for structure in structures]
        if len(structures) == 1:
            champ.initial, champ.widget = structures[0].pk, forms.HiddenInput()


class AccordForm(forms.Form):
    """The agreement that goes for every row that does not say its own."""

    accord_mode = forms.ChoiceField(
        label=gettext_lazy("Comment ces personnes ont-elles donné leur accord ?"),
        choices=[("", gettext_lazy("Le tableau le dit, ligne par ligne")), *ModeAccord.choices],
        required=False,
    )
    accord_le = forms.DateField(
        label=gettext_lazy("Quel jour ?"),
        help_text=gettext_lazy("Laissez vide si une colonne le dit. Une ligne sans accord n’est pas reprise."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.today = today

    def clean_accord_le(self) -> date | None:
        """Nobody agrees in the future, or so long ago that it must be asked again."""
        jour: date | None = self.cleaned_data["accord_le"]
        if jour is not None and check_agreement(jour, today=self.today):
            raise forms.ValidationError(_("Ce jour est dans le futur, ou remonte à plus de deux ans."))
        return jour
