"""Django's door to the rules of passwords."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from droits_ouverts.comptes import rules


class GuessableValidator:
    """Refuse what everybody would try first, and what has fewer than 50 bits (CNIL 2022-100)."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` for a password that is easy to guess or too long to be one."""
        if len(password) > rules.PASSWORD_MAX:
            raise ValidationError(
                ngettext("%(nombre)d caractère au plus.", "%(nombre)d caractères au plus.", rules.PASSWORD_MAX),
                code="password_too_long",
                params={"nombre": rules.PASSWORD_MAX},
            )
        if rules.is_guessable(password):
            raise ValidationError(
                _("Ce mot de passe se devine trop vite. Une phrase de quatre mots sans rapport entre eux convient."), code="password_guessable"
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Pas un mot connu entouré de chiffres, ni une suite du clavier.")
