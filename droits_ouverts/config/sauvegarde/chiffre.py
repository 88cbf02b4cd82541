"""The sealed file, pure: bytes and a key in, bytes out.

    magic (29 bytes) · id of the key (8) · salt (32) · blocks

Each file has a key of its own: HKDF-SHA-256 of the backup key and the file's random salt. The content is cut into blocks of 1 MiB, each
under AES-256-GCM with the nonce `number of the block (11 bytes, big endian) · last (1 byte)` and the head of the file as associated data.
A block moved, doubled, taken from another file or missing does not open; a file cut between two blocks lacks its last one.

Source of the construction: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"
(CRYPTO 2015), STREAM; NIST SP 800-38D; RFC 5869. A file key seals fewer than 2**32 blocks: 4 PiB.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from droits_ouverts.config.sauvegarde.cle import Cle
from droits_ouverts.config.sauvegarde.errors import SauvegardeError

MAGIE = b"droits-ouverts-sauvegarde/1\r\n"
IDENT, SEL, BLOC, SCEAU = 8, 32, 1024 * 1024, 16
ENTETE = len(MAGIE) + IDENT + SEL


class Sortie(Protocol):
    """Anything that takes bytes."""

    def write(self, contenu: bytes, /) -> int:
        """Take them."""
        ...


class Scelleur:
    """Seals what is written to it into `sortie`; nothing is readable before `close`, which writes the last block."""

    def __init__(self, sortie: Sortie, cle: Cle, *, sel: bytes | None = None) -> None:
        self._sortie = sortie
        self._entete = MAGIE + cle.id.encode("ascii") + (sel or secrets.token_bytes(SEL))
        self._aead = _file_key(cle, self._entete)
        self._reste = bytearray()
        self._numero = 0
        sortie.write(self._entete)

    def write(self, contenu: bytes, /) -> int:
        """Take more content; return its length."""
        self._reste += contenu
        while len(self._reste) > BLOC:
            self._seal(bytes(self._reste[:BLOC]), dernier=False)
            del self._reste[:BLOC]
        return len(contenu)

    def close(self) -> None:
        """Write the last block. What was written before is not a backup until then."""
        self._seal(bytes(self._reste), dernier=True)
        self._reste.clear()

    def _seal(self, bloc: bytes, *, dernier: bool) -> None:
        self._sortie.write(self._aead.encrypt(_nonce(self._numero, dernier=dernier), bloc, self._entete))
        self._numero += 1


def opened(entree: BinaryIO, cle: Cle) -> Iterator[bytes]:
    """Yield the content, block after block; whole only if the iterator ends by itself.

    Raise `SauvegardeError` for a file that isn't ours, is another key's, was altered or was cut.
    """
    entete = entree.read(ENTETE)
    if not entete.startswith(MAGIE) or len(entete) < ENTETE:
        raise SauvegardeError(
            "ce fichier n'est pas une sauvegarde de Droits Ouverts, ou son début est abîmé. Donnez un fichier .sauvegarde, ou une autre copie."
        )
    ident = entete[len(MAGIE) : len(MAGIE) + IDENT].decode("ascii", "replace")
    if ident != cle.id:
        raise SauvegardeError(f"cette sauvegarde a été scellée par la clé {ident}, pas par celle-ci ({cle.id}). Donnez la bonne par --cle.")
    aead = _file_key(cle, entete)
    numero, bloc = 0, entree.read(BLOC + SCEAU)
    while True:
        suivant = entree.read(BLOC + SCEAU)
        yield _open(aead, entete, bloc, numero, dernier=not suivant)
        if not suivant:
            return
        numero, bloc = numero + 1, suivant


def _open(aead: AESGCM, entete: bytes, bloc: bytes, numero: int, *, dernier: bool) -> bytes:
    try:
        return aead.decrypt(_nonce(numero, dernier=dernier), bloc, entete)
    except InvalidTag:
        pass
    if dernier and (not bloc or _opens(aead, entete, bloc, numero)):
        raise SauvegardeError("cette sauvegarde est incomplète : sa fin manque. Rien n'a été restauré. Donnez une autre copie.")
    if dernier and len(bloc) < BLOC + SCEAU:
        raise SauvegardeError("cette sauvegarde est coupée ou sa fin a été modifiée. Rien n'a été restauré. Donnez une autre copie.")
    raise SauvegardeError(f"cette sauvegarde a été modifiée ou abîmée (bloc {numero + 1}). Rien n'a été restauré. Donnez une autre copie.")


def _opens(aead: AESGCM, entete: bytes, bloc: bytes, numero: int) -> bool:
    try:
        aead.decrypt(_nonce(numero, dernier=False), bloc, entete)
    except InvalidTag:
        return False
    return True


def _file_key(cle: Cle, entete: bytes) -> AESGCM:
    sel = entete[len(MAGIE) + IDENT :]
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=sel, info=MAGIE).derive(cle.secret))


def _nonce(numero: int, *, dernier: bool) -> bytes:
    return numero.to_bytes(11, "big") + bytes([dernier])
