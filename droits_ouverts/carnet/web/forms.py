"""What is typed about a person's own page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from droits_ouverts.carnet import rules


class DonnerForm(forms.Form):
    """Whom she may call, and whether she asks for her page in spite of the risk."""

    qui = forms.CharField(label=_("Qui peut-elle appeler ? (facultatif)"), max_length=rules.QUI_MAX, required=False)
    numero = forms.CharField(
        label=_("À quel numéro ? (facultatif)"), max_length=rules.NUMERO_MAX, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    malgre = forms.BooleanField(
        label=_("Nous avons parlé du risque, et elle demande sa page"),
        help_text=_("Qui fouille son sac, son téléphone ? Où gardera-t-elle le code ?"),
        required=False,
    )

    def __init__(self, *args: object, insiste: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        if not insiste:
            del self.fields["malgre"]
        for champ in ("qui", "numero"):
            self.fields[champ].widget.attrs |= {"autocomplete": "off"}

    def mots(self) -> rules.Mots:
        """Return whom to call."""
        return rules.Mots(qui=self.cleaned_data["qui"], numero=self.cleaned_data["numero"])


class CodeForm(forms.Form):
    """The code that she received."""

    code = forms.CharField(label=_("Votre code"), max_length=40)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
