"""The keys of subjects: found, made, counted; kept open for the time of one request and no longer.

A request that reads a page of one person reads her key once. Outside a request (a command, a task) each use reads the key again. Nothing is
kept from one request to the next: a key destroyed meanwhile is gone.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from droits_ouverts.coffre.envelope import Sujet, encoded_parts
from droits_ouverts.coffre.errors import ErasedError, MissingKeyError, WornKeyError
from droits_ouverts.coffre.keys import KEY_BYTES
from droits_ouverts.coffre.models import CleSujet, RegistreEffacement
from droits_ouverts.coffre.ports import Enveloppe, FournisseurCle

MESSAGES_MAX = 2**32
"""Messages that one key may seal with random nonces: NIST SP 800-38D, §8.3."""

LIRE = 'SELECT structure_id, sujet_id, id, enveloppe, cle_id FROM "coffre_clesujet" WHERE "coffre_clesujet"."structure_id"'

Adresse = tuple[str, str, str]
"""Structure, kind and id of a subject, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleOuverte:
    """The key of a subject, open: the number of its row, its 32 bytes."""

    pk: int
    secret: bytes = field(repr=False)


Ouvertes = dict[Adresse, CleOuverte | None]
_ouvertes: ContextVar[Ouvertes | None] = ContextVar("coffre_cles_ouvertes", default=None)


@contextmanager
def kept_open() -> Iterator[None]:
    """Keep the keys that are read open until the end of the block: the time of one request."""
    ouvertes: Ouvertes = {}
    token = _ouvertes.set(ouvertes)
    try:
        yield
    finally:
        _ouvertes.reset(token)
        ouvertes.clear()


def provider() -> FournisseurCle:
    """Return who holds the key-encryption keys of this installation, as the setting `COFFRE_FOURNISSEUR` says."""
    found: FournisseurCle = import_string(settings.COFFRE_FOURNISSEUR)()
    return found


def address(structure: int | str, sujet: Sujet) -> Adresse:
    """Return where the key of a subject is."""
    return (str(structure), *sujet.ecrit)


def bound_to(adresse: Adresse) -> bytes:
    """Return the bytes that a wrapped key is bound to: its structure and its subject."""
    return encoded_parts(*adresse)


def read(adresses: Iterable[Adresse]) -> dict[Adresse, CleOuverte]:
    """Return the keys of these subjects; one without a key is not there. One query a kind of subject, none for those already open."""
    voulues = set(adresses)
    ouvertes = _ouvertes.get()
    connues = {} if ouvertes is None else {une: ouvertes[une] for une in voulues & ouvertes.keys()}
    lues = _read(voulues - connues.keys())
    if ouvertes is not None:
        ouvertes.update(lues)
    return {une: cle for une, cle in (connues | lues).items() if cle is not None}


def forget(adresses: Iterable[Adresse]) -> None:
    """Close these keys for the rest of the request."""
    ouvertes = _ouvertes.get()
    if ouvertes is not None:
        for une in adresses:
            ouvertes.pop(une, None)


def opening(adresse: Adresse) -> CleOuverte:
    """Return the key that opens what a subject's key sealed. Raise `ErasedError` if it was destroyed, `MissingKeyError` if it is nowhere."""
    cle = read([adresse]).get(adresse)
    if cle is None:
        refuse_erased(adresse)
        raise MissingKeyError(
            detail=f"La clé du sujet {adresse[1]}:{adresse[2]} n’est pas dans la base, et le registre des effacements ne la dit pas détruite."
        )
    return cle


def sealing(adresse: Adresse, *, messages: int = 1) -> CleOuverte:
    """Return the key that seals for a subject, made if she has none, with these messages counted. In the transaction of what is sealed.

    Raise `ErasedError` for a subject whose key was destroyed, `WornKeyError` for a key that sealed as many messages as is safe.
    """
    cle = read([adresse]).get(adresse)
    if cle is not None and _count(cle.pk, messages):
        return cle
    # Made in a transaction that was undone, or destroyed by another request since it was read: what the database says now decides.
    forget([adresse])
    cle = ensured(adresse)
    if not _count(cle.pk, messages):
        raise WornKeyError(detail=f"La clé du sujet {adresse[1]}:{adresse[2]} a scellé {MESSAGES_MAX} messages.")
    return cle


def ensured(adresse: Adresse) -> CleOuverte:
    """Return the key of this address, made if there is none; nothing is counted: it seals nothing. Raise `ErasedError`."""
    return read([adresse]).get(adresse) or _make(adresse)


def refuse_erased(adresse: Adresse) -> None:
    """Raise `ErasedError` if the key of this subject was destroyed. One query."""
    structure, genre, sujet_id = adresse
    if RegistreEffacement.objects.of_subjects([structure], genre, [sujet_id]).exists():
        raise ErasedError


def _count(pk: int, messages: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coffre_clesujet SET scelles = scelles + %s WHERE id = %s AND scelles <= %s", [messages, pk, MESSAGES_MAX - messages])
        return bool(cursor.rowcount)


@transaction.atomic
def _make(adresse: Adresse) -> CleOuverte:
    refuse_erased(adresse)
    structure, genre, sujet_id = adresse
    secret = secrets.token_bytes(KEY_BYTES)
    (enveloppe,) = provider().wrap([(secret, bound_to(adresse))])
    # Two requests may begin to seal for a subject at once: the first one's key stands, and both seal with it.
    CleSujet.objects.bulk_create(
        [CleSujet(structure_id=int(structure), genre=genre, sujet_id=sujet_id, enveloppe=enveloppe.texte, cle_id=enveloppe.cle_id, created_at=timezone.now())],
        ignore_conflicts=True,
    )
    forget([adresse])
    return read([adresse])[adresse]


def _read(adresses: Iterable[Adresse]) -> Ouvertes:
    par_genre: dict[str, list[Adresse]] = {}
    for une in adresses:
        par_genre.setdefault(une[1], []).append(une)
    lignes = [ligne for genre, siennes in par_genre.items() for ligne in _rows(genre, siennes)]
    gardees = [(une, pk, enveloppe) for une, pk, enveloppe in lignes if une in par_genre[une[1]]]
    secrets_ = provider().unwrap([(enveloppe, bound_to(une)) for une, _, enveloppe in gardees]) if gardees else []
    ouvertes: Ouvertes = {une: None for siennes in par_genre.values() for une in siennes}
    for (une, pk, _), secret in zip(gardees, secrets_, strict=True):
        ouvertes[une] = CleOuverte(pk=pk, secret=secret)
    return ouvertes


def _rows(genre: str, adresses: Sequence[Adresse]) -> list[tuple[Adresse, int, Enveloppe]]:
    """Read the rows of these subjects: by hand, for this statement is in every page of a person and Django takes longer to write it than the database to answer."""
    structures, ids = sorted({int(une[0]) for une in adresses}), sorted({une[2] for une in adresses})
    with connection.cursor() as cursor:
        cursor.execute(f"{LIRE} IN ({_marks(structures)}) AND genre = %s AND sujet_id IN ({_marks(ids)})", [*structures, genre, *ids])
        return [((str(structure), genre, sujet_id), pk, Enveloppe(cle_id=cle_id, texte=texte)) for structure, sujet_id, pk, texte, cle_id in cursor.fetchall()]


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
