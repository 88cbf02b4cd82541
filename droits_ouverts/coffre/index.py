"""Blind index: an exact value finds a subject of one structure, and the database holds neither the value nor what would guess it.

The digest is HMAC-SHA-256, cut to 128 bits, by a key derived from a random key of the structure, itself wrapped like the keys of subjects: two
structures' digests of the same name have nothing in common, and changing the key-encryption key changes no digest.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from droits_ouverts.coffre import trousseau
from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.coffre.envelope import Sujet, encoded_parts
from droits_ouverts.coffre.models import IndexAveugle
from droits_ouverts.coffre.trousseau import Adresse, address

DIGITS = 32
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def normalised(text: str) -> str:
    """Return a name as it is compared: without accents, capitals, hyphens, apostrophes or spaces. "LE GOFF-Désiré" gives "legoffdesire"."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(LIGATURES)
    return "".join(letter for letter in unicodedata.normalize("NFKD", letters) if letter.isalnum())


def blind_index(structure: int, champ: str, valeur: str) -> str:
    """Return the digest of a value for a structure, in 32 hexadecimal digits. The structure's key is made the first time."""
    return _digest(trousseau.ensured(_of(structure)).secret, champ, valeur)


def set_index(sujet: Sujet, *, structure: int, champ: str, valeur: str) -> None:
    """Make a subject be found by this value of a field, and by no other; by none where `valeur` is empty. In a transaction."""
    genre, sujet_id = sujet.ecrit
    IndexAveugle.objects.of_subjects([structure], genre, [sujet_id]).filter(champ=champ).delete()
    if valeur:
        IndexAveugle.objects.create(structure_id=structure, champ=champ, empreinte=blind_index(structure, champ, valeur), genre=genre, sujet_id=sujet_id)


def found_by(structure: int, champ: str, valeur: str, *, genre: str) -> list[str]:
    """Return the ids of the subjects of a structure that have exactly this value, oldest first. Two queries at most."""
    une = _of(structure)
    cle = trousseau.read([une]).get(une)
    if cle is None or not valeur:
        return []
    lignes = IndexAveugle.objects.filter(structure_id=structure, champ=champ, empreinte=_digest(cle.secret, champ, valeur), genre=genre)
    return list(lignes.order_by("pk").values_list("sujet_id", flat=True))


def _of(structure: int) -> Adresse:
    return address(structure, Sujet(GenreSujet.INDEX.value, structure))


def _digest(secret: bytes, champ: str, valeur: str) -> str:
    derived = hmac.digest(secret, encoded_parts("index", champ), "sha256")
    return hmac.new(derived, valeur.encode(), hashlib.sha256).hexdigest()[:DIGITS]
