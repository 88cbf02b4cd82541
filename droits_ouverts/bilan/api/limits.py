"""How many requests one address may send in a minute."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings

from droits_ouverts.foundation.limits import address_of, counted

if TYPE_CHECKING:
    from django.http import HttpRequest

WINDOW = 60
"""Seconds."""
DEFAULT_LIMIT = 60
"""Requests per window and address; `API_REQUETES_PAR_MINUTE` in the settings changes it."""


def seconds_to_wait(request: HttpRequest, *, now: float | None = None) -> int:
    """Count one request of this address; return 0 where it may pass, else the seconds until the next window."""
    instant = time.time() if now is None else now
    count = counted(scope="bilan.api", who=address_of(request), seconds=WINDOW, at=instant)
    limit = int(getattr(settings, "API_REQUETES_PAR_MINUTE", DEFAULT_LIMIT))
    return 0 if count <= limit else max(1, int((instant // WINDOW + 1) * WINDOW - instant))
