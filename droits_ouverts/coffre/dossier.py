"""The key-encryption keys of the folder `COFFRE_CLES`, as a provider: AES-256-GCM, nonce of 96 random bits in front, the key id bound.

Source of the primitive: NIST SP 800-38D; at most 2**32 wrappings a key with random nonces (§8.3).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from droits_ouverts.coffre.envelope import NONCE_BYTES, WRAPPED_BYTES, base64_bytes, base64_text
from droits_ouverts.coffre.errors import MalformedTokenError, TamperedError
from droits_ouverts.coffre.keys import Keyring
from droits_ouverts.coffre.ports import Enveloppe


class Dossier:
    """Wraps with the newest key of a folder; each key that is still there unwraps."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring

    def active_id(self) -> str:
        """Return the id of the newest key. Raise `MissingKeyError`, `KeyFileError`."""
        return self.keyring.active().id

    def wrap(self, cles: Sequence[tuple[bytes, bytes]]) -> list[Enveloppe]:
        """Wrap each (32 bytes, bytes to bind) under the newest key. Raise `MissingKeyError`, `KeyFileError`."""
        key = self.keyring.active()
        cipher = AESGCM(key.secret)
        enveloppes = []
        for secret, lies in cles:
            nonce = secrets.token_bytes(NONCE_BYTES)
            enveloppes.append(Enveloppe(cle_id=key.id, texte=base64_text(nonce + cipher.encrypt(nonce, secret, _bound(key.id, lies)))))
        return enveloppes

    def unwrap(self, enveloppes: Sequence[tuple[Enveloppe, bytes]]) -> list[bytes]:
        """Return the 32 bytes of each; a key is read once. Raise `MissingKeyError`, `KeyFileError`, `MalformedTokenError`, `TamperedError`."""
        ciphers = {cle_id: AESGCM(self.keyring.get(cle_id).secret) for cle_id in {enveloppe.cle_id for enveloppe, _ in enveloppes}}
        return [_opened(ciphers[enveloppe.cle_id], enveloppe, lies) for enveloppe, lies in enveloppes]


def from_settings() -> Dossier:
    """Return the folder that the settings `COFFRE_CLES` and `COFFRE_CREE_PREMIERE_CLE` name."""
    return Dossier(Keyring(Path(settings.COFFRE_CLES), make_first=settings.COFFRE_CREE_PREMIERE_CLE))


def _opened(cipher: AESGCM, enveloppe: Enveloppe, lies: bytes) -> bytes:
    raw = base64_bytes(enveloppe.texte)
    if len(raw) != WRAPPED_BYTES:
        raise MalformedTokenError(detail="Une clé enveloppée a été coupée.")
    try:
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(enveloppe.cle_id, lies))
    except InvalidTag:
        raise TamperedError(detail="Une clé enveloppée a été modifiée, ou elle vient d’un autre sujet que celui-ci.") from None


def _bound(cle_id: str, lies: bytes) -> bytes:
    return f"do2|enveloppe|{cle_id}|".encode() + lies
