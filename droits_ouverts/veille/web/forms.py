"""The forms of an answer about being called back, and of two months of law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from droits_ouverts.engine.questionnaire import months
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.ui.langues import LANGUES
from droits_ouverts.veille.enums import ReponseRappel
from droits_ouverts.veille.services import Reponse

if TYPE_CHECKING:
    from droits_ouverts.structures.models import Structure

JOUR = {"type": "date"}
COMMENT: dict[str, Any] = {"choices": ModeAccord.choices, "widget": forms.RadioSelect, "initial": ModeAccord.ORAL}
DITES = [choix for choix in ReponseRappel.choices if choix[0] != ReponseRappel.RETIRE]
MOIS_PROPOSES = (18, 12)
"""Months that may be compared, before and after this one."""

FAUX = {
    "redemandee": _("Elle a déjà dit non. Notez une nouvelle réponse seulement si elle en parle d’elle-même, et cochez la case."),
    "sans_accord": _("Il n’y a pas d’accord à retirer."),
    "futur": _("Ce jour n’est pas encore venu."),
    "ancien": _("Ce jour est avant sa réponse précédente."),
    "avant": _("Ce jour est avant son accord. Choisissez un jour plus tard."),
    "longue": _("Un accord dure douze mois au plus. Il pourra être redemandé."),
}
"""What is wrong, by the codes of `rules.check`."""


class AccordForm(forms.Form):
    """What she answers. Nothing is ticked beforehand: a yes is said, not supposed."""

    reponse = forms.ChoiceField(label=_("Si une loi change, peut-on la rappeler ?"), choices=DITES, widget=forms.RadioSelect)
    a_sa_demande = forms.BooleanField(label=_("Elle en parle d’elle-même"), required=False)
    mode = forms.ChoiceField(label=_("Comment l’a-t-elle dit ?"), **COMMENT)
    langue = forms.ChoiceField(label=_("Dans quelle langue ?"), choices=[(langue.code, langue.nom) for langue in LANGUES])
    le = forms.DateField(label=_("Quel jour ?"), widget=forms.DateInput(attrs=JOUR, format="%Y-%m-%d"))
    jusqu_au = forms.DateField(
        label=_("Si elle dit oui, jusqu’à quel jour ?"),
        help_text=_("Douze mois au plus."),
        required=False,
        widget=forms.DateInput(attrs=JOUR, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, a_dit_non: bool, langue: str, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        if not a_dit_non:
            del self.fields["a_sa_demande"]
        self.fields["langue"].initial = langue
        self.fields["le"].initial = today
        self.fields["jusqu_au"].initial = regle("accord_rappel").terme.after(today)

    def answer(self) -> Reponse:
        """What she said, as a value."""
        return Reponse(**{"a_sa_demande": False} | self.cleaned_data)

    def told(self, faux: dict[str, str]) -> None:
        """Say beside its field what is refused."""
        for champ, code in faux.items():
            self.add_error(champ if champ in self.fields else None, str(FAUX[code]))


class RetraitForm(forms.Form):
    """How she took back her yes."""

    mode = forms.ChoiceField(label=_("Comment l’a-t-elle dit ?"), **COMMENT)


class ComparerForm(forms.Form):
    """Two months of law, and the structure whose persons are concerned."""

    structure = forms.TypedChoiceField(label=_("Pour quelle structure ?"), coerce=int)
    avant = forms.ChoiceField(label=_("La loi d’avant"))
    apres = forms.ChoiceField(label=_("La loi d’après"))

    def __init__(self, *args: object, structures: Sequence[Structure], mois: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        proposes = [(un, month_name(un)) for un in reversed(months.between(months.shift(mois, -MOIS_PROPOSES[0]), months.shift(mois, MOIS_PROPOSES[1])))]
        for champ in ("avant", "apres"):
            cast("forms.ChoiceField", self.fields[champ]).choices = proposes
        self.fields["avant"].initial, self.fields["apres"].initial = months.shift(mois, -1), mois
        cast("forms.ChoiceField", self.fields["structure"]).choices = [(structure.pk, structure.nom) for structure in structures]
        if len(structures) == 1:
            self.fields["structure"].widget = forms.HiddenInput()
            self.fields["structure"].initial = structures[0].pk
