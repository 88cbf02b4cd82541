"""Sessions end after a while without a request, and at the end of the day whatever happens; two steps and the charter come before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from droits_ouverts.comptes import rules, selectors
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.sessions import DEUX_ETAPES, FIN, OUVERTE, VUE

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from droits_ouverts.foundation.types import GetResponse


WAYS_OUT = frozenset({"account_logout", "account_reauthenticate", "compte_charte"})
"""Pages that stay open to somebody who has not set up the second step yet."""


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
        signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if signed_in and not request.user.is_authenticated:
            # Whoever comes next on a shared device finds no page that was read, not even by going back.
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object) -> HttpResponse | None:
        """Lead to the charter whoever has not accepted it as it is today, then to the second step whoever has none, from any page that asks to be signed in.

        One query a session where two steps are asked of everybody (`DEUX_ETAPES_EXIGEES`), none otherwise.
        """
        if not getattr(view, "login_required", True) or not isinstance(request.user, Compte):
            return None
        page = "" if request.resolver_match is None else request.resolver_match.view_name
        if request.user.charte_version != rules.CHARTE_VERSION:
            return None if page == "compte_charte" else HttpResponseRedirect(f"{reverse('compte_charte')}?{urlencode({'next': request.path})}")
        if not settings.DEUX_ETAPES_EXIGEES or page.startswith("mfa_") or page in WAYS_OUT or _has_two_steps(request, request.user):
            return None
        messages.info(request, _("Avant d’ouvrir une page, ajoutez une seconde étape : ce service en demande une à chaque compte."))
        return HttpResponseRedirect(reverse("mfa_index"))


def _has_two_steps(request: HttpRequest, compte: Compte) -> bool:
    """Tell whether the account signs in by two steps, ours or its provider's. One query until it does."""
    if not request.session.get(DEUX_ETAPES) and selectors.has_second_factor(compte):
        request.session[DEUX_ETAPES] = True
    return bool(request.session.get(DEUX_ETAPES))
