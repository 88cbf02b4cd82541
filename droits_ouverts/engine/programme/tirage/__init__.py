"""Random households for a month, seeded: what a programme is compared with OpenFisca on.

Every fact takes every plausible value, values around the bounds of the law, and absurd but allowed ones; most facts are said where they are asked, some
are left out, some are said where nobody would ask them. Nobody is like these people: the draw seeks the corners of the law, not the population.
"""

from droits_ouverts.engine.programme.tirage.foyers import Colonnes, draw
from droits_ouverts.engine.programme.tirage.situations import situations_of

__all__ = ["Colonnes", "draw", "situations_of"]
