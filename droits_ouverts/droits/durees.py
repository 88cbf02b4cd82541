"""Durations as the law writes them: years, months, weeks and days, never mixed with a clock."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ISO = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


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

    def __str__(self) -> str:
        """In French words: "2 mois", "1 an et 6 mois"."""
        words = []
        if self.ans:
            words.append(f"{self.ans}\u00a0an{'s' if self.ans > 1 else ''}")
        if self.mois:
            words.append(f"{self.mois}\u00a0mois")
        if self.semaines:
            words.append(f"{self.semaines}\u00a0semaine{'s' if self.semaines > 1 else ''}")
        if self.jours:
            words.append(f"{self.jours}\u00a0jour{'s' if self.jours > 1 else ''}")
        return " et ".join(words)
