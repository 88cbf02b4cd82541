"""Sign-in forms, in our words."""

from __future__ import annotations

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from django.utils.translation import gettext_lazy as _

from droits_ouverts.comptes.adapter import guess


class ConnexionForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, label, autocomplete in (("login", _("Adresse électronique"), "username"), ("password", _("Mot de passe"), "current-password")):
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["autocomplete"] = autocomplete


class MotDePasseForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The present password, then the new one twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", _("Mot de passe actuel")),
            ("password1", _("Nouveau mot de passe")),
            ("password2", _("Le nouveau, une seconde fois")),
        ):
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _("12 caractères ou plus. Une phrase que vous retenez convient très bien.")

    def clean_oldpassword(self) -> str:
        """Count the present password as a guess: whoever holds an open session must not try thousands."""
        with guess(context.request, self.user, "mot_de_passe") as right:
            password: str = super().clean_oldpassword()
            right.append(True)
        return password


class DeNouveauForm(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The present password, before something serious."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label = _("Mot de passe")
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)
