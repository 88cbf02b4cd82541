"""A file that was put under another one of the same person: its pages lead to those of the file that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from droits_ouverts.personnes.errors import DossierJointError

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from droits_ouverts.foundation.types import GetResponse


class DossierJointMiddleware:
    """Lead who reads to the same page of the kept file. An act is refused in words: what was meant for one file is not written in another unseen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the way to the kept file, None for anything else."""
        match = request.resolver_match
        if not isinstance(exception, DossierJointError) or request.method not in {"GET", "HEAD"} or match is None or "personne_id" not in match.kwargs:
            return None
        adresse = reverse(match.view_name, kwargs=match.kwargs | {"personne_id": exception.gardee_id})
        suite = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{adresse}?{suite}" if suite else adresse)
