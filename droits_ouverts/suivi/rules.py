"""The path of one right: which step may follow which, what must be said with it, and where a list of moves leads. Pure.

A move is never taken away. A correction names the last step in force and takes it out of force; the state is what the steps in force say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

__all__ = ["DECISIONS", "FINS", "OUVERTS", "SORTIES", "SUITES", "Montants", "Pas", "in_force", "is_open", "state_of"]

DEBUTS = frozenset({"repere", "propose", "choisi", "ecarte", "depose", "verse"})
"""Where a path may begin: spotted, proposed, wanted or not; already asked for; already received, to be kept."""

_DECISIONS = ("accorde", "partiel", "refuse", "silence")
_DOSSIER = ("en_preparation", "depose")

SUITES: dict[str, tuple[str, ...]] = {
    "repere": ("propose", "choisi", "ecarte", *_DOSSIER, "accorde", "perdu"),
    "propose": ("choisi", "ecarte", *_DOSSIER),
    "choisi": (*_DOSSIER, "ecarte", "accorde"),
    "ecarte": ("propose", "choisi", *_DOSSIER),
    "en_preparation": ("depose", "renonce"),
    "depose": ("pieces_demandees", "en_instruction", *_DECISIONS, "verse", "renonce"),
    "pieces_demandees": ("en_instruction", *_DECISIONS, "renonce"),
    "en_instruction": ("pieces_demandees", *_DECISIONS, "verse", "renonce"),
    "accorde": ("verse", "perdu", "renonce"),
    "partiel": ("verse", "recours", "perdu", "renonce"),
    "refuse": ("recours", *_DOSSIER, "accorde", "renonce"),
    "silence": ("accorde", "partiel", "refuse", "verse", "recours", "renonce"),
    "verse": ("maintenu", "perdu", "renonce"),
    "maintenu": ("maintenu", "verse", "perdu", "renonce"),
    "perdu": ("recours", *_DOSSIER, "verse", "renonce"),
    "recours": ("pieces_demandees", "en_instruction", *_DECISIONS, "verse", "renonce"),
    "renonce": ("choisi", *_DOSSIER),
}
"""What may follow. An automatic right is granted without a file (`choisi -> accorde`); a lost one may come back by itself (`perdu -> verse`)."""

DECISIONS = frozenset(_DECISIONS)
SORTIES = frozenset({"ecarte", "renonce", "refuse", "perdu"})
"""Where a reason is asked: of the professional and of the person, or of the institution."""

FINS = frozenset({"ecarte", "renonce"})
"""Legitimate ends that the person chose: nothing is due any more, nobody is reminded of them."""

OUVERTS = frozenset({"accorde", "partiel", "verse", "maintenu"})
"""A right that is open. Silence counts as soon as it is written as a grant (`accorde`), not before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pas:
    """One move as the rules see it. `annule`: the rank of the step that this correction takes out of force, None for a step."""

    rang: int
    vers: str
    fait_le: date
    annule: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Montants:
    """Amounts in euros, each None where nobody said it. `estime`, `accorde`, `verse`: a month; `rappel`: arrears, once; `ponctuel`: one-off.

    `net`: what the household gains a month once what the right reduces elsewhere is counted again by the engine.
    """

    estime: Decimal | None = None
    accorde: Decimal | None = None
    verse: Decimal | None = None
    rappel: Decimal | None = None
    ponctuel: Decimal | None = None
    net: Decimal | None = None


def in_force(moves: Sequence[Pas]) -> list[Pas]:
    """Return the steps in force, in order of rank: without corrections and without what they annul."""
    annules = {move.annule for move in moves if move.annule is not None}
    return sorted((move for move in moves if move.annule is None and move.rang not in annules), key=lambda move: move.rang)


def state_of(moves: Sequence[Pas]) -> str | None:
    """Return where the moves lead; None where every step was corrected: it was all a mistake."""
    steps = in_force(moves)
    return steps[-1].vers if steps else None


def is_open(etat: str) -> bool:
    """Tell whether a right in this state counts as open."""
    return etat in OUVERTS


def may_follow(avant: str | None, vers: str) -> bool:
    """Tell whether a step may come after a state; None is the beginning of a path."""
    return vers in (DEBUTS if avant is None else SUITES[avant])
