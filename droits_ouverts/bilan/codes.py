"""The code by which an anonymous check-up is taken up again: 50 bits of chance, written so that it can be read aloud and typed back.

Only its keyed digest is stored: a copy of the database gives no code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""
LONGUEUR = 10
GROUPE = 5
_CONFUS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make_code() -> str:
    """Return a new code, without separator."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR))


def written(code: str) -> str:
    """Write a code by groups, as it is printed: "7KM2P-9XQ4D"."""
    return "-".join(code[i : i + GROUPE] for i in range(0, len(code), GROUPE))


def read_code(texte: str) -> str | None:
    """Understand a code as typed: small letters, spaces and hyphens, O for 0, I or L for 1. None for what is no code."""
    code = re.sub(r"[\s\u00a0\u202f._-]+", "", texte).upper().translate(_CONFUS)
    return code if len(code) == LONGUEUR and set(code) <= set(ALPHABET) else None


def code_digest(code: str) -> str:
    """Keyed digest of a code, in hexadecimal. The key is derived from `SECRET_KEY`, for this use only."""
    return hmac.new(b"bilan.code_reprise|" + settings.SECRET_KEY.encode(), code.encode(), hashlib.sha256).hexdigest()
