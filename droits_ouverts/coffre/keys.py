"""Keys on disk: one file a key, in a folder outside the database, readable by its owner only.

A key's id is `k<number>-<first 8 hexadecimal digits of the SHA-256 of the key>`: the number orders keys (the highest one seals),
the digits tell two installations' first keys apart, so that a wrong key is named as such instead of failing as an altered token.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from droits_ouverts.coffre.errors import KeyFileError, MissingKeyError

KEY_BYTES = 32
SUFFIX = ".cle"
HEADER = "droits-ouverts-cle/1"
ID_PATTERN = re.compile(r"k([1-9][0-9]{0,5})-([0-9a-f]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key-encryption key: 32 bytes, never shown."""

    id: str
    number: int
    secret: bytes = field(repr=False)


def key_of(number: int, secret: bytes) -> Key:
    """Return the key of these 32 bytes, with its id. Raise `ValueError` for another length."""
    if len(secret) != KEY_BYTES:
        raise ValueError(f"Une clé fait {KEY_BYTES} octets ; celle-ci en fait {len(secret)}.")
    return Key(id=f"k{number}-{hashlib.sha256(secret).hexdigest()[:8]}", number=number, secret=secret)


class Keyring:
    """The keys of a folder. Read at each call: a key added while the service runs is used at once."""

    def __init__(self, folder: Path, *, make_first: bool = False) -> None:
        self.folder = folder
        self.make_first = make_first

    def all(self) -> list[Key]:
        """Return every key, oldest first. Raise `KeyFileError` if a file cannot be used."""
        if not self.folder.is_dir():
            return []
        return sorted((self._read(path) for path in self.folder.glob(f"*{SUFFIX}")), key=lambda key: key.number)

    def active(self) -> Key:
        """Return the key that seals from now on: the highest number.

        Raise `MissingKeyError` if there is none and this installation does not make its first key by itself.
        """
        keys = self.all()
        if keys:
            return keys[-1]
        if not self.make_first:
            raise MissingKeyError(detail=f"Aucune clé dans {self.folder}. Fabriquez-en une par : droits-ouverts manage coffre_cle nouvelle")
        with self._locked():
            keys = self.all()
            return keys[-1] if keys else self._write(1)

    def get(self, key_id: str) -> Key:
        """Return the key of this id. Raise `MissingKeyError` if it is not in the folder."""
        if not ID_PATTERN.fullmatch(key_id):
            raise MissingKeyError(detail="L’identifiant de clé n’a pas la forme attendue.")
        path = self.folder / f"{key_id}{SUFFIX}"
        if not path.is_file():
            raise MissingKeyError(detail=f"La clé {key_id} n’est pas dans {self.folder}. Elle est dans la sauvegarde des clés, à part de celle de la base.")
        return self._read(path)

    def add(self) -> Key:
        """Make a new key, which seals from now on; older ones still open what they sealed."""
        with self._locked():
            keys = self.all()
            return self._write(keys[-1].number + 1 if keys else 1)

    def _write(self, number: int) -> Key:
        key = key_of(number, secrets.token_bytes(KEY_BYTES))
        content = f"{HEADER} {key.id} {base64.b64encode(key.secret).decode('ascii')}\n"
        draft = self.folder / f".{key.id}.brouillon"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / f"{key.id}{SUFFIX}")
        self._sync_folder()
        return key

    def _sync_folder(self) -> None:
        """Make the new name durable: what is sealed by a key must never outlive it."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _read(self, path: Path) -> Key:
        match = ID_PATTERN.fullmatch(path.stem)
        if match is None:
            raise KeyFileError(detail=f"{path} : le nom d’un fichier de clé est k<numéro>-<8 chiffres hexadécimaux>{SUFFIX}.")
        try:
            status = path.stat()
            if status.st_mode & 0o077:
                raise KeyFileError(detail=f"{path} est lisible par d’autres que son propriétaire. Corrigez par : chmod 600 {path}")
            header, written_id, secret = path.read_text(encoding="ascii").split()
            key = key_of(int(match[1]), base64.b64decode(secret, validate=True))
        except (OSError, UnicodeDecodeError, binascii.Error, ValueError) as error:
            raise KeyFileError(
                detail=f"{path} ne peut pas être lu comme une clé ({type(error).__name__}). Restaurez-le depuis la sauvegarde des clés."
            ) from error
        if header != HEADER or written_id != path.stem or key.id != path.stem:
            raise KeyFileError(detail=f"{path} a été modifié : son contenu n’est pas celui de la clé {path.stem}. Restaurez-le depuis la sauvegarde des clés.")
        return key

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One maker of keys at a time, across processes."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder / ".verrou", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
