"""The facts that really change a right for one household: each that the graph depends on, moved alone within its bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme.explication import dependencies
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree
from droits_ouverts.engine.programme.variantes import Cas, Deplacement, Loi, facts_of, moved, names_of, observe, stack
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.situation import Cle

CENTIME = 0.005
AGES = (0, 2, 4, 7, 10, 13, 15, 17, 19, 21, 24, 26, 30, 40, 52, 56, 61, 63, 66, 70, 80, 100)
"""Whole years that a birth date is moved to: one within each bracket that the law knows."""
VALEURS_MAX = 12


def real_dependencies(loi: Loi, cas: Cas, regles: Mapping[str, Regle]) -> dict[str, tuple[Cle, ...]]:
    """Return, for each right, the facts whose value, moved alone, changes its answer or its amount by a cent or more, in any completion.

    Only values that a person could give are tried (plausible ones, bounds, every choice): a fact that is left out may matter together with another.
    """
    sorties = {code: [regle.eligibilite, *([regle.montant] if regle.montant else [])] for code, regle in regles.items()}
    dependances = {code: set(facts_of(sorted(dependencies(loi.graph, noms)))) for code, noms in sorties.items()}
    essais = [essai for fait in sorted(set().union(*dependances.values())) for essai in _trials(loi, cas, fait)]
    if not essais:
        return dict.fromkeys(regles, ())
    n, deplacements = stack([(1, []), *((nombre, moves) for _, nombre, moves in essais)], cas, loi.graph)
    vues = observe(loi, cas, moved(loi, cas, n, deplacements), regles)
    bords = np.cumsum([1, *(nombre for _, nombre, _ in essais)])
    trouvees: dict[str, tuple[Cle, ...]] = {}
    for code, vue in vues.items():
        change = vue.eligible != vue.eligible[:1]
        if vue.montant is not None:
            change = change | (np.abs(vue.montant - vue.montant[:1]) > CENTIME)
        cles = [cle for i, (cle, _, _) in enumerate(essais) if cle[0] in dependances[code] and change[bords[i] : bords[i + 1]].any()]
        trouvees[code] = tuple(cles)
    return trouvees


def _trials(loi: Loi, cas: Cas, fait: str) -> list[tuple[Cle, int, Sequence[Deplacement]]]:
    noms = names_of(loi.graph, fait)
    entree = loi.graph.entrees[noms[0]]
    valeurs = _values(entree, fait, loi.mois)
    rangs = cas.famille if entree.entity == INDIVIDU else cas.retenus(entree.entity)
    return [
        ((fait, cas.ids[rang] if entree.entity == INDIVIDU else entree.entity), len(valeurs), [Deplacement(nom=n, rang=rang, valeurs=valeurs) for n in noms])
        for rang in rangs
    ]


def _values(entree: Entree, fait: str, mois: str) -> NDArray[Any]:
    if entree.dtype == "bool":
        return np.array([False, True])
    if entree.dtype.startswith("datetime64"):
        ici = np.datetime64(mois, "M")
        return np.array([(ici - 12 * age - 1).astype("datetime64[D]") for age in AGES])
    if entree.categories is not None:
        codes = sorted(set(entree.categories.values()))
        return np.array(codes[:: max(1, len(codes) // VALEURS_MAX)], dtype=entree.dtype)
    connu = FAITS.get(fait)
    if entree.dtype == "uint8":
        return np.arange(len(connu.choix) if connu else int(entree.maximum or 0) + 1, dtype=entree.dtype)
    dites = [float(v) for v in (connu.plausibles.valeurs if connu else ()) if isinstance(v, (int, float)) and not isinstance(v, bool)]
    bornes = [b for b in ((connu.minimum, connu.maximum) if connu else (entree.minimum, entree.maximum)) if b is not None]
    return np.array(sorted({*dites[:VALEURS_MAX], *map(float, bornes), 0.0}), dtype=entree.dtype)
