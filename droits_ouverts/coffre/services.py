"""The two verbs that other rooms use: seal and open, with the keys of this installation."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from droits_ouverts.coffre import envelope
from droits_ouverts.coffre.envelope import Context
from droits_ouverts.coffre.keys import Keyring

__all__ = ["Context", "keyring", "needs_rewrap", "open_sealed", "rewrap", "seal"]


def keyring() -> Keyring:
    """Return the keys of this installation, as the settings `COFFRE_CLES` and `COFFRE_CREE_PREMIERE_CLE` say."""
    return Keyring(Path(settings.COFFRE_CLES), make_first=settings.COFFRE_CREE_PREMIERE_CLE)


def seal(payload: bytes, *, context: Context) -> str:
    """Return the token of `payload`, bound to `context`, under the active key.

    Raise `MissingKeyError` if there is no key, `KeyFileError` if a key file cannot be used.
    """
    return envelope.seal_with(keyring().active(), payload, context)


def open_sealed(token: str, *, context: Context) -> bytes:
    """Return what `seal` was given for the same `context`.

    Raise `MissingKeyError` (its key is not here), `MalformedTokenError` (not a token of ours) or `TamperedError` (altered, or of another context).
    """
    return envelope.open_with(keyring().get(envelope.key_id_of(token)), token, context)


def needs_rewrap(token: str) -> bool:
    """Tell whether a newer key than the token's seals now. Raise `MalformedTokenError`."""
    return envelope.key_id_of(token) != keyring().active().id


def rewrap(token: str, *, context: Context) -> str:
    """Return the token of the same payload under the active key. Raise as `open_sealed`."""
    keys = keyring()
    return envelope.rewrap(keys.get(envelope.key_id_of(token)), keys.active(), token, context)
