"""The key that signs the heads of the chains and the marks of purge: Ed25519, one file beside the sealing keys, made on first use.

It is outside the database and its backups: whoever can only write in the database can't sign.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from droits_ouverts.journal.errors import SigningKeyError

if TYPE_CHECKING:
    from datetime import date

    from droits_ouverts.journal.models import Repere

NOM = "journal.signature"
ENTETE = "droits-ouverts-signature/1"


def key_file() -> Path:
    """Return where the key is."""
    return Path(settings.COFFRE_CLES) / NOM


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs, made if there is none yet. Raise `SigningKeyError` if its file cannot be used."""
    path = key_file()
    if not path.exists():
        _make(path)
    return _read(path)


def known_public_key() -> str:
    """Return the public key of this service in base64, empty where it has not signed anything yet. Raise `SigningKeyError`."""
    return public_of(_read(key_file())) if key_file().exists() else ""


def public_of(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key, in base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def sign(texte: str) -> tuple[str, str]:
    """Return the public key and the signature of a text, both in base64. Raise `SigningKeyError`."""
    key = signing_key()
    return public_of(key), base64.b64encode(key.sign(texte.encode())).decode("ascii")


def is_signed(texte: str, signature: str, public_key: str) -> bool:
    """Tell whether a text bears the signature of a public key. False for anything that is neither a key nor a signature."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True)).verify(base64.b64decode(signature, validate=True), texte.encode())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def mark_text(*, chaine: int, rang: int, empreinte: str, avant_le: date) -> str:
    """Return what is signed of a mark of purge."""
    return f"droits-ouverts-repere/1\n{chaine} {rang} {empreinte} {avant_le.isoformat()}\n"


def mark_is_signed(repere: Repere) -> bool:
    """Tell whether a mark was signed by this service. Raise `SigningKeyError` if its key cannot be used."""
    texte = mark_text(chaine=repere.chaine, rang=repere.rang, empreinte=repere.empreinte, avant_le=repere.avant_le)
    return repere.cle == known_public_key() and is_signed(texte, repere.signature, repere.cle)


def _make(path: Path) -> None:
    """Write a new key, unless another process did meanwhile: its file appears whole or not at all, and never in the place of another."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode("ascii")
    draft = path.with_name(f".{NOM}.{os.getpid()}.brouillon")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{ENTETE} {secret}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        if path.stat().st_mode & 0o077:
            raise SigningKeyError(f"{path} est lisible par d’autres que son propriétaire. Corrigez par : chmod 600 {path}")
        entete, secret = path.read_text(encoding="ascii").split()
        if entete != ENTETE:
            raise SigningKeyError(f"{path} n’est pas une clé de signature. Restaurez-le depuis la sauvegarde des clés.")
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret, validate=True))
    except (OSError, UnicodeDecodeError, binascii.Error, ValueError) as error:
        raise SigningKeyError(f"{path} ne peut pas être lu comme une clé ({type(error).__name__}). Restaurez-le depuis la sauvegarde des clés.") from error
