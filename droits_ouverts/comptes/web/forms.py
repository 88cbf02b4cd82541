"""The sign-in form, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class ConnexionForm(LoginForm):  # type: ignore[misc]  allauth ships no types
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, autocomplete in (("login", _("Adresse électronique"), "username"), ("password", _("Mot de passe"), "current-password")):
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["autocomplete"] = autocomplete
