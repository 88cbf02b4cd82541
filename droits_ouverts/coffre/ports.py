"""What `coffre` asks of whoever holds the key-encryption key: wrap and unwrap 32 bytes, many at a time. The folder of keys is one; a remote service is another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Enveloppe:
    """A subject's key once wrapped: by which key, and the text to keep."""

    cle_id: str
    texte: str = field(repr=False)


class FournisseurCle(Protocol):
    """Holds the key-encryption keys. The bytes to bind (`lies`) are given again to unwrap: a wrapped key moved to another subject does not open."""

    def active_id(self) -> str:
        """Return the id of the key that wraps from now on. Raise `MissingKeyError`, `KeyServiceError`."""
        ...

    def wrap(self, cles: Sequence[tuple[bytes, bytes]]) -> list[Enveloppe]:
        """Wrap each (32 bytes, bytes to bind), in their order. Raise `MissingKeyError`, `KeyFileError`, `KeyServiceError`."""
        ...

    def unwrap(self, enveloppes: Sequence[tuple[Enveloppe, bytes]]) -> list[bytes]:
        """Return the 32 bytes of each, in their order.

        Raise `MissingKeyError`, `KeyFileError`, `KeyServiceError`, `MalformedTokenError`, `TamperedError` (altered, or of another subject).
        """
        ...
