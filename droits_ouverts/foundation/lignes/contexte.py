"""For whom the database is read: an account, or a task of the service by its name. Signed here, verified by the database (`sql.OPEN`).

A context is said for a stretch of code and opened with the first statement of each transaction (`foundation.postgresql`); it dies with the transaction.
On SQLite nothing of this is sent. Nothing said: the wall shows no row.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.utils import timezone


class Service(StrEnum):
    """What the service does in its own name. Each is written where it is used, and nowhere else."""

    JOURNAL = "journal"
    """Writes a line of the journal, whoever acts: no account writes one, nor moves the head of a chain."""
    TENANT = "tenant"
    """Looks which structure holds what was refused, or where somebody who acted works: for the journal and the list of openings."""
    MEMBRES = "membres"
    """Looks at all the memberships of an account, which must agree with each other."""
    EFFACEMENT = "effacement"
    """Removes what followed the agreements of a person who is being erased: once they are gone, nobody else sees it. Looks whether she asked for it."""
    URGENCE = "urgence"
    """Looks in another structure for a person who is in danger, and writes there that somebody asks to open her file: who asks learns nothing."""
    INVITATION = "invitation"
    """Opens the account of somebody who was invited, and has none yet."""
    CALENDRIER = "calendrier"
    """Looks whose agenda a private address shows; its hours are then read for that account."""
    ORIENTATION = "orientation"
    """Opens what was sent to somebody for who holds its link or works where it was sent, and writes the answer in the structure that sent it."""
    PAPIER = "papier"
    """Gives a paper to whoever holds its link and its code, and has no account."""
    MERCI = "merci"
    """Counts, for whoever holds the card of a place of life, the words left in those of its structure: two numbers, hidden while they are small."""
    PORTEE = "portee"
    """Counts, for whoever reads the figures of the programme, how many people were met: sums of all structures, nothing under five."""
    CARNET = "carnet"
    """Shows her own page to whoever has its code, and has no account."""
    COMMANDE = "commande"
    """A command of `droits-ouverts manage` or `droits-ouverts conservation`, at night or from a terminal."""


SANS_STRUCTURE = frozenset({Service.JOURNAL, Service.EFFACEMENT, Service.CALENDRIER})
"""Services that read the rows of no structure; each other one reads those of all of them."""

VIE_COMPTE, VIE_SERVICE = 300, 6 * 3600
"""Seconds that a signature serves, on the clock of the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """An account and the day of its reading, or a service."""

    compte: int | None = None
    service: Service | None = None
    jour: date


_courant: ContextVar[Contexte | None] = ContextVar("lignes_contexte", default=None)


def current() -> Contexte | None:
    """Return for whom this stretch of code reads, None for nobody."""
    return _courant.get()


@contextmanager
def acting_for(compte: int, *, on: date) -> Iterator[None]:
    """Read, until the end of the block, what the structures of this account open to it on this day."""
    with _said(Contexte(compte=compte, jour=on)):
        yield


@contextmanager
def as_service(service: Service) -> Iterator[None]:
    """Read, until the end of the block, in the name of the service."""
    with _said(Contexte(service=service, jour=timezone.localdate())):
        yield


def now_acts(compte: int, *, on: date) -> None:
    """Say for whom the rest of the block of `nobody` reads: somebody who has just signed in."""
    _courant.set(Contexte(compte=compte, jour=on))


@contextmanager
def nobody() -> Iterator[None]:
    """Read for nobody until somebody is said, at the latest until the end of the block."""
    with _said(None):
        yield


@contextmanager
def _said(contexte: Contexte | None) -> Iterator[None]:
    token = _courant.set(contexte)
    try:
        yield
    finally:
        _courant.reset(token)


def opening(contexte: Contexte | None, *, pid: int) -> str:
    """Return the statement that opens a context in a transaction of the backend `pid`, or closes the one that is open."""
    if contexte is None:
        return "SELECT lignes.ouvrir('', '');"
    return "SELECT lignes.ouvrir('{}', '{}');".format(*signed(contexte, pid=pid))


def signed(contexte: Contexte, *, pid: int, at: float | None = None) -> tuple[str, str]:
    """Return the text of a context and its MAC, for one backend, until it expires. `at`: seconds since 1970, the clock's own by default."""
    c = contexte
    fin = int(clock() if at is None else at) + (VIE_SERVICE if c.service else VIE_COMPTE)
    structures = 0 if c.service is None or c.service in SANS_STRUCTURE else 1
    texte = f"{c.compte or ''}|{c.service or ''}|{c.jour.isoformat()}|{fin}|{structures}|{time.perf_counter_ns()}"
    return texte, hmac.digest(key(), f"ouvrir|{pid}|{texte}".encode(), "sha256").hex()


def clock() -> float:
    """Return the seconds since 1970. Its own function: tests that stop time still speak to a database whose clock goes on."""
    return time.time()


def key() -> bytes:
    """Return the key of the signatures, derived from `SECRET_KEY`: 32 bytes."""
    return hmac.digest(b"lignes.contexte", settings.SECRET_KEY.encode(), "sha256")


def pads() -> tuple[bytes, bytes]:
    """Return the inner and outer pads of HMAC-SHA-256 under that key (RFC 2104): what the database needs to verify, with its own `sha256`."""
    bloc = key().ljust(hashlib.sha256().block_size, b"\0")
    return bytes(octet ^ 0x36 for octet in bloc), bytes(octet ^ 0x5C for octet in bloc)
