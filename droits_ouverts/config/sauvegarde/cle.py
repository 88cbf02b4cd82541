"""The key of backups: one file of its own, apart from the database, from the sealing keys and from the backups themselves."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from droits_ouverts.config.sauvegarde.errors import SauvegardeError

OCTETS = 32
ENTETE = "droits-ouverts-cle-de-sauvegarde/1"
FABRIQUER = "droits-ouverts sauvegarde --nouvelle-cle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cle:
    """32 bytes, never shown; `id` is the first 8 hexadecimal digits of their SHA-256."""

    id: str
    secret: bytes = field(repr=False)


def key_of(secret: bytes) -> Cle:
    """Return the key of these 32 bytes. Raise `ValueError` for another length."""
    if len(secret) != OCTETS:
        raise ValueError(f"A key has {OCTETS} bytes, this one has {len(secret)}.")
    return Cle(id=hashlib.sha256(secret).hexdigest()[:8], secret=secret)


def read_key(chemin: Path) -> Cle:
    """Return the key of this file. Raise `SauvegardeError` if it is missing, open to others, or altered."""
    try:
        if chemin.stat().st_mode & 0o077:
            raise SauvegardeError(f"{chemin} est lisible par d'autres que son propriétaire. Corrigez par : chmod 600 {chemin}")
        entete, ident, secret = chemin.read_text(encoding="ascii").split()
        cle = key_of(base64.b64decode(secret, validate=True))
    except FileNotFoundError:
        raise SauvegardeError(
            f"la clé des sauvegardes n'est pas dans {chemin}. Pour une installation neuve : {FABRIQUER}. Pour restaurer : donnez la copie gardée à part, par --cle."
        ) from None
    except (OSError, UnicodeDecodeError, binascii.Error, ValueError) as error:
        raise SauvegardeError(f"{chemin} ne peut pas être lu comme une clé de sauvegarde ({type(error).__name__}). Reprenez la copie gardée à part.") from None
    if entete != ENTETE or ident != cle.id:
        raise SauvegardeError(f"{chemin} a été modifié : ce n'est plus une clé de sauvegarde. Reprenez la copie gardée à part.")
    return cle


def make_key(chemin: Path) -> Cle:
    """Write a new key at `chemin`, readable by its owner only. Raise `SauvegardeError` if a file is already there."""
    cle = key_of(secrets.token_bytes(OCTETS))
    chemin.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SauvegardeError(
            f"{chemin} existe déjà : la remplacer rendrait illisibles les sauvegardes faites avec elle. Rangez-la d'abord ailleurs."
        ) from None
    with os.fdopen(descripteur, "w", encoding="ascii") as fichier:
        fichier.write(f"{ENTETE} {cle.id} {base64.b64encode(cle.secret).decode('ascii')}\n")
        fichier.flush()
        os.fsync(fichier.fileno())
    return cle


def refuse_neighbours(cle: Path, *, sauvegardes: Path | None, coffre: Path) -> None:
    """Refuse a key kept with what it protects: among the backups, or among the sealing keys. Raise `SauvegardeError`."""
    if cle.resolve().is_relative_to(coffre.resolve()):
        raise SauvegardeError(f"la clé des sauvegardes ({cle}) est dans le dossier des clés du coffre : qui prend l'un a l'autre. Rangez-la ailleurs.")
    if sauvegardes is None:
        return
    if cle.resolve().is_relative_to(sauvegardes.resolve()):
        raise SauvegardeError(f"la clé des sauvegardes ({cle}) est dans le dossier des sauvegardes : elle ne protégerait plus rien. Rangez-la ailleurs.")
    if coffre.resolve().is_relative_to(sauvegardes.resolve()) or sauvegardes.resolve().is_relative_to(coffre.resolve()):
        raise SauvegardeError(f"le dossier des sauvegardes ({sauvegardes}) et celui des clés du coffre ({coffre}) sont l'un dans l'autre. Séparez-les.")
