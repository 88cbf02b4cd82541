"""How long an emergency opens a file, and how long a request waits for its answer. Pure: no database, no clock."""

from __future__ import annotations

from datetime import timedelta

DUREE = timedelta(hours=4)
ATTENTE = timedelta(hours=24)
"""Beyond, the emergency is over: she asks again."""
