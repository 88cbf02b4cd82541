"""The database is read for whoever is signed in: her account and the day, said before anything else of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.lignes.contexte import nobody, now_acts

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from droits_ouverts.foundation.types import GetResponse

DITE = "lignes_dite"
"""Mark of a request whose reading is held to somebody, until its answer."""


class LignesMiddleware:
    """Say for whom the request reads; for nobody where nobody is signed in. No query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        with nobody():
            setattr(request, DITE, True)
            if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, Compte):
                now_acts(request.user.pk, on=timezone.localdate())
            return self.get_response(request)


@receiver(user_logged_in)
def signed_in(sender: object, request: HttpRequest, user: Compte, **_: Any) -> None:  # noqa: ANN401  Django's own signature
    """Read for her from the instant at which she signs in."""
    if getattr(request, DITE, False):
        now_acts(user.pk, on=timezone.localdate())
