"""Blind index: an exact value finds a subject of one structure, and the database holds neither the value nor what would guess it.

The digest is HMAC-SHA-256, cut to 128 bits, by a key derived from a random key of the structure, itself wrapped like the keys of subjects: two
structures' digests of the same name have nothing in common, and changing the key-encryption key changes no digest.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Concat

from droits_ouverts.coffre import trousseau
from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.coffre.envelope import Sujet, encoded_parts
from droits_ouverts.coffre.models import IndexAveugle
from droits_ouverts.coffre.trousseau import Adresse, address

DIGITS = 32
MARQUE_BITS = 16
"""Bits of a mark that is near: 65,536 marks for all the names of a structure (decision 0033)."""
PAR_PAQUET = 8
"""Marks of a subject are completed to a multiple of this."""
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


def set_near(sujet: Sujet, *, structure: int, champ: str, valeurs: Iterable[str]) -> None:
    """Make a subject be met by each of these values of a field, and by no other; by none where there are none. In a transaction.

    Each one is a short mark (`MARQUE_BITS`), which others have as well; some are drawn at random, so that their number does not tell how many there are.
    """
    genre, sujet_id = sujet.ecrit
    IndexAveugle.objects.of_subjects([structure], genre, [sujet_id]).filter(champ__startswith=f"{champ}:").delete()
    secret = trousseau.ensured(_of(structure)).secret
    marques = {_mark(secret, champ, valeur) for valeur in valeurs}
    while marques and len(marques) % PAR_PAQUET:
        marques.add(f"{secrets.randbelow(1 << MARQUE_BITS):04x}")
    lignes = [IndexAveugle(structure_id=structure, champ=f"{champ}:{une}", empreinte=une, genre=genre, sujet_id=sujet_id) for une in sorted(marques)]
    IndexAveugle.objects.bulk_create(lignes)


def near(structure: int, champ: str, lectures: Sequence[Sequence[Collection[str]]], *, genre: str, combien: int) -> list[str]:
    """Return the ids of the subjects of a structure that may have one value at least of each group of a reading, those with most in common first.

    Others share their marks: who is found is opened, and looked at. `combien` at most. Two queries at most.
    """
    une = _of(structure)
    cle = trousseau.read([une]).get(une)
    if cle is None:
        return []
    marques = [[frozenset(f"{champ}:{_mark(cle.secret, champ, valeur)}" for valeur in groupe) for groupe in lecture] for lecture in lectures if lecture]
    groupes = {groupe: f"groupe_{rang}" for rang, groupe in enumerate(dict.fromkeys(groupe for lecture in marques for groupe in lecture))}
    if not groupes:
        return []
    # The kind is compared as an expression: as a column, SQLite would rather read every line of the structure in the order of its subjects.
    sorte = Concat("genre", Value(""), output_field=CharField())
    lignes = IndexAveugle.objects.alias(sorte=sorte).filter(structure_id=structure, champ__in=sorted(frozenset[str]().union(*groupes)), sorte=genre)
    # Counted by the database: the commonest name of 100,000 people has tens of thousands of lines.
    comptes = {nom: Count("pk", filter=Q(champ__in=sorted(groupe))) for groupe, nom in groupes.items()}
    entiers = [Q(**{f"{groupes[groupe]}__gt": 0 for groupe in lecture}) for lecture in marques]
    trouves = lignes.order_by().values("sujet_id").annotate(communs=Count("pk"), **comptes).filter(reduce(or_, entiers))
    return [str(sujet_id) for sujet_id in trouves.order_by("-communs", "sujet_id").values_list("sujet_id", flat=True)[:combien]]


def _mark(secret: bytes, champ: str, valeur: str) -> str:
    return f"{int(_digest(secret, champ, valeur)[:4], 16) >> (16 - MARQUE_BITS):04x}"


def _of(structure: int) -> Adresse:
    return address(structure, Sujet(GenreSujet.INDEX.value, structure))


def _digest(secret: bytes, champ: str, valeur: str) -> str:
    derived = hmac.digest(secret, encoded_parts("index", champ), "sha256")
    return hmac.new(derived, valeur.encode(), hashlib.sha256).hexdigest()[:DIGITS]
