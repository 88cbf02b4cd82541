"""How many requests one address may send: a fixed window counted in Django's cache."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest

WINDOW = 60
"""Seconds."""
DEFAULT_LIMIT = 60
"""Requests per window and address; `API_REQUETES_PAR_MINUTE` in the settings changes it."""


def seconds_to_wait(request: HttpRequest, *, now: float | None = None) -> int:
    """Count one request of this address; return 0 where it may pass, else the seconds until the next window.

    The address is kept as a keyed digest, for a minute. With a cache by process (Django's default), the limit is by web worker.
    """
    instant = time.time() if now is None else now
    window = int(instant // WINDOW)
    address = salted_hmac("bilan.api.limits", request.META.get("REMOTE_ADDR", ""), algorithm="sha256").hexdigest()
    key = f"bilan.api:{window}:{address}"
    if cache.add(key, 1, timeout=WINDOW + 1):
        return 0
    try:
        count = cache.incr(key)
    except ValueError:
        # The cache dropped the key between the two calls: the count starts again.
        return 0
    limit = int(getattr(settings, "API_REQUETES_PAR_MINUTE", DEFAULT_LIMIT))
    return 0 if count <= limit else max(1, int((window + 1) * WINDOW - instant))
