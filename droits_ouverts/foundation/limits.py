"""How often one address may do something without an account: a fixed window counted in Django's cache."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest


def is_over(request: HttpRequest, *, scope: str, limit: int, seconds: int, now: datetime) -> bool:
    """Count one act of this address in `scope`; tell whether it is one too many for a window of `seconds`.

    The address is kept as a keyed digest, for the time of a window. With a cache by process (Django's default), the limit is by web worker.
    """
    window = int(now.timestamp() // seconds)
    address = salted_hmac(f"foundation.limits.{scope}", request.META.get("REMOTE_ADDR", ""), algorithm="sha256").hexdigest()
    key = f"limits:{scope}:{window}:{address}"
    if cache.add(key, 1, timeout=seconds + 1):
        return limit < 1
    try:
        return cache.incr(key) > limit
    except ValueError:
        # The cache dropped the key between the two calls: the count starts again.
        return False
