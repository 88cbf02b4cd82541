"""What a session may do besides what its account may: serious acts ask that the person has just shown who she is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from droits_ouverts.comptes import rules

View = Callable[..., HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the person of this session showed who she is in the last five minutes, on signing in or since. No query.

    With a second factor, only that factor shows it again (`ClosedSignupAdapter.get_reauthentication_methods`).
    """
    now = timezone.now().timestamp()
    return request.user.is_authenticated and any(
        rules.is_recent(proved=float(proof["at"]), now=now) for proof in get_authentication_records(request, request.user) if proof.get("reauthenticated")
    )


def fresh_proof_required(view: View) -> View:
    """Ask again who she is before a view that does something serious, then come back to it. What was typed in a form is not kept aside."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else ask_again(request)

    return guarded


def ask_again(request: HttpRequest, suite: str = "") -> HttpResponse:
    """Return the redirection to the page that asks who she is, which leads back to `suite`: the address of the request, where it is a page."""
    from allauth.account.adapter import get_adapter  # noqa: PLC0415  the adapter reads the models, which rooms load after this module

    methods: list[dict[str, Any]] = get_adapter(request).get_reauthentication_methods(request.user)
    page = methods[0]["url"] if methods else reverse("account_login")
    return HttpResponseRedirect(f"{page}?{urlencode({'next': suite or request.path})}")
