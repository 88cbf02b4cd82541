"""The chain of hashes, pure: how a line is written down to be hashed, and what links it to the one before. This form never changes.

    empreinte = SHA-256(previous empreinte, line feed, canonical line), in hexadecimal
    canonical line = rang|at|actor|verb|kind|id|purpose|structure|issue|motif|partage

`at` is in UTC to the microsecond; a number that is absent reads `NULL`. No field that `services.record` accepts holds a `|`, so that two
different lines never read the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

ORIGINE = "0" * 64
"""What the first line of a chain is linked to."""
SANS_STRUCTURE = 0
"""The chain of the lines that no structure holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """What a line says, as it is hashed."""

    at: datetime
    actor_id: int | None
    verb: str
    thing_kind: str
    thing_id: str
    purpose: str
    structure_id: int | None
    issue: str = "fait"
    motif: str = ""
    partage_id: int | None = None


def canonical(rang: int, contenu: Contenu) -> str:
    """Return the line as it is hashed, at its place `rang` (from 1) in its chain."""
    c = contenu
    at = f"{c.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    actor, structure, partage = ("NULL" if number is None else number for number in (c.actor_id, c.structure_id, c.partage_id))
    return f"{rang}|{at}|{actor}|{c.verb}|{c.thing_kind}|{c.thing_id}|{c.purpose}|{structure}|{c.issue}|{c.motif}|{partage}"


def link(precedente: str, ligne: str) -> str:
    """Return the hash of a canonical line after the hash of the previous one (64 hexadecimal digits)."""
    return sha256(f"{precedente}\n{ligne}".encode()).hexdigest()


def chain_of(structure_id: int | None) -> int:
    """Return the number of the chain that holds the lines of a structure, of no structure for None."""
    return SANS_STRUCTURE if structure_id is None else structure_id
