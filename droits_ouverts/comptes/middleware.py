"""Sessions end after a while without a request, and at the end of the day whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from droits_ouverts.comptes import rules
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.sessions import FIN, OUVERTE, VUE

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from droits_ouverts.foundation.types import GetResponse


class SeanceMiddleware:
    """Close a session that is over before anything reads it. Writes at most once a minute; no query of its own otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as usual; where the session is over, as to somebody who is not signed in."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = timezone.now().timestamp()
            opened, seen = request.session.setdefault(OUVERTE, now), request.session.setdefault(VUE, now)
            if rules.is_over(opened=opened, seen=seen, now=now):
                logout(request)
                request.session[FIN] = True
            elif now - seen > rules.SEEN_EVERY_SECONDS:
                request.session[VUE] = now
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object) -> HttpResponse | None:
        """Lead to the charter whoever has not accepted it as it is today, from any page that asks to be signed in. No query."""
        if not getattr(view, "login_required", True) or not isinstance(request.user, Compte) or request.user.charte_version == rules.CHARTE_VERSION:
            return None
        match = request.resolver_match
        if match is not None and match.view_name == "compte_charte":
            return None
        return HttpResponseRedirect(f"{reverse('compte_charte')}?{urlencode({'next': request.path})}")
