"""Durations as the law writes them: years, months, weeks and days, never mixed with a clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import ngettext

_ISO = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")

UN_JOUR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duree:
    """A duration of ISO 8601 without hours (`P2M`, `P15D`, `P1Y6M`). A month is a month of the calendar, not 30 days."""

    ans: int = 0
    mois: int = 0
    semaines: int = 0
    jours: int = 0

    @classmethod
    def parse(cls, text: str) -> Duree:
        """Read an ISO 8601 duration; raise `ValueError` if it is not one, or if it is empty."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(text)
        ans, mois, semaines, jours = (int(part or 0) for part in found.groups())
        duree = cls(ans=ans, mois=mois, semaines=semaines, jours=jours)
        if duree == cls():
            raise ValueError(text)
        return duree

    @property
    def iso(self) -> str:
        """The ISO 8601 text, shortest form."""
        parts = ((self.ans, "Y"), (self.mois, "M"), (self.semaines, "W"), (self.jours, "D"))
        return "P" + "".join(f"{number}{letter}" for number, letter in parts if number)

    def after(self, jour: date) -> date:
        """Return the day at which the duration ends, counted from this one: same day of the month, else its last (code de procédure civile, art. 641)."""
        return self._moved(jour, 1)

    def before(self, jour: date) -> date:
        """Return the day from which this one is at the end of the duration, or near it where months differ in length."""
        return self._moved(jour, -1)

    def over_since(self, jour: date) -> date:
        """Return the last day from which the duration is over on this one: `after` of it is this day or before, `after` of the next one is not."""
        debut = self.before(jour)
        while self.after(debut) > jour:
            debut -= UN_JOUR
        while self.after(debut + UN_JOUR) <= jour:
            debut += UN_JOUR
        return debut

    def _moved(self, jour: date, sens: int) -> date:
        rang = jour.year * 12 + jour.month - 1 + sens * (self.ans * 12 + self.mois)
        annee, mois = rang // 12, rang % 12 + 1
        arrive = date(annee, mois, min(jour.day, calendar.monthrange(annee, mois)[1]))
        return arrive + sens * timedelta(days=self.jours, weeks=self.semaines)

    def __str__(self) -> str:
        """In words, in the language in force: "2 mois", "1 an et 6 mois"."""
        words = []
        if self.ans:
            words.append(ngettext("{nombre}\u00a0an", "{nombre}\u00a0ans", self.ans).format(nombre=self.ans))
        if self.mois:
            words.append(ngettext("{nombre}\u00a0mois", "{nombre}\u00a0mois", self.mois).format(nombre=self.mois))
        if self.semaines:
            words.append(ngettext("{nombre}\u00a0semaine", "{nombre}\u00a0semaines", self.semaines).format(nombre=self.semaines))
        if self.jours:
            words.append(ngettext("{nombre}\u00a0jour", "{nombre}\u00a0jours", self.jours).format(nombre=self.jours))
        return _(" et ").join(words)
