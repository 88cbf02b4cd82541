"""Keys of subjects are read once a request, and closed with it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from droits_ouverts.coffre.trousseau import kept_open
from droits_ouverts.foundation.types import GetResponse


class TrousseauMiddleware:
    """Keep the keys that a request reads open for the time of that request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then close every key."""
        with kept_open():
            return self.get_response(request)
