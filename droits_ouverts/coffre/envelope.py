"""The envelope, pure: bytes and keys in, bytes out. No clock, no disk, no settings.

Token, version 2: `do2.<sealed payload>`, in base64url without padding. The subject's own key seals the payload: AES-256-GCM, nonce of 96 random
bits in front. The structure, the subject, the row, the field and the version of the payload's shape are bound: the token read from elsewhere
does not open, and once the subject's key is destroyed nothing does.

Token, version 1: `do1.<key id>.<wrapped data key>.<sealed payload>`, for what has no subject, and for what was sealed before subjects had keys.

- a data key of 32 random bytes is made for each token and seals the payload: AES-256-GCM, nonce of 96 random bits in front;
- the key-encryption key of the folder wraps the data key the same way: changing it re-wraps 32 bytes, not the payload;
- both bind, as associated data, the version of the token and the whole context, each part prefixed by its length so that no two
  contexts share an encoding; the wrapping also binds the key id. A token read from another row, field or structure does not open;
- where the key id is the word `sujet`, the data key is wrapped by the subject's own key: the same payload, letter for letter, under another lock.

Source of the primitive: NIST SP 800-38D (GCM); at most 2**32 wrappings a key with random nonces (§8.3).
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from droits_ouverts.coffre.errors import MalformedTokenError, TamperedError
from droits_ouverts.coffre.keys import ID_PATTERN, KEY_BYTES, Key

TOKEN_VERSION = "do1"  # noqa: S105  a format's name
SUBJECT_VERSION = "do2"
BY_SUBJECT = "sujet"
"""Stands for the key id in a token of version 1 whose data key is under its subject's key."""
NONCE_BYTES = 12
TAG_BYTES = 16
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Sujet:
    """Whom a sealed value is about, and whose key seals it: "personne" and her number, or "bilan" and its UUID."""

    genre: str
    id: int | str | uuid.UUID

    @property
    def ecrit(self) -> tuple[str, str]:
        """Kind and id as text: how rows name the subject."""
        return str(self.genre), str(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a sealed value belongs: structure, kind and id of the thing, field, version of the payload's shape, subject.

    All are compared as text, exactly. The structure is the wall: a token of another one does not open. With a subject, her key seals.
    """

    structure: int | str
    kind: str
    id: int | str
    field: str
    version: int = 1
    sujet: Sujet | None = None

    def encoded(self) -> bytes:
        """Return the only byte string of this context without its subject: each part prefixed by its length on 4 bytes."""
        return encoded_parts(self.structure, self.kind, self.id, self.field, self.version)


def encoded_parts(*parts: object) -> bytes:
    """Return the only byte string of these parts, in this order: each as text, prefixed by its length on 4 bytes."""
    raw = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in raw)


RandomBytes = Callable[[int], bytes]


def seal_with(key: Key, payload: bytes, context: Context, *, random: RandomBytes = secrets.token_bytes) -> str:
    """Return the token of `payload`. `random` is replaced only by the test vectors."""
    data_key = random(KEY_BYTES)
    wrap_nonce = random(NONCE_BYTES)
    payload_nonce = random(NONCE_BYTES)
    wrapped = wrap_nonce + AESGCM(key.secret).encrypt(wrap_nonce, data_key, _wrap_data(key.id, context))
    sealed = payload_nonce + AESGCM(data_key).encrypt(payload_nonce, payload, _payload_data(context))
    return ".".join((TOKEN_VERSION, key.id, base64_text(wrapped), base64_text(sealed)))


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
    return ".".join((TOKEN_VERSION, new.id, base64_text(rewrapped), base64_text(sealed)))


def seal_for_subject(secret: bytes, payload: bytes, context: Context, *, random: RandomBytes = secrets.token_bytes) -> str:
    """Return the token of `payload` under the key of the context's subject. `random` is replaced only by the test vectors."""
    nonce = random(NONCE_BYTES)
    sealed = nonce + AESGCM(secret).encrypt(nonce, payload, _subject_data(context, "contenu"))
    return f"{SUBJECT_VERSION}.{base64_text(sealed)}"


def open_for_subject(secret: bytes, token: str, context: Context) -> bytes:
    """Return the payload of a token that the subject's key opens. Raise as `open_with`."""
    if not token.startswith(f"{SUBJECT_VERSION}."):
        _, wrapped, sealed = _parse(token)
        return _decrypt(_decrypt(secret, wrapped, _subject_data(context, "cle")), sealed, _payload_data(context))
    sealed = base64_bytes(token.removeprefix(f"{SUBJECT_VERSION}."))
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise MalformedTokenError(detail="Ce contenu scellé a été coupé.")
    return _decrypt(secret, sealed, _subject_data(context, "contenu"))


def is_for_subject(token: str) -> bool:
    """Tell whether a subject's key opens this token. Raise `MalformedTokenError`."""
    return token.startswith(f"{SUBJECT_VERSION}.") or key_id_of(token) == BY_SUBJECT


def hand_over(old: Key, secret: bytes, token: str, context: Context) -> str:
    """Return a token of version 1 whose data key is taken from under `old` and put under the subject's key: its payload is not opened.

    Raise as `open_with`.
    """
    _, wrapped, sealed = _parse(token)
    nonce = secrets.token_bytes(NONCE_BYTES)
    rewrapped = nonce + AESGCM(secret).encrypt(nonce, _unwrap(old, wrapped, context), _subject_data(context, "cle"))
    return ".".join((TOKEN_VERSION, BY_SUBJECT, base64_text(rewrapped), base64_text(sealed)))


def _subject_data(context: Context, part: str) -> bytes:
    if context.sujet is None:
        message = "A subject's key seals only what names its subject."
        raise ValueError(message)
    return f"{SUBJECT_VERSION}|{part}|".encode() + encoded_parts(
        context.structure, *context.sujet.ecrit, context.kind, context.id, context.field, context.version
    )


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
    if len(parts) != 4 or parts[0] != TOKEN_VERSION or not (parts[1] == BY_SUBJECT or ID_PATTERN.fullmatch(parts[1])):
        raise MalformedTokenError(detail="Ce contenu n’a pas été scellé par ce service, ou il a été coupé.")
    wrapped, sealed = base64_bytes(parts[2]), base64_bytes(parts[3])
    if len(wrapped) != WRAPPED_BYTES or len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise MalformedTokenError(detail="Ce contenu scellé a été coupé.")
    return parts[1], wrapped, sealed


def base64_text(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def base64_bytes(text: str) -> bytes:
    """Read what `base64_text` wrote, and nothing else. Raise `MalformedTokenError`."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if BASE64URL.fullmatch(text) else None
    except binascii.Error:
        raw = None
    # One payload, one token: an encoding with spare bits set would be a second name for the same bytes.
    if raw is None or base64_text(raw) != text:
        raise MalformedTokenError(detail="Ce contenu scellé porte des signes inattendus.")
    return raw
