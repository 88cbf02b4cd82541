"""Forms of the directory: a search never fails, a correction keeps what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.annuaire import horaires
from droits_ouverts.annuaire.cellules import SLUG
from droits_ouverts.annuaire.enums import Besoin, GenreLieuDeVie, Savoir
from droits_ouverts.annuaire.models import Lieu, Service
from droits_ouverts.annuaire.presentation import language_choices
from droits_ouverts.annuaire.services_vie import MOTS_MAX, QUAND_MAX, personal_traces

_SAVOIR = [(Savoir.OUI.value, gettext_lazy("Oui")), (Savoir.NON.value, gettext_lazy("Non")), (Savoir.INCONNU.value, gettext_lazy("On ne sait pas"))]
PERSONNEL = {
    "courriel": gettext_lazy("Retirez l’adresse électronique : personne ne doit être nommé ici."),
    "telephone": gettext_lazy("Retirez le numéro de téléphone : personne ne doit être nommé ici."),
    "numero": gettext_lazy("Retirez ce long numéro : il pourrait être celui de quelqu’un."),
}


class _Corriger(forms.Form):
    """What both have: hours and rights."""

    horaires = forms.CharField(
        label=gettext_lazy("Horaires"),
        help_text=gettext_lazy("Au format d’OpenStreetMap, par exemple Mo-Fr 09:00-12:00,14:00-17:00 (Mo, Tu, We, Th, Fr, Sa, Su, PH pour les jours fériés)."),
        max_length=300,
        required=False,
    )
    droits = forms.CharField(
        label=gettext_lazy("Droits traités ici"),
        help_text=gettext_lazy("Les codes du catalogue, séparés par des virgules : rsa, prime_activite."),
        max_length=1000,
        required=False,
    )

    def clean_horaires(self) -> str:
        """Refuse hours that a search could not read."""
        texte = " ".join(str(self.cleaned_data["horaires"]).split())
        if texte and horaires.read(texte) is None:
            raise forms.ValidationError(_("Nous ne savons pas lire ces horaires. Écrivez-les comme dans l’exemple, ou laissez vide."))
        return texte

    def clean_droits(self) -> list[str]:
        """Return codes."""
        codes = [code for code in (un.strip().lower() for un in str(self.cleaned_data["droits"]).split(",")) if code]
        if any(not SLUG.fullmatch(code) for code in codes):
            raise forms.ValidationError(_("Un code n’a que des lettres sans accent, des chiffres et des tirets bas : rsa, prime_activite."))
        return list(dict.fromkeys(codes))[:60]


class CorrigerLieuForm(_Corriger):
    """A place, corrected."""

    nom = forms.CharField(label=gettext_lazy("Nom"), max_length=300)
    telephone = forms.CharField(label=gettext_lazy("Téléphone de l’accueil"), max_length=60, required=False)
    adresse = forms.CharField(label=gettext_lazy("Adresse"), max_length=300, required=False)
    langues = forms.MultipleChoiceField(
        label=gettext_lazy("Langues parlées, en plus du français"), choices=language_choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    accessible = forms.ChoiceField(label=gettext_lazy("Accessible en fauteuil"), choices=_SAVOIR, widget=forms.RadioSelect)
    field_order = ("nom", "telephone", "adresse", "horaires", "langues", "accessible", "droits")


class CorrigerServiceForm(_Corriger):
    """A service, corrected."""

    nom = forms.CharField(label=gettext_lazy("Nom du service"), max_length=300)
    gratuit = forms.ChoiceField(label=gettext_lazy("Gratuit"), choices=_SAVOIR, widget=forms.RadioSelect)
    sans_rdv = forms.ChoiceField(label=gettext_lazy("Sans rendez-vous"), choices=_SAVOIR, widget=forms.RadioSelect)
    field_order = ("nom", "gratuit", "sans_rdv", "horaires", "droits")


def initial_of(fiche: Lieu | Service, form: type[_Corriger]) -> dict[str, Any]:
    """Return what a form shows of a sheet as it stands."""
    valeurs = {nom: getattr(fiche, nom) for nom in form.base_fields}
    return valeurs | {"droits": ", ".join(fiche.droits)}


class ImportForm(forms.Form):
    """A file of a directory, and what it is."""

    source = forms.SlugField(
        label=gettext_lazy("Nom court de la source"),
        help_text=gettext_lazy("Toujours le même pour les mêmes données : data-inclusion, dora, lieux-venissieux."),
        max_length=64,
        error_messages={"invalid": gettext_lazy("Des lettres sans accent, des chiffres et des tirets seulement.")},
    )
    fichier = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy("JSON, lignes de JSON ou CSV en UTF-8, 10 Mo au plus. Au-delà : droits-ouverts annuaire importer."),
        max_length=200,
    )
    complet = forms.BooleanField(label=gettext_lazy("C’est la liste entière : ce qui n’y est plus sera marqué absent"), required=False)

    def clean_fichier(self) -> Any:  # noqa: ANN401  an uploaded file
        """Refuse a file that a page cannot take."""
        fichier = self.cleaned_data["fichier"]
        if fichier.size > 10 * 1024 * 1024:
            raise forms.ValidationError(_("Ce fichier dépasse 10 Mo. Importez-le par la commande droits-ouverts annuaire importer."))
        return fichier


class LieuDeVieForm(forms.Form):
    """A new partner."""

    structure = forms.TypedChoiceField(label=gettext_lazy("Structure qui l’anime"), coerce=int)
    nom = forms.CharField(label=gettext_lazy("Nom du lieu"), max_length=120)
    genre = forms.ChoiceField(label=gettext_lazy("Quel genre de lieu ?"), choices=GenreLieuDeVie.choices)
    adresse = forms.CharField(label=gettext_lazy("Adresse"), max_length=200, required=False)

    def __init__(self, *args: Any, structures: list[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401  Django's own arguments, passed on whole
        super().__init__(*args, **kwargs)
        self.fields["structure"].choices = structures  # type: ignore[attr-defined]  # a field of choices


class MotForm(forms.Form):
    """Three lines, and nobody named."""

    besoin = forms.ChoiceField(label=gettext_lazy("Pour quoi ?"), choices=Besoin.choices)
    quand = forms.CharField(
        label=gettext_lazy("Quand passer ici ?"),
        help_text=gettext_lazy("Par exemple : mardi matin. Facultatif."),
        max_length=QUAND_MAX,
        required=False,
    )
    mots = forms.CharField(
        label=gettext_lazy("En quelques mots"),
        help_text=gettext_lazy("Sans nom, ni téléphone, ni adresse : « une dame âgée, lettres d’huissier ». Facultatif."),
        max_length=MOTS_MAX,
        required=False,
        widget=forms.TextInput,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what looks personal, and say what to take off; what was typed stays."""
        donnees = super().clean() or {}
        for champ in ("quand", "mots"):
            for trace in personal_traces(str(donnees.get(champ, ""))):
                self.add_error(champ, str(PERSONNEL[trace]))
        return donnees
