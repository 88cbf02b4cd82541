"""Headers of every answer, and the only place where a refusal becomes a page."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from droits_ouverts.foundation.errors import DomainError, EnClairError
from droits_ouverts.foundation.limites import CompteursIndisponiblesError, TropDeDemandesError, seconds_to_wait
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


class ApiEnClairMiddleware:
    """Refuse what a program sends in clear where pages are led to HTTPS: led there, it would go on sending its first request in clear."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as usual over HTTPS, or where it is not asked for."""
        if not settings.SECURE_SSL_REDIRECT or request.is_secure() or not request.path.startswith("/api/"):
            return self.get_response(request)
        return JsonResponse({"erreur": EnClairError().as_dict()}, status=EnClairError.status)


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


class LimitesMiddleware:
    """Count each request of an account, or of an address without one, and refuse those that are too many.

    Before the view where there is one; a view that counts for itself says so (`counts_its_requests`). What other middleware answered, and
    addresses that do not exist, are counted too. Where the counts are out of reach, pages are given: the service comes first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the rest does, or refuse."""
        response = self.get_response(request)
        return (None if hasattr(request, "est_comptee") else _refusal_of_rate(request)) or response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object) -> HttpResponse | None:
        """Return the refusal, or None to let the view answer."""
        request.est_comptee = True  # type: ignore[attr-defined]  # a mark between the two
        return None if getattr(view, "counts_its_requests", False) else _refusal_of_rate(request)


def _refusal_of_rate(request: HttpRequest) -> HttpResponse | None:
    try:
        attente = seconds_to_wait(request)
    except CompteursIndisponiblesError as error:
        logger.error("%s %s", error.code, error.detail)  # noqa: TRY400  the trace says no more than its name
        return None
    if not attente:
        return None
    refus = TropDeDemandesError(attente)
    if wants_json(request):
        return JsonResponse({"erreur": refus.as_dict()}, status=refus.status, headers={"Retry-After": str(attente)})
    # No request on purpose: the page is the same for everyone, costs nothing, and shows no name on a screen turned to the person.
    context = {"erreur": refus, "langue": translation.get_language() or "fr", "sens": "rtl" if translation.get_language_bidi() else "ltr"}
    response = render(None, "foundation/erreur_du_service.html", context, status=refus.status)
    response.headers["Retry-After"] = str(attente)
    return response
