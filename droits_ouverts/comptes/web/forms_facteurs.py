"""Forms of the second factor, in our words."""

from __future__ import annotations

import struct
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from droits_ouverts.comptes.adapter import guess
from droits_ouverts.comptes.facteurs import use_step


class _CodeMixin:
    """A field for a code of six figures, or ten for a recovery code."""

    fields: dict[str, forms.Field]
    user: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}

    def clean_code(self) -> str:
        """Count the code as a guess. A code of the application serves once."""
        with guess(context.request, self.user, "code") as right:
            code: str = super().clean_code()  # type: ignore[misc]  # of the form beside it
            authenticator = getattr(self, "authenticator", None)
            if authenticator is not None and authenticator.type == Authenticator.Type.TOTP and not use_step(authenticator, code):
                raise get_adapter().validation_error("incorrect_code")
            right.append(True)
        return code


class CodeForm(_CodeMixin, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in."""


class CodeDeNouveauForm(_CodeMixin, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """Before something serious."""


class ApplicationForm(_CodeMixin, ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of a new application, which shows that it was well set."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Le code à six chiffres que l’application affiche")


MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error, InvalidSignature)
"""What reading an answer that no device made can raise: for allauth only some of them are refusals."""


class _ReponseMixin:
    """The answer of a passkey: what is not one is refused, whatever its shape."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered. Raise `ValidationError` for anything else."""
        try:
            answered: Authenticator = super().clean_credential()  # type: ignore[misc]  # of the form beside it
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None
        return answered


class CleEntrerForm(_ReponseMixin, LoginWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Signing in by a passkey alone."""


class CleSecondeEtapeForm(_ReponseMixin, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in, by a passkey."""


class CleDeNouveauForm(_ReponseMixin, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey before something serious."""


class CleForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new passkey, which always checks its holder (finger, face or code of the device)."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].label = _("Son nom, pour la reconnaître")
        self.fields["name"].widget.attrs |= {"maxlength": "60", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Check what the device answered. Raise `ValidationError` for what no device made."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


class NomDeCleForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Another name for a passkey."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Son nom, pour la reconnaître")
        self.fields["name"].widget.attrs |= {"maxlength": "60", "autocomplete": "off"}
