"""A first password, to be handed over in person and replaced."""

from __future__ import annotations

import secrets

# Neither 0 and O nor 1, I and l: it is read on a screen and typed on another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 4, 4


def first_password() -> str:
    """Return four groups of four letters and digits, about 79 bits drawn by the system."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
