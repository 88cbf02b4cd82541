"""When the quiet mail of a member leaves, and the little that it says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from droits_ouverts.agenda.enums import RythmeResume, StatutResume
from droits_ouverts.delais.feries import is_worked


@dataclass(frozen=True, slots=True, kw_only=True)
class Nombres:
    """How many things are to be done in the days it tells of, how many are late."""

    a_faire: int = 0
    en_retard: int = 0

    def __bool__(self) -> bool:
        return bool(self.a_faire or self.en_retard)


def is_due(rythme: str, *, pour_le: date | None, statut: str, on: date) -> bool:
    """Tell whether one is due on a day: a worked day, once a day or once a week from its Monday. One that the server put off is due again, and told anew.

    `pour_le`, `statut`: the day of the last one, and what came of it. What may have left is not due again.
    """
    if rythme == RythmeResume.JAMAIS or not is_worked(on):
        return False
    if pour_le is None:
        return True
    if pour_le > on:
        return False
    debut = on if rythme == RythmeResume.QUOTIDIEN else on - timedelta(days=on.weekday())
    return pour_le < debut or statut == StatutResume.PLUS_TARD


def last_day_told(rythme: str, on: date) -> date:
    """Return the last day that a mail of this day tells of: the same day, or the Sunday of its week."""
    return on if rythme == RythmeResume.QUOTIDIEN else on + timedelta(days=6 - on.weekday())
