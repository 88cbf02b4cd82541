"""What is typed about papers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from droits_ouverts.documents import rules
from droits_ouverts.documents.enums import DureeLien, Nature


class AjouterForm(forms.Form):
    """What kind of paper is added, and whether its photos are straightened. The files are beside: nothing here can be wrong and lose them."""

    nature = forms.ChoiceField(label=_("Quel papier ?"), choices=Nature.choices, initial=Nature.AUTRE)
    redresser = forms.BooleanField(label=_("Redresser et éclaircir les photos"), required=False, initial=True)


class DecrireForm(forms.Form):
    """What a paper is, how it is called, until when it is valid."""

    nature = forms.ChoiceField(label=_("Quel papier ?"), choices=Nature.choices)
    titre = forms.CharField(label=_("Son nom (facultatif)"), max_length=rules.TITRE_MAX, required=False)
    expire_le = forms.DateField(
        label=_("Valable jusqu’au (facultatif)"),
        help_text=_("Deux mois avant ce jour, il est dit « à renouveler »."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["titre"].widget.attrs |= {"autocomplete": "off"}


class ConfierForm(forms.Form):
    """For how long a link serves, and the line written across the pages."""

    duree = forms.TypedChoiceField(label=_("Le lien sert pendant"), choices=DureeLien.choices, coerce=int, widget=forms.RadioSelect, initial=DureeLien.UN_JOUR)
    mention = forms.CharField(
        label=_("Pour qui, et pour quoi ?"),
        help_text=_(
            "Par exemple : « Pour la CAF, demande de logement ». C’est écrit sur chaque page, avec votre structure et la date : la copie ne peut servir à autre chose."
        ),
        max_length=rules.MENTION_MAX,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["mention"].widget.attrs |= {"autocomplete": "off"}

    def clean_mention(self) -> str:
        """Return what was typed, in letters that the line has."""
        mention = rules.one_line(str(self.cleaned_data["mention"]), rules.MENTION_MAX)
        try:
            mention.encode("cp1252")
        except UnicodeEncodeError:
            raise forms.ValidationError(_("Écrivez-le en lettres latines (a, b, c) : c’est l’organisme qui le lira.")) from None
        return mention


class CodeForm(forms.Form):
    """The code that was said apart."""

    code = forms.CharField(label=_("Le code à six chiffres"), max_length=40)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}
