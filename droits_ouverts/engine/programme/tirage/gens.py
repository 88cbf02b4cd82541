"""Who lives with whom, and their ages: around every age of the law, and everywhere between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.tirage.portes import ROLES, Gens
from droits_ouverts.engine.questionnaire.types import Role

AGES_ADULTES = (16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 35, 50, 51, 55, 56, 57, 60, 61, 62, 63, 64, 65, 66, 67, 68, 70, 75, 80)
"""Ages at which a right of an adult opens or closes, in years."""
AGES_ENFANTS = (0, 1, 2, 3, 6, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 25)
"""Ages at which a right opened by a child does."""
ENFANTS = (0.34, 0.24, 0.19, 0.11, 0.06, 0.03, 0.02, 0.01)
"""Share of the households with 0, 1, 2... children."""
EN_COUPLE, AVEC_AUTRES, DESORDRE = 0.42, 0.08, 0.1
DEMANDEUR, CONJOINT, ENFANT, AUTRE = (ROLES.index(role) for role in (Role.DEMANDEUR, Role.CONJOINT, Role.ENFANT, Role.AUTRE))


def compose(foyers: int, alea: np.random.Generator) -> Gens:
    """Draw the persons of that many households, the demandeur first in each."""
    enfants = alea.choice(len(ENFANTS), size=foyers, p=ENFANTS)
    couple = alea.random(foyers) < EN_COUPLE
    autres = np.where(alea.random(foyers) < AVEC_AUTRES, alea.integers(1, 3, foyers), 0)
    effectifs = np.stack([np.ones(foyers, dtype=np.int64), couple.astype(np.int64), enfants, autres])
    menage = np.concatenate([np.repeat(np.arange(foyers), combien) for combien in effectifs])
    role = np.concatenate([np.full(combien.sum(), rang, dtype=np.int8) for rang, combien in zip((DEMANDEUR, CONJOINT, ENFANT, AUTRE), effectifs, strict=True)])
    # In some households the others come in any order after the demandeur.
    melange = np.where((alea.random(foyers) < DESORDRE)[menage], alea.random(len(menage)), 0.0)
    ordre = np.lexsort((role, melange, role != DEMANDEUR, menage))
    menage, role = menage[ordre], role[ordre]
    premiers = np.flatnonzero(role == DEMANDEUR)
    mois_de_vie = _ages(role, menage, foyers, alea)
    return Gens(menage=menage, role=role, mois_de_vie=mois_de_vie, demandeur=premiers[menage])


def _ages(role: NDArray[np.int8], menage: NDArray[np.int64], foyers: int, alea: np.random.Generator) -> NDArray[np.int64]:
    n = len(role)
    jeune, vieux = alea.random(foyers) < 0.25, alea.random(foyers) < 0.3
    bas, haut = np.where(jeune, 16, np.where(vieux, 50, 18)), np.where(jeune, 31, np.where(vieux, 100, 62))
    adultes = np.where(alea.random(n) < 0.5, _around(AGES_ADULTES, n, alea), alea.integers(bas[menage] * 12, haut[menage] * 12))
    # The ages of the law that the household's generation does not hold are kept for some only.
    hors = (adultes < bas[menage] * 12) | (adultes > haut[menage] * 12)
    adultes = np.where(hors & (alea.random(n) < 0.7), alea.integers(bas[menage] * 12, haut[menage] * 12), adultes)
    enfants = np.where(alea.random(n) < 0.55, _around(AGES_ENFANTS, n, alea), alea.integers(0, 25 * 12, n))
    petits = (role == ENFANT) & (alea.random(n) < 0.25)
    enfants = np.where(petits, alea.integers(-1, 4 * 12, n), enfants)
    autres = alea.integers(0, 95 * 12, n)
    return np.where(role == ENFANT, np.maximum(enfants, -1), np.where(role == AUTRE, autres, adultes)).astype(np.int64)


def _around(annees: tuple[int, ...], n: int, alea: np.random.Generator) -> NDArray[np.int64]:
    """Return ages in months at a birthday, or one or two months from it."""
    return alea.choice(np.array(annees), size=n) * 12 + alea.integers(-2, 3, n)


def births(gens: Gens, mois: str, alea: np.random.Generator) -> NDArray[np.datetime64]:
    """Return birth dates for the ages, datetime64[D]: one in four on the first of a month, never after the month nor before 1900."""
    premier = np.datetime64(mois, "M")
    n = len(gens)
    debut_du_mois = alea.random(n) < 0.25
    # Born on the first, the month lived counts whole; born later, one month earlier is needed for as many whole months.
    naissance = premier - gens.mois_de_vie - np.where(debut_du_mois, 0, 1)
    naissance = np.where(gens.mois_de_vie < 0, premier, naissance)
    jours = np.where(debut_du_mois & (gens.mois_de_vie >= 0), 0, alea.integers(1, 28, n))
    dates = naissance.astype("datetime64[D]") + jours
    return np.asarray(np.maximum(dates, np.datetime64("1900-01-01")), dtype="datetime64[D]")
