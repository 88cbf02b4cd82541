"""While the screen is turned to the person, this session opens nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from droits_ouverts.bilan import tourne

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from droits_ouverts.foundation.types import GetResponse


class TurnedScreenMiddleware:
    """Send every other address of a turned session, whatever the method and known or not, to the screen that is turned."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as usual where the screen is not turned."""
        try:
            etat = tourne.current(request.session)
        except tourne.UnreadableScreenError:
            # Whoever holds the device must not be given the session of the professional: she signs in again.
            logout(request)
            return HttpResponseRedirect(reverse("account_login"))
        if etat is None:
            return self.get_response(request)
        ecran, rendre = (reverse(f"bilan:{nom}", args=[etat.bilan]) for nom in ("tourne", "rendre"))
        if request.path not in {ecran, rendre}:
            return HttpResponseRedirect(ecran)
        with translation.override(etat.langue):
            request.LANGUAGE_CODE = etat.langue
            return self.get_response(request)
