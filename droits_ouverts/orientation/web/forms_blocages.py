"""Forms of what is blocked: closed lists only, so that no name slips in."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from droits_ouverts.irritants.enums import Blocage as CeQuiBloque
from droits_ouverts.irritants.enums import Etape
from droits_ouverts.orientation.enums import StatutBlocage
from droits_ouverts.orientation.services_blocages import Cas
from droits_ouverts.orientation.web.forms import CHOISISSEZ, OBLIGATOIRE
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Genre
from droits_ouverts.suivi.blocages import ETAPES
from droits_ouverts.suivi.enums import NaturePiece


class BlocageForm(forms.Form):
    """A blocked case for the coordination: closed lists only, so that no name slips in."""

    blocage = forms.ChoiceField(label=gettext_lazy("Qu’est-ce qui bloque ?"), choices=CeQuiBloque.choices, widget=forms.RadioSelect, error_messages=OBLIGATOIRE)
    etape = forms.ChoiceField(label=gettext_lazy("À quelle étape ?"), choices=[CHOISISSEZ, *Etape.choices], error_messages=OBLIGATOIRE)
    pieces = forms.MultipleChoiceField(
        label=gettext_lazy("Quels papiers sont prêts ?"), choices=NaturePiece.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    accord_mode = forms.ChoiceField(
        label=gettext_lazy("Accepte-t-elle que le référent de l’organisme lise la même fiche ? Comment l’a-t-elle dit ?"),
        choices=ModeAccord.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Sans son accord, la fiche ne part pas vers le référent de l’organisme.")},
    )

    def cas(self, today: date) -> Cas:
        """The case, as a value."""
        recu = self.cleaned_data
        return Cas(etape=recu["etape"], blocage=recu["blocage"], pieces=recu["pieces"], accord_mode=recu["accord_mode"], accord_le=today)


class IrritantForm(forms.Form):
    """What blocks, to be counted without anybody: what the orientation says already is chosen, one tap is enough. It stands beside `BlocageForm`, with fields of the same names."""

    prefix = "irritant"
    PAR_STATUT: ClassVar[dict[str, CeQuiBloque]] = {
        "expiree": CeQuiBloque.SANS_REPONSE,
        "envoyee": CeQuiBloque.SANS_REPONSE,
        "a_l_etude": CeQuiBloque.DELAI_DEPASSE,
    }
    PAR_MOTIF: ClassVar[dict[str, CeQuiBloque]] = {
        "pas_nous": CeQuiBloque.RENVOI,
        "autre_secteur": CeQuiBloque.RENVOI,
        "plus_de_place": CeQuiBloque.PAS_DE_RENDEZ_VOUS,
        "papiers": CeQuiBloque.PIECE_IMPOSSIBLE,
        "conditions": CeQuiBloque.REGLE_MAL_APPLIQUEE,
    }
    PAR_ETAT: ClassVar[dict[str, Etape]] = ETAPES

    blocage = forms.ChoiceField(label=gettext_lazy("Qu’est-ce qui bloque ?"), choices=[CHOISISSEZ, *CeQuiBloque.choices], error_messages=OBLIGATOIRE)
    etape = forms.ChoiceField(label=gettext_lazy("À quelle étape ?"), choices=[CHOISISSEZ, *Etape.choices], error_messages=OBLIGATOIRE)

    @classmethod
    def known(cls, *, statut: str, motif: str, etat: str) -> IrritantForm:
        """The form as an orientation fills it: what the service answered, where the right stands. Each may be changed."""
        return cls(initial={"blocage": cls.PAR_MOTIF.get(motif) or cls.PAR_STATUT.get(statut, ""), "etape": cls.PAR_ETAT.get(etat, "")})


class FinBlocageForm(forms.Form):
    """How a blocked case ended."""

    statut = forms.ChoiceField(
        label=gettext_lazy("Comment cela s’est-il terminé ?"),
        choices=[(un.value, un.label) for un in (StatutBlocage.DEBLOQUE, StatutBlocage.SANS_SUITE)],
        widget=forms.RadioSelect,
        error_messages=OBLIGATOIRE,
    )


class ReferentForm(forms.Form):
    """Whom an institution names to mend what is blocked."""

    genre = forms.ChoiceField(label=gettext_lazy("Quelle sorte d’organisme ?"), choices=[CHOISISSEZ, *Genre.choices], error_messages=OBLIGATOIRE)
    organisme = forms.CharField(
        label=gettext_lazy("Nom de l’organisme"), max_length=120, error_messages={"required": gettext_lazy("Écrivez le nom de l’organisme.")}
    )
    nom = forms.CharField(label=gettext_lazy("Nom de la personne référente"), max_length=120, error_messages={"required": gettext_lazy("Écrivez son nom.")})
    email = forms.EmailField(
        label=gettext_lazy("Son adresse électronique"),
        error_messages={
            "required": gettext_lazy("Écrivez son adresse."),
            "invalid": gettext_lazy("Cette adresse n’est pas complète. Elle s’écrit comme accueil@exemple.fr."),
        },
    )
    telephone = forms.CharField(
        label=gettext_lazy("Son téléphone"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"})
    )
