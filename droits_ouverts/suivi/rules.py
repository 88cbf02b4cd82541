"""The path of one right: which step may follow which, and where a list of moves leads. Pure.

A move is never taken away. A correction names the last step in force and takes it out of force; the state is what the steps in force say.
What must be said with a step is in `rules_saisie`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal

__all__ = [
    "ANNULE",
    "DECISIONS",
    "FINS",
    "OUVERTS",
    "SORTIES",
    "SUITES",
    "Comptes",
    "Montants",
    "Pas",
    "Position",
    "in_force",
    "is_open",
    "last_in_force",
    "may_follow",
    "next_states",
    "position",
    "state_of",
]

ANNULE = "annule"
"""No step is in force any more: the right was opened by mistake. Another step may begin its path again."""

DEBUTS = ("repere", "propose", "choisi", "ecarte", "depose", "verse")
"""Where a path may begin: spotted, proposed, wanted or not; already asked for; already received, to be kept."""

_DECISIONS = ("accorde", "partiel", "refuse", "silence")
_DOSSIER = ("en_preparation", "depose")

SUITES: dict[str, tuple[str, ...]] = {
    "repere": ("propose", "choisi", "ecarte", *_DOSSIER, "accorde", "verse", "perdu"),
    "propose": ("choisi", "ecarte", *_DOSSIER, "verse"),
    "choisi": (*_DOSSIER, "propose", "ecarte", "accorde", "verse"),
    "ecarte": ("propose", "choisi", *_DOSSIER, "verse"),
    "en_preparation": ("depose", "verse", "renonce"),
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
    ANNULE: DEBUTS,
}
"""What may follow. An automatic right is granted without a file (`choisi -> accorde`); a lost one may come back by itself (`perdu -> verse`); one that was
thought to be asked for may turn out to be paid already (`choisi -> verse`)."""

DECISIONS = frozenset(_DECISIONS)
SORTIES = frozenset({"ecarte", "renonce", "refuse", "perdu"})
"""Where a reason is asked: of the professional and of the person, or of the institution."""

FINS = frozenset({"ecarte", "renonce"})
"""Legitimate ends that the person chose: nothing is due any more, nobody is reminded of them."""

OUVERTS = frozenset({"accorde", "partiel", "verse", "maintenu"})
"""A right that is open. Silence counts as soon as it is written as a grant (`accorde`), not before."""

AVANT_DEMANDE = frozenset({"repere", "propose", "choisi", "ecarte", "en_preparation"})
"""Nothing was asked of the institution yet."""

DEMANDES_ICI = frozenset({"depose", "pieces_demandees", "en_instruction", "recours", *_DECISIONS})
"""Something was asked of the institution, or it answered: what is paid after that is paid thanks to what was done here. Without one since the beginning, or
since the right stopped, a right that is found paid was there before, or came back by itself: it opens nothing."""

EN_COURS = frozenset({"depose", "pieces_demandees", "en_instruction", "recours"})
"""The institution has something to answer."""


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

    @property
    def mensuel(self) -> Decimal | None:
        """The best known of what it brings a month: paid, else granted, else estimated."""
        return next((un for un in (self.verse, self.accorde, self.estime) if un is not None), None)

    @property
    def est_estime(self) -> bool:
        """Whether nothing of it was granted or paid yet: an estimate is not a promise."""
        return self.verse is None and self.accorde is None

    @property
    def perte_par_mois(self) -> Decimal:
        """What a month of delay costs, to put lists in order: what comes a month, else a twelfth of what comes a year or once."""
        return self.mensuel if self.mensuel is not None else (self.ponctuel or Decimal(0)) / 12

    @property
    def annuel(self) -> Decimal | None:
        """The same for twelve months, without what comes once."""
        return None if self.mensuel is None else self.mensuel * 12

    def __bool__(self) -> bool:
        return any(getattr(self, champ.name) is not None for champ in fields(self))

    def completed_by(self, plus: Montants) -> Montants:
        """Return these amounts with the newer ones over them."""
        return replace(self, **{nom: valeur for nom, valeur in asdict(plus).items() if valeur is not None})

    def to_bytes(self) -> bytes:
        """Return what is sealed."""
        return json.dumps({nom: str(valeur) for nom, valeur in asdict(self).items() if valeur is not None}, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, payload: bytes) -> Montants:
        """Read what `to_bytes` wrote."""
        return cls(**{nom: Decimal(valeur) for nom, valeur in json.loads(payload).items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the steps in force lead: what a followed right repeats of them.

    `ouvert_le`: the first day on which it became open by what was done here, None where that never came; `deja_ouvert`: it was paid before.
    """

    etat: str
    etat_le: date | None = None
    deja_ouvert: bool = False
    ouvert_le: date | None = None
    verse_le: date | None = None
    maintenu_le: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comptes:
    """How many rights: opened by what was done here, paid at least once, kept at least once; refused, lost, given up or set aside now.

    Nobody's: what an erased person counted for is added to it.
    """

    suivis: int = 0
    ouverts: int = 0
    verses: int = 0
    maintenus: int = 0
    refuses: int = 0
    perdus: int = 0
    renonces: int = 0
    ecartes: int = 0

    def __add__(self, autre: Comptes) -> Comptes:
        return Comptes(**{champ.name: getattr(self, champ.name) + getattr(autre, champ.name) for champ in fields(self)})


def in_force(moves: Iterable[Pas]) -> list[Pas]:
    """Return the steps in force, in order of rank: without corrections and without what they annul."""
    tous = list(moves)
    annules = {move.annule for move in tous if move.annule is not None}
    return sorted((move for move in tous if move.annule is None and move.rang not in annules), key=lambda move: move.rang)


def last_in_force(moves: Iterable[Pas]) -> Pas | None:
    """Return the last step in force, which a correction would take back; None where there is none."""
    return next(reversed(in_force(moves)), None)


def state_of(moves: Iterable[Pas]) -> str | None:
    """Return where the moves lead; None where every step was corrected: it was all a mistake."""
    dernier = last_in_force(moves)
    return dernier.vers if dernier else None


def is_open(etat: str) -> bool:
    """Tell whether a right in this state counts as open."""
    return etat in OUVERTS


def may_follow(avant: str | None, vers: str) -> bool:
    """Tell whether a step may come after a state; None is the beginning of a path."""
    return vers in next_states(avant)


def next_states(avant: str | None) -> tuple[str, ...]:
    """Return the steps that may come after a state, in the order of the screens; None is the beginning of a path."""
    return DEBUTS if avant is None else SUITES[avant]


def position(moves: Sequence[Pas]) -> Position:
    """Return where the moves lead.

    A right paid before anything was asked here was already open, one that stopped and is paid again without being asked for came back by itself: keeping it
    counts, opening it does not.
    """
    lue = Position(etat=ANNULE)
    demande = False
    for pas in in_force(moves):
        de_lui_meme = pas.vers == "verse" and not demande
        deja = de_lui_meme and lue.verse_le is None
        ouvre = is_open(pas.vers) and not is_open(lue.etat) and not de_lui_meme
        lue = Position(
            etat=pas.vers,
            etat_le=pas.fait_le,
            deja_ouvert=lue.deja_ouvert or deja,
            ouvert_le=lue.ouvert_le or (pas.fait_le if ouvre else None),
            verse_le=lue.verse_le or (pas.fait_le if pas.vers == "verse" else None),
            maintenu_le=pas.fait_le if pas.vers == "maintenu" else lue.maintenu_le,
        )
        demande = pas.vers != "perdu" and (demande or pas.vers in DEMANDES_ICI)
    return lue
