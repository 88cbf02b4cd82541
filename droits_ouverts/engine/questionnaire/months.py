"""Months as text "AAAA-MM": arithmetic, names, and the window of months for which income is asked."""

from __future__ import annotations

import re
from datetime import date

NOMS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
PREMIERE_ANNEE, DERNIERE_ANNEE = 2020, 2030
"""Months of check-up that are believable: the parameters of the law are kept for these years."""

# Plain digits only: those of other scripts would not compare with the months that are counted from them.
_MOIS = re.compile(r"[0-9]{4}-[0-9]{2}")


class MonthError(ValueError):
    """The text is not a month for which a check-up can be done; the message says why and what to write."""


def parse(texte: str) -> str:
    """Check a month written "AAAA-MM" and return it.

    Raise `MonthError` where it is not a month, or is outside 2020-2030.
    """
    if not _MOIS.fullmatch(str(texte)):
        message = f"« {texte} » n'est pas un mois. Écrivez l'année puis le mois : 2026-11."
        raise MonthError(message)
    annee, numero = int(texte[:4]), int(texte[5:])
    if not 1 <= numero <= 12:
        message = f"« {texte} » : le mois {numero:02d} n'existe pas. Écrivez un mois de 01 à 12."
        raise MonthError(message)
    if not PREMIERE_ANNEE <= annee <= DERNIERE_ANNEE:
        message = f"« {texte} » : l'année {annee} est hors des années possibles ({PREMIERE_ANNEE} à {DERNIERE_ANNEE})."
        raise MonthError(message)
    return texte


def of_date(jour: date) -> str:
    """Return the month of a day."""
    return f"{jour.year:04d}-{jour.month:02d}"


def shift(mois: str, decalage: int) -> str:
    """Return the month `decalage` months later (earlier if negative)."""
    rang = int(mois[:4]) * 12 + int(mois[5:]) - 1 + decalage
    return f"{rang // 12:04d}-{rang % 12 + 1:02d}"


def between(debut: str, fin: str) -> list[str]:
    """Return every month from `debut` to `fin`, both included."""
    mois, suite = debut, []
    while mois <= fin:
        suite.append(mois)
        mois = shift(mois, 1)
    return suite


RECULS = (-4, -3, -2, -1, 0)
"""The months of the window, counted from the month of the check-up."""


def window(mois: str) -> list[str]:
    """Return M-4 .. M: the months that RSA and prime d'activité look at (M-4 to M-2 since 03/2025), then up to now."""
    return [shift(mois, recul) for recul in RECULS]


def name_of(mois: str) -> str:
    """Return "novembre 2026" for "2026-11"."""
    return f"{NOMS[int(mois[5:]) - 1]} {mois[:4]}"


def age_in(naissance: date, mois: str) -> int:
    """Whole years reached on the first day of the month, as OpenFisca's `age` counts them (-1 before birth)."""
    annee, numero = int(mois[:4]), int(mois[5:])
    return annee - naissance.year - ((numero, 1) < (naissance.month, naissance.day))
