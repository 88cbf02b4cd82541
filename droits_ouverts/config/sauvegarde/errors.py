"""Why a backup was not made or not restored."""

from __future__ import annotations


class SauvegardeError(Exception):
    """What was asked can't be done as it stands; the text says what, where and the mend. It never holds a key or a row."""
