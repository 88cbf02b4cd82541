"""The envelope, pure: bytes and keys in, bytes out. No clock, no disk, no settings.

Token, version 1: `do1.<key id>.<wrapped data key>.<sealed payload>`, the last two in base64url without padding.

- a data key of 32 random bytes is made for each token and seals the payload: AES-256-GCM, nonce of 96 random bits in front;
- the key-encryption key of the folder wraps the data key the same way: changing it re-wraps 32 bytes, not the payload;
- both bind, as associated data, the version of the token and the whole context, each part prefixed by its length so that no two
  contexts share an encoding; the wrapping also binds the key id. A token read from another row, field or structure does not open.

Source of the primitive: NIST SP 800-38D (GCM); at most 2**32 wrappings a key with random nonces (§8.3).
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Callable
from dataclasses import astuple, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from droits_ouverts.coffre.errors import MalformedTokenError, TamperedError
from droits_ouverts.coffre.keys import ID_PATTERN, KEY_BYTES, Key

TOKEN_VERSION = "do1"  # noqa: S105  a format's name
NONCE_BYTES = 12
TAG_BYTES = 16
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a sealed value belongs: structure, kind and id of the thing, field, version of the payload's shape.

    All are compared as text, exactly. The structure is the wall: a token of another one does not open.
    """

    structure: int | str
    kind: str
    id: int | str
    field: str
    version: int = 1

    def encoded(self) -> bytes:
        """Return the only byte string of this context: each part prefixed by its length on 4 bytes."""
        parts = [str(part).encode() for part in astuple(self)]
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


RandomBytes = Callable[[int], bytes]


def seal_with(key: Key, payload: bytes, context: Context, *, random: RandomBytes = secrets.token_bytes) -> str:
    """Return the token of `payload`. `random` is replaced only by the test vectors."""
    data_key = random(KEY_BYTES)
    wrap_nonce = random(NONCE_BYTES)
    payload_nonce = random(NONCE_BYTES)
    wrapped = wrap_nonce + AESGCM(key.secret).encrypt(wrap_nonce, data_key, _wrap_data(key.id, context))
    sealed = payload_nonce + AESGCM(data_key).encrypt(payload_nonce, payload, _payload_data(context))
    return ".".join((TOKEN_VERSION, key.id, _encode(wrapped), _encode(sealed)))


def key_id_of(token: str) -> str:
    """Return the id of the key that wrapped this token. Raise `MalformedTokenError`."""
    return _parse(token)[0]


def open_with(key: Key, token: str, context: Context) -> bytes:
    """Return the payload.

    Raise `MalformedTokenError` if this is not a token, `TamperedError` if it was altered, moved from another context, or is another key's.
    """
    _, wrapped, sealed = _parse(token)
    data_key = _unwrap(key, wrapped, context)
    return _decrypt(data_key, sealed, _payload_data(context))


def rewrap(old: Key, new: Key, token: str, context: Context) -> str:
    """Return the same payload's token under the key `new`: only the data key is opened. Raise as `open_with`."""
    _, wrapped, sealed = _parse(token)
    data_key = _unwrap(old, wrapped, context)
    nonce = secrets.token_bytes(NONCE_BYTES)
    rewrapped = nonce + AESGCM(new.secret).encrypt(nonce, data_key, _wrap_data(new.id, context))
    return ".".join((TOKEN_VERSION, new.id, _encode(rewrapped), _encode(sealed)))


def _unwrap(key: Key, wrapped: bytes, context: Context) -> bytes:
    return _decrypt(key.secret, wrapped, _wrap_data(key.id, context))


def _decrypt(secret: bytes, sealed: bytes, associated: bytes) -> bytes:
    try:
        return AESGCM(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)
    except InvalidTag:
        detail = "Le sceau est rompu : le contenu a été modifié, ou il vient d’une autre fiche que celle-ci."
        raise TamperedError(detail=detail) from None


def _wrap_data(key_id: str, context: Context) -> bytes:
    return f"{TOKEN_VERSION}|cle|{key_id}|".encode() + context.encoded()


def _payload_data(context: Context) -> bytes:
    return f"{TOKEN_VERSION}|contenu|".encode() + context.encoded()


def _parse(token: str) -> tuple[str, bytes, bytes]:
    parts = token.split(".")
    if len(parts) != 4 or parts[0] != TOKEN_VERSION or not ID_PATTERN.fullmatch(parts[1]):
        raise MalformedTokenError(detail="Ce contenu n’a pas été scellé par ce service, ou il a été coupé.")
    wrapped, sealed = _decode(parts[2]), _decode(parts[3])
    if len(wrapped) != WRAPPED_BYTES or len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise MalformedTokenError(detail="Ce contenu scellé a été coupé.")
    return parts[1], wrapped, sealed


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if BASE64URL.fullmatch(text) else None
    except binascii.Error:
        raw = None
    # One payload, one token: an encoding with spare bits set would be a second name for the same bytes.
    if raw is None or _encode(raw) != text:
        raise MalformedTokenError(detail="Ce contenu scellé porte des signes inattendus.")
    return raw
