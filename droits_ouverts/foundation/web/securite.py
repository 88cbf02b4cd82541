"""Where to report a flaw: /.well-known/security.txt, as RFC 9116 has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from droits_ouverts.foundation.errors import NotVisibleError

VALIDITE = timedelta(days=180)
"""How long a reader may trust what it says; the RFC asks for less than a year."""


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say to whom a flaw is reported. Raise `NotVisibleError` where nobody was named (setting `SECURITE_CONTACT`)."""
    if not settings.SECURITE_CONTACT:
        raise NotVisibleError
    lines = [f"Contact: {contact}" for contact in settings.SECURITE_CONTACT]
    lines += [f"Expires: {expires(timezone.now()):%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: fr, en"]
    lines += [f"Canonical: {settings.SITE_URL}{reverse('securite')}"]
    if settings.SECURITE_POLITIQUE:
        lines += [f"Policy: {settings.SECURITE_POLITIQUE}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def expires(now: datetime) -> datetime:
    """Return the last instant at which the file may be trusted: the midnight (UTC) that ends its validity, the same all day long."""
    return (now.astimezone(UTC) + VALIDITE).replace(hour=0, minute=0, second=0, microsecond=0)
