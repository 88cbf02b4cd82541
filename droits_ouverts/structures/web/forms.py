"""The forms of members."""

from __future__ import annotations

from datetime import date
from typing import cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures.enums import Profession, Role

SANS_CHOIX = [("", _("Choisissez dans la liste"))]


class MembreForm(forms.Form):
    """What a member does, and what she is by training or mission."""

    role = forms.ChoiceField(
        label=_("Son rôle"),
        choices=[*SANS_CHOIX, *Role.choices],
        help_text=_("Une personne élue, ou chargée de l’administration technique, n’ouvre aucune page sur une personne."),
        error_messages={"required": _("Choisissez un rôle : il dit ce que le compte peut ouvrir.")},
    )
    profession = forms.ChoiceField(
        label=_("Sa profession"),
        choices=[*SANS_CHOIX, *Profession.choices],
        help_text=_("Le secret professionnel dépend de la profession, pas du rôle."),
        error_messages={"required": _("Choisissez une profession, ou « autre profession ».")},
    )


class NouveauMembreForm(MembreForm):
    """Somebody who joins: by the address of the account, which is opened if there is none."""

    field_order = ["email", "nom", "role", "profession"]

    email = forms.EmailField(
        label=_("Son adresse électronique de travail"),
        max_length=254,
        error_messages={
            "required": _("Écrivez l’adresse électronique : elle sert à se connecter."),
            "invalid": _("Cette adresse n’est pas complète. Elle s’écrit par exemple prenom.nom@structure.fr."),
        },
    )
    nom = forms.CharField(
        label=_("Son nom, comme ses collègues le liront"),
        max_length=120,
        help_text=_("Si cette adresse a déjà un compte, le nom de ce compte est gardé."),
        error_messages={"required": _("Écrivez le nom que ses collègues liront.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["email"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["nom"].widget.attrs |= {"autocomplete": "off"}


class DepartForm(forms.Form):
    """The last day of a member, from the first one to a year ahead."""

    jusqu_au = forms.DateField(
        label=_("Son dernier jour dans la structure"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Ce jour-là, elle ou il peut encore se connecter. Le lendemain, plus rien ne s’ouvre."),
        error_messages={
            "required": _("Choisissez le dernier jour. Pour un départ immédiat, gardez la date du jour."),
            "invalid": _("Cette date n’existe pas. Elle s’écrit jour, mois, année, par exemple 30/11/2026."),
        },
    )

    def __init__(self, *args: object, depuis_le: date, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.depuis_le, self.on = depuis_le, on
        self.fields["jusqu_au"].initial = on
        self.fields["jusqu_au"].widget.attrs |= {"min": depuis_le.isoformat()}

    def clean_jusqu_au(self) -> date:
        """Keep the last day between the first day and a year from now."""
        jusqu_au = cast("date", self.cleaned_data["jusqu_au"])
        if jusqu_au < self.depuis_le:
            raise forms.ValidationError(
                _("Le dernier jour vient avant le premier, le %(jour)s. Choisissez une date à partir de ce jour."),
                code="avant",
                params={"jour": f"{self.depuis_le:%d/%m/%Y}"},
            )
        if (jusqu_au - self.on).days > 366:
            raise forms.ValidationError(_("Cette date est à plus d’un an. Choisissez une date plus proche."), code="loin")
        return jusqu_au


class PremierMotDePasseForm(forms.Form):
    """The first password of a newcomer, and the charter."""

    password1 = forms.CharField(
        label=_("Votre mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12 caractères ou plus. Une phrase que vous retenez convient très bien."),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )
    password2 = forms.CharField(
        label=_("Le même, une seconde fois"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Écrivez-le une seconde fois : une faute de frappe vous fermerait la porte.")},
    )
    charte = forms.BooleanField(label=_("J’ai lu la charte et je la suivrai"), error_messages={"required": _("Cochez la case pour continuer.")})

    def __init__(self, *args: object, email: str, nom: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.futur = Compte(email=email, nom=nom)

    def clean_password1(self) -> str:
        """Hold the password to the rules, with the address and the name of the account to come."""
        password = cast("str", self.cleaned_data["password1"])
        validate_password(password, self.futur)
        return password

    def clean_password2(self) -> str:
        """Ask for the same word twice."""
        password = cast("str", self.cleaned_data["password2"])
        if "password1" in self.cleaned_data and password != self.cleaned_data["password1"]:
            raise forms.ValidationError(_("Ce n’est pas le même mot de passe."), code="autre")
        return password
