"""The languages of the screens. A new one is a set of .po files and one line here.

`relue_par`, `relue_le`: who speaks the language and read the translation again, and when. None: nobody did yet, and every screen says so,
with the French beside each question that the person reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Langue:
    """A language: its code, the name its speakers give it, the way it is written, who read the translation again."""

    code: str
    nom: str
    sens: str = "ltr"
    relue_par: str | None = None
    relue_le: date | None = None

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody who speaks the language read its translation again. French is the source: nothing to read again."""
        return self.code == SOURCE or self.relue_par is not None


SOURCE = "fr"

LANGUES: tuple[Langue, ...] = (
    Langue(code="fr", nom="Français"),
    Langue(code="en", nom="English"),
    Langue(code="ar", nom="العربية", sens="rtl"),
)
PAR_CODE = {langue.code: langue for langue in LANGUES}


def language(code: str | None) -> Langue:
    """Return the language of a code ("ar", "en-gb"); French for none and for one that is not spoken here."""
    return PAR_CODE.get((code or SOURCE).partition("-")[0], PAR_CODE[SOURCE])
