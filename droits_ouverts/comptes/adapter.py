"""What we ask of allauth: nobody opens an account alone."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are opened by a structure, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False, always."""
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing on signing in or out: the page itself shows it."""
