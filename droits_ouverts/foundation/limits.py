"""How often somebody may do something: fixed windows counted in Django's cache.

Whoever is counted is kept as a keyed digest, for the time of a window. With a cache by process (Django's default), a limit is by web worker.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest


def is_over(request: HttpRequest, *, scope: str, limit: int, seconds: int, now: datetime) -> bool:
    """Count one act of this address in `scope`; tell whether it is one too many for a window of `seconds`."""
    return counted(scope=scope, who=address_of(request), seconds=seconds, at=now.timestamp()) > limit


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, which is counted where nobody is signed in.

    Behind a proxy of ours, the last address of `X-Forwarded-For`, which the proxy itself added: what stands before it is the client's word.
    """
    donnees = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if settings.ADRESSE_DONNEE_PAR_LE_MANDATAIRE else ""
    return donnees.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def counted(*, scope: str, who: str, seconds: int, at: float) -> int:
    """Count one act of `who` in `scope`; return how many there are in the window of `seconds` that holds the instant `at`."""
    digest = salted_hmac(f"foundation.limits.{scope}", who, algorithm="sha256").hexdigest()
    key = f"limits:{scope}:{int(at // seconds)}:{digest}"
    if cache.add(key, 1, timeout=seconds + 1):
        return 1
    try:
        return cache.incr(key)
    except ValueError:
        # The cache dropped the key between the two calls: the count starts again.
        return 1
