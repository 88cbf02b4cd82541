"""Made-up households for graphs: any composition, any value within the bounds of an input, the awkward ones first."""

from __future__ import annotations

import numpy as np

from droits_ouverts.engine.programme.graph import GROUPES, INDIVIDU, ROLES, Entree
from droits_ouverts.engine.programme.population import Groupes, Population

EXTREMES = {
    "float32": (0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 16777217.0, 3e38, -3e38, 1e-45, np.inf, -np.inf, np.nan),
    "float64": (0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 16777217.0, 2.0**53 + 1, 1e308, -1e308, 5e-324, np.inf, -np.inf, np.nan),
    "bool": (0, 1),
    "uint8": (0, 1, 2, 254, 255),
    "int16": (0, 1, -1, 2**15 - 1, -(2**15)),
    "int32": (0, 1, -1, 7, 2**24 + 1, 2**31 - 1, -(2**31)),
    "int64": (0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63)),
}


def values(rng: np.random.Generator, entree: Entree, taille: int) -> np.ndarray:
    if entree.dtype.startswith("datetime64"):
        return rng.integers(-20_000, 22_000, taille).astype("datetime64[D]").astype(entree.dtype)
    if entree.dtype.startswith("timedelta64"):
        return rng.integers(-400, 400, taille).astype(entree.dtype)
    borne = entree.minimum is not None or entree.maximum is not None
    lo = -1e6 if entree.minimum is None else max(entree.minimum, -1e6)
    hi = 1e6 if entree.maximum is None else min(entree.maximum, 1e6)
    tirees = rng.uniform(lo, hi, taille)
    entieres = rng.random(taille) < 0.5 if entree.dtype.startswith("float") else np.ones(taille, dtype=bool)
    tirees[entieres] = np.floor(tirees[entieres]) if entree.dtype != "bool" else rng.integers(0, 2, int(entieres.sum()))
    if entree.dtype not in ("float32", "float64", "bool"):
        tirees = np.clip(tirees, np.iinfo(entree.dtype).min, np.iinfo(entree.dtype).max)
    sortie = np.clip(tirees, lo, hi).astype(entree.dtype)
    extremes = [v for v in EXTREMES[entree.dtype] if not borne or lo <= v <= hi]
    extremes += [v for v in (entree.minimum, entree.maximum) if v is not None]
    choisis = rng.random(taille) < 0.5
    if extremes and choisis.any():
        sortie[choisis] = np.array([np.array(v).astype(entree.dtype) for v in extremes])[rng.integers(0, len(extremes), int(choisis.sum()))]
    return sortie


def population(rng: np.random.Generator, entrees: dict[str, Entree], personnes: int) -> Population:
    groupes = {}
    for entity in GROUPES:
        de = np.unique(rng.integers(0, max(1, personnes // 2), personnes), return_inverse=True)[1].astype(np.int64)
        # One person at most holds each role but the last.
        ordre = np.argsort(de, kind="stable")
        rang = np.empty(personnes, dtype=np.int64)
        rang[ordre] = np.arange(personnes) - np.concatenate(([0], np.cumsum(np.bincount(de))))[de[ordre]]
        role = np.minimum(rang + rng.integers(0, 2, personnes)[0], len(ROLES[entity]) - 1).astype(np.int8)
        groupes[entity] = Groupes(nombre=int(de.max()) + 1, de=de, role=role)
    foyers = Population(personnes=personnes, groupes=groupes)
    for nom, entree in entrees.items():
        foyers.entrees[nom] = values(rng, entree, personnes if entree.entity == INDIVIDU else groupes[entree.entity].nombre)
    return foyers
