"""Which ways of completing what is not known are told: few, and those between which the answers lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from droits_ouverts.engine.completions import Completion, design, unknown_cells
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme.variantes import Loi, observe, total
from droits_ouverts.engine.programme.vieillir import Packer, case_of
from droits_ouverts.engine.situation import Situation

EXAMINEES = 120
"""Ways of completing that are looked at, evenly taken among those of the estimate."""


def ways(situation: Situation, loi: Loi, pack: Packer, regles: Mapping[str, Regle], au_plus: int) -> list[Completion]:
    """Return at most `au_plus` completions, the first of the estimate first.

    Then come those in which the household receives least and most, then one that opens and one that closes each right. Bounds read over them are reached, and may be passed by a completion that was not kept.
    """
    toutes, _ = design(situation, unknown_cells(situation))
    if len(toutes) == 1:
        return list(toutes)
    examinees = _spread(toutes)
    cas = case_of(situation, examinees, loi.graph.entrees, pack)
    vues = observe(loi, cas, cas.population, loi.regles(regles))
    somme = total(vues, loi.regles(regles))[0]
    choisies = [0, int(somme.argmin()), int(somme.argmax())]
    for vue in vues.values():
        pose = vue.pose[0]
        if pose.any() and not pose.all():
            choisies += [int(np.argmax(pose)), int(np.argmin(pose))]
    return [examinees[rang] for rang in list(dict.fromkeys(choisies))[:au_plus]]


def _spread(toutes: Sequence[Completion]) -> list[Completion]:
    if len(toutes) <= EXAMINEES:
        return list(toutes)
    rangs = sorted({round(i * (len(toutes) - 1) / (EXAMINEES - 1)) for i in range(EXAMINEES)})
    return [toutes[rang] for rang in rangs]
