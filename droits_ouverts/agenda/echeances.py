"""Days that later rooms hold and the agenda shows: the clocks of followed rights, the persons that a member follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from droits_ouverts.agenda.signals import echeances_demandees, personnes_suivies

if TYPE_CHECKING:
    from droits_ouverts.agenda.models import Absence
    from droits_ouverts.agenda.relais import Relais

PASSEES = timedelta(days=30)
"""How long a clock whose day went by stands in the agenda: beyond, the page of its right still tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """Which days are asked for: of these structures, followed by these accounts (None: by anybody), the first and last day (`du` None: all that is late too).

    `dites`: whether names are opened; `faites_depuis`: those that somebody else settled since this day come too.
    """

    structures: tuple[int, ...]
    comptes: frozenset[int] | None
    du: date | None
    au: date
    dites: bool = True
    faites_depuis: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Echeance:
    """A day by which something is to be done for a right: whose, what, by whom. Without names, `nom` and `quoi` are empty."""

    cle: str
    le: date
    structure_id: int
    compte_id: int
    personne_id: int
    nom: str = ""
    quoi: str = ""
    adresse: str = ""
    faite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivie:
    """A person whom a member follows."""

    personne_id: int
    nom: str
    adresse: str


def asked(demande: Demande) -> list[Echeance]:
    """Return the days that later rooms hold, the nearest first. Two queries a room that has some."""
    recues: Iterable[tuple[Any, Any]] = echeances_demandees.send(sender=Demande, demande=demande)
    return sorted((une for _qui, unes in recues for une in unes), key=lambda une: (une.le, une.nom, une.cle))


def of_days(relais: Relais, demande: Demande, *, compte: int | None, on: date) -> list[Echeance]:
    """Return those that are an account's today, of those whom it covers included; everybody's for None."""
    return [une for une in asked(demande) if compte is None or relais.concerns(compte, (une.compte_id,), une.structure_id, on)]


def followed_by(absence: Absence) -> list[Suivie]:
    """Return the persons whom the absent one follows, by name."""
    recues: Iterable[tuple[Any, Any]] = personnes_suivies.send(sender=Demande, structure_id=absence.structure_id, compte_id=absence.compte_id)
    return sorted({une.personne_id: une for _qui, unes in recues for une in unes}.values(), key=lambda une: une.nom)
