"""Amounts and numbers: zero, tiny, around every threshold of the law, wide, and up to the bound of the fact."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.questionnaire.types import Fait, Periode

Reels = NDArray[np.float64]

SEUILS_MENSUELS = (
    138.0,
    253.0,
    318.0,
    400.0,
    487.0,
    500.0,
    568.0,
    607.0,
    635.7,
    646.5,
    699.0,
    760.0,
    847.0,
    862.0,
    916.8,
    970.0,
    1016.0,
    1034.3,
    1043.6,
    1145.0,
    1163.0,
    1166.0,
    1200.0,
    1235.0,
    1272.0,
    1357.8,
    1398.7,
    1426.3,
    1443.1,
    1605.7,
    1620.2,
    1747.0,
    1855.0,
    2027.0,
    2377.0,
    2430.0,
    2706.0,
    2885.0,
    3864.0,
    3925.0,
    4005.0,
)
"""Monthly amounts near which a right begins or ends, euros, 2025-2026: RSA and prime d'activité by composition, ASS, ASI, ASPA, C2S with and without
participation, AAH, the minimum wage and its parts, survivors' pensions, complément familial, aide juridictionnelle, the ceiling of social security."""

SEUILS_ANNUELS = (
    500.0,
    5700.0,
    7540.0,
    8500.0,
    9719.0,
    10339.0,
    11000.0,
    11128.0,
    11679.0,
    12862.0,
    14500.0,
    16500.0,
    19290.0,
    22823.0,
    25200.0,
    27141.0,
    28917.0,
    33000.0,
    35677.0,
    38894.0,
    43605.0,
    47734.0,
    55000.0,
    63000.0,
    78565.0,
    104719.0,
)
"""Yearly amounts near which a right begins or ends, euros, 2025-2026: chèque énergie by unit, LEP, aide juridictionnelle, ARS, CEJ, bourses, PAJE, social
housing, family allowances."""

SEUILS: dict[str, tuple[float, ...]] = {
    "quotient_familial_caf": (0.0, 300.0, 341.0, 400.0, 500.0, 620.0, 700.0, 716.0, 800.0, 801.0, 850.0, 1000.0, 1200.0, 1500.0),
    "loyer": (0.0, 50.0, 245.0, 269.0, 290.0, 319.0, 364.0, 450.0, 600.0, 800.0, 955.0, 1200.0, 1275.0, 2000.0),
    "charges_locatives": (0.0, 30.0, 60.0, 100.0, 250.0),
    "depense_eau_annuelle": (0.0, 50.0, 100.0, 150.0, 300.0, 450.0, 600.0, 900.0),
    "epargne_livrets": (0.0, 76.0, 3000.0, 7650.0, 12862.0, 12863.0, 19290.0, 22950.0, 30000.0, 50000.0),
    "biens_immobiliers_non_loues": (0.0, 1000.0, 38580.0, 38581.0, 57870.0, 80000.0, 150000.0, 300000.0),
    "mois_residence_metropole_lyon": (0, 2, 5, 6, 7, 12, 60),
    "mois_residence_france": (0, 2, 3, 4, 5, 6, 9, 10, 12, 60, 120, 120, 180, 240, 240, 360, 600, 600),
    "annees_titre_sejour": (0, 1, 4, 5, 6, 9, 10, 11, 12, 20),
    "distance_etudes": (0, 29, 30, 31, 249, 250, 251, 1000),
    "aeeh_niveau_handicap": (0, 1, 2, 3, 4, 5, 6),
    "mois_depuis_deces_epoux": (0, 1, 11, 12, 13, 23, 24, 25, 30, 60, 240),
}
"""The same for facts of a unit of their own: euros, months, years, kilometres, levels."""

RECUS: dict[str, float] = {
    "salaire_net": 0.62,
    "benefice_independant": 0.25,
    "chomage_net": 0.3,
    "indemnites_journalieres": 0.2,
    "retraite_nette": 0.45,
    "pension_invalidite": 0.25,
    "pension_alimentaire_recue": 0.2,
    "pension_alimentaire_versee": 0.15,
    "bourse_etudes": 0.65,
    "revenus_stage": 0.15,
}
"""Share of the persons asked who receive each income."""


def amounts(fait: Fait, n: int, alea: np.random.Generator, zero: float = 0.15) -> Reels:
    """Return n believable answers of a fact, within its bounds: euros to the cent, or whole numbers.

    `zero`: share of zeros. The others are around a threshold (a half), wide (a quarter), plausible values, tiny or huge.
    """
    minimum, maximum = float(fait.minimum or 0.0), float(fait.maximum or 1e6)
    entier = fait.genre.value == "nombre"
    seuils = np.array(_thresholds(fait), dtype=float)
    plausibles = np.array([v for v in fait.plausibles.valeurs if isinstance(v, (int, float))] or [0.0])
    centre = float(np.median(seuils[seuils > 0])) if (seuils > 0).any() else 100.0
    pas = alea.choice([-1.0, 0.0, 1.0], n) if entier else alea.choice([-1.0, -0.01, 0.0, 0.01, 0.5, 1.0, 25.0], n)
    autour = alea.choice(seuils, n) + pas
    large = centre * np.exp(alea.normal(0.0, 1.0, n))
    minuscule = alea.choice([0.01, 0.5, 1.0, 3.0], n)
    enorme = alea.choice([maximum, maximum / 2, maximum / 10], n)
    voies = np.stack([np.zeros(n), autour, large, alea.choice(plausibles, n), minuscule, enorme])
    parts = np.array([zero, *(part * (1 - zero) for part in (0.5, 0.28, 0.15, 0.04, 0.03))])
    valeurs = voies[alea.choice(len(parts), n, p=parts), np.arange(n)]
    return np.asarray(np.clip(np.rint(valeurs) if entier else np.round(valeurs, 2), minimum, maximum))


def _thresholds(fait: Fait) -> tuple[float, ...]:
    if fait.nom in SEUILS:
        return SEUILS[fait.nom]
    return SEUILS_MENSUELS if fait.periode is Periode.MOIS_PASSES else SEUILS_ANNUELS


def window(fait: Fait, recoit: NDArray[np.bool_], alea: np.random.Generator) -> Reels:
    """Return the amounts of M-4..M, shape (persons, 5): the same each month, uneven, begun, ended, or paid in one month only."""
    n = len(recoit)
    base = np.where(recoit, amounts(fait, n, alea, zero=0.0), 0.0)
    rangs = np.arange(5)
    inegal = base[:, None] * alea.choice([0.0, 0.5, 0.9, 1.0, 1.0, 1.1, 2.0], (n, 5))
    commence = np.where(rangs >= alea.integers(1, 5, n)[:, None], base[:, None], 0.0)
    finit = np.where(rangs < alea.integers(1, 5, n)[:, None], base[:, None], 0.0)
    unique = np.where(rangs == alea.integers(0, 5, n)[:, None], base[:, None], 0.0)
    voies = np.stack([np.repeat(base[:, None], 5, axis=1), inegal, commence, finit, unique])
    chemins = voies[alea.choice(5, n, p=(0.6, 0.16, 0.1, 0.1, 0.04)), np.arange(n)]
    return np.asarray(np.round(np.clip(chemins, 0.0, float(fait.maximum or 20000.0)), 2))
