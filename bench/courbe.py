"""The curve "if I worked more hours" against the estimate of the same household, in the same run: with everything known, and with many facts unknown.

Prints the median seconds of each and their ratio.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from bilan import household, known

from droits_ouverts.engine import courbe_calcul
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.situation import Situation

MENAGES = 8


def seconds(function: Callable[[Situation], object], situation: Situation) -> float:
    """Return how long one call takes."""
    debut = time.perf_counter()
    function(situation)
    return time.perf_counter() - debut


def main() -> None:
    """Measure both on the same households, one after the other, so that a busy machine slows both."""
    system()
    engine, alea = Engine(), random.Random(2026)  # noqa: S311 - a draw of households, not a secret
    vagues = [household(alea) for _ in range(MENAGES)]
    exacts = [known(situation) for situation in vagues]
    engine.estimate(vagues[0])
    courbe_calcul.compute(vagues[0])
    print(f"{MENAGES} households; medians of seconds", flush=True)
    print(f"  {'':28}{'estimate':>10}{'curve':>10}{'ratio':>8}{'wages':>8}{'ways':>6}")
    for nom, menages in (("everything known", exacts), ("many facts unknown", vagues)):
        estimations = [seconds(engine.estimate, situation) for situation in menages]
        courbes = [seconds(courbe_calcul.compute, situation) for situation in menages]
        rapports = [courbe / estimation for courbe, estimation in zip(courbes, estimations, strict=True)]
        tracees = [courbe_calcul.compute(situation) for situation in menages[:2]]
        print(
            f"  {nom:28}{statistics.median(estimations):10.2f}{statistics.median(courbes):10.2f}{statistics.median(rapports):8.2f}"
            f"{len(tracees[0].points):8}{max(t.completions for t in tracees):6}",
            flush=True,
        )


if __name__ == "__main__":
    main()
