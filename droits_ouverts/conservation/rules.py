"""When a file comes to term, pure: days in, days out. The durations are those of `foundation/conservation.yaml`.

A month is counted from day to day (code de procédure civile, art. 641). A file is kept until its term, and the night of that day erases it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from droits_ouverts.foundation.conservation import Regle, regle
from droits_ouverts.foundation.durees import Duree

RIEN = Duree()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """The hold in force: why (a code), since when, who set it."""

    motif: str
    posee_le: date
    posee_par: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Echeance:
    """Where a file stands: the rule that governs it, the last contact, the term, the notice given for that very term, its hold."""

    structure_id: int
    genre: str
    sujet_id: str
    regle: str
    dernier_contact: date
    terme: date
    preavis_le: date | None
    reserve: Reserve | None

    @property
    def en_reserve(self) -> bool:
        """Whether a hold keeps the file."""
        return self.reserve is not None

    @property
    def sujet(self) -> tuple[int, str, str]:
        """What names the file."""
        return self.structure_id, self.genre, self.sujet_id


def rule_of(*, a_un_bilan: bool) -> Regle:
    """Return the rule of a file: somebody followed, or only met."""
    return regle("suivi" if a_un_bilan else "sans_bilan")


def term(une: Regle, dernier_contact: date, *, levee_le: date | None = None) -> date:
    """Return the day on which a file is erased: at the end of its duration; not sooner than a notice after its last hold was lifted."""
    terme = une.terme.after(dernier_contact)
    return terme if levee_le is None else max(terme, notice_of(une).after(levee_le))


def notice_of(une: Regle) -> Duree:
    """Return how long before the end somebody is told."""
    return une.preavis or RIEN


def notice_day(une: Regle, terme: date) -> date:
    """Return the day from which a term is announced."""
    return terme - timedelta(days=notice_of(une).jours)


def is_notice_due(echeance: Echeance, on: date) -> bool:
    """Tell whether the structure must be told today: the term is near, and this very term was never announced."""
    return echeance.preavis_le is None and on >= notice_day(regle(echeance.regle), echeance.terme)


def may_erase(echeance: Echeance, on: date) -> bool:
    """Tell whether a file is erased on this day: its term has come, a notice was given long enough ago, nothing holds it."""
    une = regle(echeance.regle)
    if echeance.en_reserve or on < echeance.terme:
        return False
    if une.preavis is None:
        return True
    return echeance.preavis_le is not None and une.preavis.after(echeance.preavis_le) <= on
