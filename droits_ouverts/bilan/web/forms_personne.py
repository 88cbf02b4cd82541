"""The forms of what a person asks of her file: how to reach her, what to correct, that it be erased; and of an emergency."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.bilan.web.forms_partage import COMMENT
from droits_ouverts.personnes.enums import MotifUrgence, Moyen, Obstacle, SuiteRectification
from droits_ouverts.personnes.rules import TEXTE_MAX, Identite
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.rules_rectification import TEXTE_MAX as MOTS_MAX
from droits_ouverts.personnes.rules_rectification import Contenu
from droits_ouverts.ui.langues import LANGUES

if TYPE_CHECKING:
    from droits_ouverts.bilan.selectors import LigneBilan
    from droits_ouverts.structures.models import Structure

JOUR = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
FAUX = {
    "vide": gettext_lazy("Écrivez-le en quelques mots."),
    "inchangee": gettext_lazy("Rien ne change : corrigez ce qui est faux."),
    "futur": gettext_lazy("Cette date de naissance n’est pas possible. Vérifiez l’année."),
    "ancien": gettext_lazy("Cette date de naissance n’est pas possible. Vérifiez l’année."),
    "illisible": gettext_lazy("Cette date de naissance n’est pas possible. Vérifiez l’année."),
}
"""What is wrong, by the codes of `rules_rectification`."""


class ContactForm(forms.Form):
    """How she may be reached without danger, in the order in which it is asked. Nothing is ticked beforehand."""

    permis = forms.MultipleChoiceField(
        label=gettext_lazy("Que pouvons-nous faire sans danger pour elle ?"),
        help_text=gettext_lazy("Rien de coché : personne ne la contacte, on attend de la revoir."),
        choices=Moyen.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    telephone = forms.CharField(
        label=gettext_lazy("Le numéro sûr"),
        help_text=gettext_lazy("Un numéro que personne d’autre ne décroche ni ne lit. Un numéro qui n’est pas sûr ne se garde pas."),
        required=False,
        max_length=40,
    )
    adresse = forms.CharField(label=gettext_lazy("Où lui écrire sans danger"), required=False, max_length=200)
    de_heure = forms.IntegerField(label=gettext_lazy("Appeler à partir de (heure)"), required=False, min_value=0, max_value=23)
    a_heure = forms.IntegerField(
        label=gettext_lazy("Et avant (heure)"), help_text=gettext_lazy("Vide : à toute heure."), required=False, min_value=1, max_value=24
    )
    libre = forms.BooleanField(
        label=gettext_lazy("Elle accepte qu’un message dise qui écrit et pourquoi"),
        help_text=gettext_lazy("Sans cela, un message ne dit rien : ni un droit, ni un service."),
        required=False,
    )
    discretion = forms.CharField(
        label=gettext_lazy("Qui ne doit rien savoir ?"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: object, connu: Contact | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["telephone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}
        self.fields["adresse"].widget.attrs |= {"autocomplete": "off"}
        if connu is not None:
            self.initial = {
                "permis": list(connu.permis),
                "telephone": connu.telephone,
                "adresse": connu.adresse,
                "de_heure": connu.de_heure if connu.a_heure else None,
                "a_heure": connu.a_heure or None,
                "libre": not connu.neutre,
                "discretion": connu.discretion,
            }

    def clean(self) -> dict[str, object]:
        """A way that is allowed has a number or an address; hours come in order."""
        recu = super().clean() or {}
        permis = cast("list[str]", recu.get("permis") or [])
        if {Moyen.APPELER.value, Moyen.MESSAGE.value} & set(permis) and not recu.get("telephone"):
            self.add_error("telephone", _("Écrivez le numéro sûr, ou décochez l’appel."))
        if Moyen.MESSAGE.value in permis and Moyen.APPELER.value not in permis:
            self.add_error("permis", _("Un message se laisse au bout d’un appel : cochez aussi l’appel, ou décochez le message."))
        if Moyen.ECRIRE.value in permis and not recu.get("adresse"):
            self.add_error("adresse", _("Écrivez où, ou décochez l’écrit."))
        de_heure, a_heure = cast("int | None", recu.get("de_heure")), cast("int | None", recu.get("a_heure"))
        if de_heure is not None and a_heure is None:
            self.add_error("a_heure", _("Dites aussi jusqu’à quelle heure."))
        elif a_heure is not None and a_heure <= (de_heure or 0):
            self.add_error("a_heure", _("Cette heure vient avant l’autre."))
        return recu

    def contact(self) -> Contact:
        """What she said, as a value."""
        recu = self.cleaned_data
        return Contact(
            telephone=recu["telephone"],
            adresse=recu["adresse"],
            permis=tuple(recu["permis"]),
            de_heure=recu["de_heure"] or 0,
            a_heure=recu["a_heure"] or 0,
            neutre=not recu["libre"],
            discretion=recu["discretion"],
        )


class IdentiteForm(forms.Form):
    """Who she is, to be corrected, and why."""

    prenom = forms.CharField(label=gettext_lazy("Son prénom"), required=False, max_length=TEXTE_MAX)
    nom = forms.CharField(label=gettext_lazy("Son nom (facultatif)"), required=False, max_length=TEXTE_MAX)
    naissance = forms.DateField(label=gettext_lazy("Sa date de naissance (facultatif)"), required=False, widget=forms.DateInput(**JOUR))  # type: ignore[arg-type]  # attrs and format
    langue = forms.ChoiceField(label=gettext_lazy("Langue de sa fiche"), choices=[(langue.code, langue.nom) for langue in LANGUES])
    pourquoi = forms.CharField(label=gettext_lazy("Pourquoi cette correction ?"), required=False, max_length=MOTS_MAX)

    def __init__(self, *args: object, connue: Identite, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.initial = {"prenom": connue.prenom, "nom": connue.nom, "naissance": connue.naissance or None, "langue": connue.langue}
        for champ in ("prenom", "nom", "pourquoi"):
            self.fields[champ].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def identite(self) -> Identite:
        """Who she is once corrected."""
        recu = self.cleaned_data
        return Identite(prenom=recu["prenom"], nom=recu["nom"], langue=recu["langue"], naissance=recu["naissance"].isoformat() if recu["naissance"] else "")


class AutreForm(forms.Form):
    """Something else that she says is wrong: noted beside what is kept, or refused with its reason."""

    bilan = forms.ChoiceField(label=gettext_lazy("De quoi parle-t-elle ?"))
    apres = forms.CharField(
        label=gettext_lazy("Ce qu’elle demande, avec ses mots"), required=False, max_length=MOTS_MAX, widget=forms.Textarea(attrs={"rows": 3})
    )
    suite = forms.ChoiceField(
        label=gettext_lazy("Que faites-vous ?"),
        choices=[
            (SuiteRectification.NOTEE.value, gettext_lazy("Je le note à côté : ce qui était gardé reste comme c’était")),
            (SuiteRectification.REFUSEE.value, gettext_lazy("Je refuse, et je dis pourquoi")),
        ],
        widget=forms.RadioSelect,
        initial=SuiteRectification.NOTEE.value,
    )
    raison = forms.CharField(label=gettext_lazy("La raison (nécessaire pour un refus)"), required=False, max_length=MOTS_MAX)

    def __init__(self, *args: object, bilans: Sequence[LigneBilan], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        choix = [(str(bilan.id), _("Le bilan de %(mois)s") % {"mois": bilan.mois}) for bilan in bilans]
        cast("forms.ChoiceField", self.fields["bilan"]).choices = [*choix, ("", _("Autre chose"))]
        self.fields["bilan"].required = False

    def about(self) -> uuid.UUID | None:
        """The check-up that it is about."""
        return uuid.UUID(self.cleaned_data["bilan"]) if self.cleaned_data["bilan"] else None

    def contenu(self) -> Contenu:
        """What she asks, and the reason."""
        return Contenu(apres=self.cleaned_data["apres"].strip(), pourquoi=self.cleaned_data["raison"].strip())


class EffacementForm(forms.Form):
    """How she asked, and whether something obliges to keep her file."""

    mode = forms.ChoiceField(label=gettext_lazy("Comment l’a-t-elle demandé ?"), **COMMENT)
    obstacle = forms.ChoiceField(label=gettext_lazy("Quelque chose oblige-t-il à garder ce dossier ?"), choices=Obstacle.choices, widget=forms.RadioSelect)


class UrgenceForm(forms.Form):
    """Whose file, and why now."""

    structure = forms.TypedChoiceField(label=gettext_lazy("Quelle structure tient le dossier ?"), coerce=int)
    nom = forms.CharField(label=gettext_lazy("Son nom, ou son prénom si elle n’en a pas donné d’autre"), max_length=TEXTE_MAX)
    naissance = forms.DateField(label=gettext_lazy("Sa date de naissance"), widget=forms.DateInput(**JOUR))  # type: ignore[arg-type]  # attrs and format
    motif = forms.ChoiceField(label=gettext_lazy("Quelle urgence ?"), choices=MotifUrgence.choices, widget=forms.RadioSelect)
    raison = forms.CharField(
        label=gettext_lazy("Ce qui se passe, et ce que vous cherchez"),
        help_text=gettext_lazy("La personne pourra le lire."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, structures: Sequence[Structure], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        cast("forms.ChoiceField", self.fields["structure"]).choices = [("", _("Choisissez")), *((s.pk, s.nom) for s in structures)]
        self.fields["nom"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
