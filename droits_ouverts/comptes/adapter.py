"""What we ask of allauth: nobody opens an account alone, guesses are slowed for all the workers together, devices are remembered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from droits_ouverts.comptes import appareils, essais, selectors, services
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.ports import fournisseurs


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are opened by a structure, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Trop d’essais. Attendez une heure, ou connectez-vous depuis un appareil où vous l’avez déjà fait."),
        "email_password_mismatch": _("L’adresse ou le mot de passe ne va pas. Vérifiez les deux, puis recommencez."),
        "incorrect_password": _("Ce n’est pas votre mot de passe actuel."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False, always."""
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing on signing in or out: the page itself shows it."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  allauth's own signature
        """Count a guess before looking at it, whether the account exists or not. Raise `ValidationError` past the limit."""
        self._counted = count_guess(request, str(credentials.get("email", "")), "mot_de_passe")
        if self._counted is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Compte | None:  # noqa: ANN401  allauth's own signature
        """Return the account of these credentials, or None. A right guess is not counted."""
        compte: Compte | None = super().authenticate(request, **credentials)
        if compte is not None and self._counted:
            essais.forget(self._counted)
        return compte

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  allauth's own signature
        """Tell the journal of a wrong guess: at whose account, at none's where there is no such account."""
        services.tell_proof(compte=selectors.account_at(str(credentials.get("email", ""))), refus="mot_de_passe")

    def reauthenticate(self, user: Compte, password: str) -> bool:
        """Tell whether this is the password of the account signed in. Counted as a guess. Raise `ValidationError` past the limit."""
        with guess(self.request, user, "mot_de_passe") as right:
            if user.check_password(password):
                right.append(True)
        return bool(right)

    def get_reauthentication_methods(self, user: Compte | AnonymousUser) -> list[dict[str, Any]]:
        """Return how an account proves again who it is: by its second factor where it has one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [method for method in methods if str(method["id"]).startswith("mfa_")]
        return strong or methods + self._providers_of(user)

    def _providers_of(self, user: Compte | AnonymousUser) -> list[dict[str, Any]]:
        """The identity providers that can show again who holds the account."""
        found = fournisseurs() if isinstance(user, Compte) else ()
        linked = selectors.issuers_of(user) if found and isinstance(user, Compte) else frozenset()
        return [
            {"id": "fournisseur", "description": one.nom, "url": reverse("compte_fournisseur_confirmer", args=[one.code])}
            for one in found
            if one.emetteur in linked
        ]

    def post_login(self, request: HttpRequest, user: Compte, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  allauth's own signature
        """Remember the device once all the factors are given."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        services.tell_proof(compte=user)
        appareils.remember(request, response, user.email)
        return response


def count_guess(request: HttpRequest, email: str, scope: str) -> list[int] | None:
    """Count a guess against an address's account; return what was written, or None past the limit."""
    email = email.strip().lower()
    device = appareils.number_if_known(request, email)
    if device is not None:
        limits = [(essais.key_of(f"{scope}.appareil", f"{device} {email}"), essais.PER_ACCOUNT)]
    else:
        limits = [
            (essais.key_of("reseau", essais.network_of(request)), essais.PER_ADDRESS),
            (essais.key_of(f"{scope}.compte", email), essais.PER_ACCOUNT),
        ]
    return essais.count(limits, now=timezone.now())


@contextmanager
def guess(request: HttpRequest, compte: Compte, scope: str) -> Iterator[list[bool]]:
    """Count a guess of somebody whose account is known; put True in the list where it is right. Raise `ValidationError` past the limit."""
    counted = count_guess(request, compte.email, scope)
    if counted is None:
        raise ValidationError(ClosedSignupAdapter.error_messages["too_many_login_attempts"], code="too_many_login_attempts")
    right: list[bool] = []
    yield right
    if right:
        essais.forget(counted)
    else:
        services.tell_proof(compte=compte, refus=scope)
