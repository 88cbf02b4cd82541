"""How many people were reached among those whom one tried to reach, and what may be said of it outside the team. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

PETIT: Final = 5
"""Under it a count is not said outside the team. As everywhere here (`irritants.rules`); the Insee keeps eleven for households, a rule for tax files."""
Z: Final = 1.959963984540054
"""The 97.5 % quantile of the normal law: an interval at 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervalle:
    """A proportion with its interval at 95 %."""

    taux: float
    bas: float
    haut: float


def wilson(vus: int, sur: int) -> Intervalle | None:
    """Return the proportion and its Wilson score interval; None where nothing was tried, or where more were met than tries were counted.

    E. B. Wilson, « Probable inference, the law of succession, and statistical inference », JASA 22 (158), 1927, p. 209-212; without correction for continuity.
    It stays between 0 and 1 and is honest with few tries, where the usual interval is not (Brown, Cai, DasGupta, Statistical Science 16 (2), 2001).
    """
    if not 0 <= vus <= sur or sur == 0:
        return None
    taux, carre = vus / sur, Z * Z
    centre = (taux + carre / (2 * sur)) / (1 + carre / sur)
    demi = Z * sqrt(taux * (1 - taux) / sur + carre / (4 * sur * sur)) / (1 + carre / sur)
    return Intervalle(taux=taux, bas=max(0.0, centre - demi), haut=min(1.0, centre + demi))


def hidden(nombres: Sequence[int]) -> list[bool]:
    """Return which counts of a list whose total is known are not said outside the team: the small ones, and one more where a single one would be found by subtraction.

    What is hidden adds up to five at least, or is everything.
    """
    cachees = [0 < nombre < PETIT for nombre in nombres]
    if not any(cachees):
        return cachees
    autres = sorted((nombre, rang) for rang, nombre in enumerate(nombres) if nombre and not cachees[rang])
    while autres and (sum(cachees) < 2 or sum(nombre for nombre, cachee in zip(nombres, cachees, strict=True) if cachee) < PETIT):
        cachees[autres.pop(0)[1]] = True
    return cachees


def sayable(nombre: int) -> bool:
    """Tell whether a total may be said outside the team: nothing, or five at least."""
    return nombre == 0 or nombre >= PETIT
