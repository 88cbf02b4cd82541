"""What a person agreed to share, as a value: its terms, what followed, what it opens on a day. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from droits_ouverts.foundation.durees import Duree
from droits_ouverts.personnes.enums import EtatPartage, Finalite, ModeAccord, NatureSuite, Portee
from droits_ouverts.personnes.rules import LANGUES
from droits_ouverts.structures.rules import is_bound_to_secrecy

SENSIBLES = frozenset({Portee.SANTE, Portee.SEJOUR, Portee.VIOLENCES})
"""Scopes that are never in a bundle: each is an agreement of its own, asked after its own explanation (RGPD, art. 4, 11 and 9, 2, a)."""

SOUS_SECRET = SENSIBLES | {Portee.NOTES}
"""Scopes that only a member whom the law binds to secrecy reads in another structure, whatever was agreed (code pénal, art. 226-13; CASF,
art. L. 121-6-2; CSP, art. L. 1110-4): a mediator is not a social worker."""

LE_PLUS_LONG = Duree(mois=12)
"""How long an agreement to share runs at most. Ours to choose, as short as its purpose asks (RGPD, art. 5, 1, e); kept since 26 November 2026."""

UNDO = timedelta(minutes=1)
"""How long a narrowing or a withdrawal noted by mistake may be taken back, by who noted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord:
    """What a person just said yes to: with whom, what, what for, from when to when, how, in which language; see `check`."""

    vers_structure_id: int
    portees: frozenset[Portee]
    finalite: Finalite
    debut: date
    fin: date
    mode: ModeAccord
    langue: str
    explication: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """What followed an agreement: what remained of it from an instant on."""

    nature: NatureSuite
    portees: frozenset[Portee]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Termes:
    """An agreement to share: its scopes, its first and last days (both included), and what followed, the oldest first."""

    portees: frozenset[Portee]
    debut: date
    fin: date
    suites: tuple[Suite, ...] = ()


def written(portees: Iterable[Portee]) -> str:
    """The scopes as a row keeps them: their codes in the order of the list, parted by a space."""
    gardees = frozenset(portees)
    return " ".join(portee.value for portee in Portee if portee in gardees)


def read(codes: str) -> frozenset[Portee]:
    """Read what `written` wrote. Raise `ValueError` for a code that is none of the list."""
    return frozenset(Portee(code) for code in codes.split())


def last_day(debut: date) -> date:
    """The last day that an agreement may run to: the same day twelve months later, the 28th of February for the 29th."""
    return LE_PLUS_LONG.after(debut)


def remaining(termes: Termes) -> frozenset[Portee]:
    """What the last act left of the agreement. Nothing that followed gives more than was agreed."""
    return termes.portees & termes.suites[-1].portees if termes.suites else termes.portees


def state(termes: Termes, on: date) -> EtatPartage:
    """Where the agreement stands on a day. A withdrawal wins over the dates: it is told as such for ever."""
    reste = remaining(termes)
    if not reste:
        return EtatPartage.RETIRE
    if on > termes.fin:
        return EtatPartage.EXPIRE
    if on < termes.debut:
        return EtatPartage.A_VENIR
    return EtatPartage.EN_COURS if reste == termes.portees else EtatPartage.RESTREINT


def scopes_on(termes: Termes, on: date) -> frozenset[Portee]:
    """The scopes that the agreement opens on a day: none before, after, or once it is withdrawn."""
    return remaining(termes) if state(termes, on) in {EtatPartage.EN_COURS, EtatPartage.RESTREINT} else frozenset()


def readable(portees: Iterable[Portee], profession: str) -> frozenset[Portee]:
    """Keep what a member of this profession may read in another structure's record of a person."""
    accordees = frozenset(portees)
    return accordees if is_bound_to_secrecy(profession) else accordees - SOUS_SECRET


def may_undo(termes: Termes, now: datetime) -> bool:
    """Tell whether the last act, a narrowing or a withdrawal, is less than a minute old."""
    return bool(termes.suites) and termes.suites[-1].nature != NatureSuite.RETABLI and now - termes.suites[-1].at <= UNDO


def before_last(termes: Termes) -> frozenset[Portee]:
    """What remained before the last act: what taking it back restores."""
    return termes.suites[-2].portees if len(termes.suites) > 1 else termes.portees


def check(accord: Accord, *, today: date) -> dict[str, str]:
    """Return the code of what is wrong with an agreement, by field. Nothing where all is well.

    "vide": nothing is shared. "groupee": a sensitive scope with others. "inexpliquee": a sensitive scope without its own explanation.
    "inconnue": a language of no sheet. "passe": it would begin before today. "loin": it would begin more than a year ahead.
    "avant": it would end before it begins. "longue": it would run for more than twelve months.
    """
    erreurs: dict[str, str] = {}
    if not accord.portees:
        erreurs["portees"] = "vide"
    elif accord.portees & SENSIBLES and len(accord.portees) > 1:
        erreurs["portees"] = "groupee"
    elif accord.portees & SENSIBLES and not accord.explication:
        erreurs["explication"] = "inexpliquee"
    if accord.langue not in LANGUES:
        erreurs["langue"] = "inconnue"
    if accord.debut < today:
        erreurs["debut"] = "passe"
    elif accord.debut > last_day(today):
        erreurs["debut"] = "loin"
    if accord.fin < accord.debut:
        erreurs["fin"] = "avant"
    elif accord.fin > last_day(accord.debut):
        erreurs["fin"] = "longue"
    return erreurs


def check_narrowing(termes: Termes, garder: frozenset[Portee]) -> dict[str, str]:
    """Return what is wrong with keeping these scopes only: "vide" (that is a withdrawal), "inchangee", "plus" (more than there was)."""
    reste = remaining(termes)
    if not garder:
        return {"portees": "vide"}
    if garder == reste:
        return {"portees": "inchangee"}
    return {} if garder < reste else {"portees": "plus"}
