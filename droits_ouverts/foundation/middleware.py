"""Headers of every answer, and the only place where a refusal becomes a page."""

from __future__ import annotations

import logging
import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.types import GetResponse

logger = logging.getLogger(__name__)

CLOSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in CLOSED_FEATURES)
PUBLIC = re.compile(r"(?:^|[\s,])(?:public|max-age=[1-9]\d*)(?:$|[\s,])")


class SecurityHeadersMiddleware:
    """Close what no page uses, and keep out of every cache what is not said to be public. It comes first: refusals by other middleware pass here too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers added where the view did not set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # The language and the theme are a matter of cookies.
            patch_vary_headers(response, ["Cookie"])
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        if signed_in:
            patch_vary_headers(response, ["Cookie"])
        if signed_in or not PUBLIC.search(response.headers.get("Cache-Control", "")):
            # A shared device must not keep what a person read, the numbers that help against violence included.
            patch_cache_control(response, private=True, no_store=True)
        return response


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a machine asks: an address of the API, or a caller that prefers JSON to a page."""
    return request.path.startswith("/api/") or request.get_preferred_type(["text/html", "application/json"]) == "application/json"


class DomainErrorMiddleware:
    """Turn a `DomainError` into a page, or into JSON for a machine."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer for a refusal, None for anything else, which stays an error."""
        if not isinstance(exception, DomainError):
            return None
        if exception.status >= 500:
            logger.error("%s %s", exception.code, exception.detail)
        if wants_json(request):
            return JsonResponse({"erreur": exception.as_dict()}, status=exception.status)
        return render(request, "foundation/refus.html", {"erreur": exception}, status=exception.status)
