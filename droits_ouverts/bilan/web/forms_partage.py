"""The forms by which a person's agreement to share is noted, narrowed or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.foundation.durees import Duree
from droits_ouverts.personnes import rules_partage
from droits_ouverts.personnes.enums import Finalite, ModeAccord, Portee
from droits_ouverts.personnes.rules_partage import SENSIBLES, Accord
from droits_ouverts.ui.langues import LANGUES

if TYPE_CHECKING:
    from droits_ouverts.structures.models import Structure

LES_PORTEES = [(portee.value, portee.label) for portee in Portee if portee not in SENSIBLES]
DUREES = {1: gettext_lazy("un mois"), 3: gettext_lazy("trois mois"), 6: gettext_lazy("six mois"), 12: gettext_lazy("douze mois, le plus long")}

FAUX = {
    "vide": gettext_lazy("Cochez au moins une chose qu’elle veut bien partager. Pour ne plus rien partager, retirez le partage."),
    "inchangee": gettext_lazy("Rien ne change : décochez ce qu’elle ne veut plus partager."),
    "plus": gettext_lazy("Pour partager davantage, faites un nouveau partage."),
    "groupee": gettext_lazy("La santé, le séjour et les violences se demandent à part, une par une."),
    "inexpliquee": gettext_lazy("Expliquez-lui d’abord, puis notez sa réponse."),
    "inconnue": gettext_lazy("Choisissez dans la liste."),
    "passe": gettext_lazy("Ce jour est passé. Un partage commence aujourd’hui ou plus tard."),
    "loin": gettext_lazy("Ce jour est dans plus d’un an. Choisissez un jour plus proche."),
    "avant": gettext_lazy("Ce partage finirait avant de commencer."),
    "longue": gettext_lazy("Un partage dure douze mois au plus. Il pourra être redemandé."),
}
"""What is wrong, by the codes of `rules_partage`."""


COMMENT: dict[str, Any] = {"choices": ModeAccord.choices, "widget": forms.RadioSelect, "initial": ModeAccord.ORAL}
"""How she said it: the same question everywhere."""


class PartagerForm(forms.Form):
    """With whom, what, what for, until when, how she agreed. Nothing is ticked beforehand: a yes is said, not supposed."""

    vers_structure = forms.TypedChoiceField(label=gettext_lazy("Avec quelle structure ?"), coerce=int)
    portees = forms.MultipleChoiceField(
        label=gettext_lazy("Que veut-elle bien partager ?"),
        help_text=gettext_lazy("La santé, le séjour et les violences se demandent à part, après, une par une."),
        choices=LES_PORTEES,
        widget=forms.CheckboxSelectMultiple,
    )
    finalite = forms.ChoiceField(label=gettext_lazy("Pour quoi ?"), choices=Finalite.choices, widget=forms.RadioSelect)
    debut = forms.DateField(label=gettext_lazy("À partir de quel jour ?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    duree = forms.TypedChoiceField(
        label=gettext_lazy("Pendant combien de temps ?"), choices=list(DUREES.items()), coerce=int, widget=forms.RadioSelect, initial=3
    )
    accord_mode = forms.ChoiceField(label=gettext_lazy("Comment a-t-elle dit oui ?"), **COMMENT)
    langue = forms.ChoiceField(label=gettext_lazy("Dans quelle langue ?"), choices=[(langue.code, langue.nom) for langue in LANGUES])

    def __init__(self, *args: object, structures: Sequence[Structure], langue: str, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.today = today
        cast("forms.ChoiceField", self.fields["vers_structure"]).choices = [("", _("Choisissez")), *((s.pk, s.nom) for s in structures)]
        self.fields["debut"].initial = today
        self.fields["langue"].initial = langue

    def clean(self) -> dict[str, object]:
        """Tell what the rule refuses, beside its field."""
        cleaned = super().clean() or {}
        if not self.errors:
            for champ, faute in rules_partage.check(self.accord(), today=self.today).items():
                self.add_error({"fin": "duree"}.get(champ, champ), str(FAUX[faute]))
        return cleaned

    def accord(self) -> Accord:
        """What she said yes to, as a value."""
        recu = self.cleaned_data
        return Accord(
            vers_structure_id=recu["vers_structure"],
            portees=frozenset(Portee(code) for code in recu["portees"]),
            finalite=Finalite(recu["finalite"]),
            debut=recu["debut"],
            fin=Duree(mois=recu["duree"]).after(recu["debut"]),
            mode=ModeAccord(recu["accord_mode"]),
            langue=recu["langue"],
        )


class SensibleForm(forms.Form):
    """One sensitive scope: it was explained, and she said yes to it alone."""

    explication = forms.BooleanField(
        label=gettext_lazy("Je le lui ai dit avec ces mots, ou les miens, et elle a dit oui."),
        error_messages={"required": gettext_lazy("Sans son oui à cette question, rien n’est partagé. Revenez en arrière si elle a dit non.")},
    )
    accord_mode = forms.ChoiceField(label=gettext_lazy("Comment a-t-elle dit oui ?"), **COMMENT)


class RestreindreForm(forms.Form):
    """What she still wants to share, of what she shares now."""

    garder = forms.MultipleChoiceField(label=gettext_lazy("Que veut-elle encore partager ?"), widget=forms.CheckboxSelectMultiple)
    mode = forms.ChoiceField(label=gettext_lazy("Comment l’a-t-elle dit ?"), **COMMENT)

    def __init__(self, *args: object, portees: Sequence[Portee], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        cast("forms.MultipleChoiceField", self.fields["garder"]).choices = [(portee.value, portee.label) for portee in portees]
        self.fields["garder"].initial = [portee.value for portee in portees]
        self.fields["garder"].error_messages["required"] = str(FAUX["vide"])

    def kept(self) -> frozenset[Portee]:
        """The scopes that stay."""
        return frozenset(Portee(code) for code in self.cleaned_data["garder"])


class RetirerForm(forms.Form):
    """How she said that she no longer agrees."""

    mode = forms.ChoiceField(label=gettext_lazy("Comment l’a-t-elle dit ?"), **COMMENT)
