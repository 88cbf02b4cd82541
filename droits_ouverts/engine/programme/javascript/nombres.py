"""Numbers of a graph as JSON holds them."""

from __future__ import annotations

import numpy as np

from droits_ouverts.engine.programme.graph import scalar

EXACT = 2**53
"""Whole numbers up to this one are exact in a float64, which is all that JavaScript has."""


class EmissionError(ValueError):
    """The graph holds something that the JavaScript runtime can't repeat; the text is a French sentence."""


def number(valeur: object, dtype: str) -> object:
    """Return a stored constant as JSON holds it: dates as counts since 1970, and as texts what JSON lacks."""
    lu = scalar(valeur, dtype)
    if "64[" in dtype:
        return int(lu.astype("int64"))
    if isinstance(lu, np.floating):
        if not np.isfinite(lu):
            return str(lu)
        return float(lu)
    if isinstance(lu, np.bool_):
        return int(lu)
    if abs(int(lu)) > EXACT:
        message = f"la constante {lu} dépasse les nombres entiers qu'un navigateur compte exactement."
        raise EmissionError(message)
    return int(lu)
