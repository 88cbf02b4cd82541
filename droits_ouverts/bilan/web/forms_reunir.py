"""The forms by which two files of one person are found and put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.foundation.jours import date_format
from droits_ouverts.personnes.rules import TEXTE_MAX

if TYPE_CHECKING:
    from droits_ouverts.bilan.deux_dossiers import DeuxDossiers


class AutreDossierForm(forms.Form):
    """Whom one looks for, beside the person whose page it is."""

    nom = forms.CharField(
        label=gettext_lazy("Le nom de l’autre dossier"),
        help_text=gettext_lazy("Comme il a pu être écrit : un ancien nom, un nom d’usage, un surnom."),
        max_length=TEXTE_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )


class ReunirForm(forms.Form):
    """Which file is kept, and, where something makes one doubt, that it was looked at with her."""

    garder = forms.TypedChoiceField(
        label=gettext_lazy("Quel dossier garder ?"),
        help_text=gettext_lazy("Son nom et sa date de naissance sont ceux que tout le monde verra. L’autre reste lisible dessous."),
        coerce=int,
        widget=forms.RadioSelect,
    )
    verifie = forms.BooleanField(label=gettext_lazy("J’ai vérifié avec elle : c’est bien une seule personne"))

    def __init__(self, *args: object, deux: DeuxDossiers, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        choix = [
            (
                str(cote.personne.pk),
                _("{nom}, dossier ouvert le {jour}").format(nom=cote.identite.ecrite, jour=date_format(cote.personne.created_at, "j F Y")),
            )
            for cote in deux.cotes
        ]
        garder = cast("forms.ChoiceField", self.fields["garder"])
        garder.choices = choix
        garder.initial = choix[0][0]
        if not deux.doutes:
            del self.fields["verifie"]
