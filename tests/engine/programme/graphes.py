"""Graphs of every operation, and households of any composition, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from droits_ouverts.engine.programme.graph import COMPARAISONS, ENTITES, GROUPES, INDIVIDU, LOGIQUES, ROLES, Entree, Graph
from droits_ouverts.engine.programme.population import Groupes, Population

FLOTTANTS = ("float32", "float64")
NOMBRES = (*FLOTTANTS, "int32", "int64")
DATES = "datetime64[D]"
SEUILS, TAUX = (0.0, 3.0, 100.0), (0.1, 0.0, 0.4)


@dataclass(slots=True)
class Tireur:
    """Writes nodes on what is there already: one pool of values for each dtype and entity."""

    rng: np.random.Generator
    graph: Graph = field(default_factory=Graph)
    pris: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def one(self, *choix: object) -> str:
        return str(choix[int(self.rng.integers(len(choix)))])

    def const(self, dtype: str) -> int:
        valeurs: dict[str, tuple[object, ...]] = {"bool": (False, True), DATES: ("2001-02-28", "1980-12-31")}
        choix = valeurs.get(dtype, (0, 0, 1, 3, *((-0.0, 0.1, 2.5, -7.25) if dtype in FLOTTANTS else (-2,))))
        return self.graph.const(choix[int(self.rng.integers(len(choix)))], dtype)

    def input(self, dtype: str, entity: str, bornes: tuple[float | None, float | None] = (None, None)) -> int:
        entree = Entree(
            nom=f"e{len(self.graph.entrees)}", entity=entity, dtype=dtype, defaut="1990-05-17" if dtype == DATES else 0, minimum=bornes[0], maximum=bornes[1]
        )
        return self.keep(self.graph.input(entree), dtype, entity)

    def keep(self, rank: int, dtype: str, entity: str) -> int:
        self.pris.setdefault((dtype, entity), []).append(rank)
        return rank

    def value(self, dtype: str, entity: str, *, constante: bool = True) -> int:
        deja = self.pris.get((dtype, entity), [])
        if constante and self.rng.random() < 0.15:
            return self.const(dtype)
        if not deja or self.rng.random() < 0.05:
            return self.input(dtype, entity)
        return deja[int(self.rng.integers(max(0, len(deja) - 8), len(deja)))]

    def add(self, op: str, *args: int, params: tuple[object, ...] = (), dtype: str, entity: str) -> int:
        if args and op not in {"project", "rank"} and not op.startswith("group_") and not any(self.graph.nodes[arg].entity for arg in args):
            args = (self.value(self.graph.nodes[args[0]].dtype, entity, constante=False), *args[1:])
        return self.keep(self.graph.add(op, args, params, dtype=dtype, entity=entity), dtype, entity)

    def whole(self, entity: str, dtype: str) -> int:
        """A whole number of any value: of a float, only where it fits."""
        depuis = self.one("bool", "float32", "float64", "int32", "int64")
        x = self.value(depuis, entity, constante=False)
        if depuis in FLOTTANTS:
            fini = self.add("isfinite", x, dtype="bool", entity=entity)
            x = self.add("where", fini, x, self.graph.const(4, depuis), dtype=depuis, entity=entity)
            x = self.add(
                "minimum",
                self.add("maximum", x, self.graph.const(-99, depuis), dtype=depuis, entity=entity),
                self.graph.const(99, depuis),
                dtype=depuis,
                entity=entity,
            )
        return self.add("cast", x, dtype=dtype, entity=entity)

    def node(self) -> None:  # noqa: C901, PLR0912, PLR0915 - one branch for each kind of operation
        entity, dtype, groupe = self.one(*ENTITES), self.one(*NOMBRES), self.one(*GROUPES)
        v = lambda d, e=entity: self.value(d, e)
        match int(self.rng.integers(16)):
            case 0 | 1:
                ops = ("add", "subtract", "multiply", "minimum", "maximum", *(("divide", "power") if dtype in FLOTTANTS else ("floor_divide", "remainder")))
                self.add(self.one(*ops), v(dtype), v(dtype), dtype=dtype, entity=entity)
            case 2:
                op = self.one("negative", "absolute", "floor", "ceil", "rint", "trunc", "sqrt", "exp", "log", "sign", "round")
                flottant = self.one(*FLOTTANTS)
                self.add(op, v(flottant), params=(int(self.rng.integers(3)),) if op == "round" else (), dtype=flottant, entity=entity)
            case 3:
                self.add(self.one(*COMPARAISONS), v(sorte := self.one("bool", *NOMBRES, DATES)), v(sorte), dtype="bool", entity=entity)
            case 4:
                self.add(self.one(*LOGIQUES), v("bool"), v("bool"), dtype="bool", entity=entity)
            case 5:
                self.add(self.one("logical_not", "invert"), v("bool"), dtype="bool", entity=entity)
                self.add(self.one("isnan", "isfinite"), v(self.one(*FLOTTANTS)), dtype="bool", entity=entity)
            case 6 | 7:
                sorte = self.one("bool", DATES, *NOMBRES, *NOMBRES)
                oui, non = (self.const(sorte) if self.rng.random() < 0.4 else v(sorte) for _ in range(2))
                self.add("where", v("bool"), oui, non, dtype=sorte, entity=entity)
            case 8:
                if dtype in FLOTTANTS:
                    self.add("cast", v(self.one("bool", *NOMBRES)), dtype=dtype, entity=entity)
                else:
                    self.whole(entity, dtype)
            case 9:
                self._scale(entity)
            case 10:
                index = self.add("cast", v("bool"), dtype="int64", entity=entity)
                self.add("table", index, params=((3, 7),), dtype=dtype, entity=entity)
            case 11:
                jours = self.add("subtract", v(DATES), v(DATES), dtype="timedelta64[D]", entity=entity)
                ans = self.add("cast", jours, dtype="timedelta64[Y]", entity=entity)
                self.add("cast", ans, dtype=self.one("int64", "float64"), entity=entity)
            case 12:
                self.add("project", self.value(dtype, groupe), params=(groupe,), dtype=dtype, entity=INDIVIDU)
            case 13:
                self.add("role", params=(groupe, self._roles(groupe)), dtype="bool", entity=INDIVIDU)
                self.add("position", params=(groupe,), dtype="int32", entity=INDIVIDU)
                self.add("size", params=(groupe,), dtype="int64", entity=groupe)
                self.add("rank", self.value(dtype, INDIVIDU, constante=False), params=(groupe,), dtype="int64", entity=INDIVIDU)
            case 14:
                roles = self._roles(groupe) if self.rng.random() < 0.5 else None
                self.add("group_sum", self.value(self.one("bool", *NOMBRES), INDIVIDU), params=(groupe, roles), dtype="float64", entity=groupe)
            case _:
                op = self.one("group_max", "group_min", "group_all", "group_any", "group_nth", "group_person")
                if op in {"group_all", "group_any"}:
                    self.add(op, self.value("bool", INDIVIDU), params=(groupe, op == "group_all"), dtype="bool", entity=groupe)
                else:
                    defaut = (-9 if op == "group_max" else 9) if op in {"group_max", "group_min"} else int(self.rng.integers(2))
                    params = (groupe, defaut) if op in {"group_max", "group_min"} else (groupe, int(self.rng.integers(0, 2)), defaut)
                    self.add(op, self.value(dtype, INDIVIDU), params=params, dtype=dtype, entity=groupe)

    def _roles(self, groupe: str) -> tuple[int, ...]:
        return tuple(code for code in range(len(ROLES[groupe])) if self.rng.random() < 0.5)

    def _scale(self, entity: str) -> None:
        op = self.one("marginal_rates", "average_rates", "single_amounts", "marginal_amounts", "bracket")
        x = self.value(self.one(*FLOTTANTS), entity, constante=False)
        if op == "bracket":
            self.add(op, x, params=(SEUILS, None), dtype="int64", entity=entity)
        else:
            params = {
                "marginal_rates": (SEUILS, TAUX, None if self.rng.random() < 0.6 else 2),
                "single_amounts": (SEUILS, TAUX, bool(self.rng.integers(2))),
            }.get(op, (SEUILS, TAUX))
            self.add(op, x, params=params, dtype="float64", entity=entity)


def whole_graph(rng: np.random.Generator, taille: int) -> Graph:
    """Return a graph of about so many nodes; its outputs are values of every kind, some of which others are made of."""
    tireur = Tireur(rng)
    while len(tireur.graph) < taille:
        tireur.node()
    for rangs in tireur.pris.values():
        for rank in {rangs[-1], rangs[int(rng.integers(len(rangs)))]}:
            tireur.graph.sorties[f"s{rank}"] = rank
    tireur.graph.sorties["constante"] = tireur.graph.add("add", (tireur.graph.const(1, "int64"), tireur.graph.const(2, "int64")), dtype="int64", entity="")
    tireur.graph.check()
    return tireur.graph


def crowd(rng: np.random.Generator, graph: Graph, menages: int, *, melange: bool = True) -> Population:
    """Return households of 1 to 8 persons, with one or several families in each; `melange`: persons and groups come in any order."""
    membres = rng.integers(1, 9, menages)
    personnes = int(membres.sum())
    du_menage = np.repeat(np.arange(menages), membres)
    ordre = rng.permutation(personnes) if melange else np.arange(personnes)
    groupes = {}
    for entity in GROUPES:
        part = np.zeros(personnes, dtype=np.int64) if entity == "menage" else rng.integers(0, 2, personnes)
        de = np.unique(du_menage * 2 + part, return_inverse=True)[1][ordre]
        nombre = int(de.max()) + 1 if personnes else 0
        if melange:
            de = rng.permutation(nombre)[de]
        role = np.minimum(_positions(de, nombre), len(ROLES[entity]) - 1)
        role[rng.random(personnes) < 0.2] = len(ROLES[entity]) - 1
        groupes[entity] = Groupes(nombre=nombre, de=de.astype(np.int64), role=role.astype(np.int8))
    foyers = Population(personnes=personnes, groupes=groupes)
    for nom, entree in graph.entrees.items():
        if rng.random() < 0.9:
            foyers.entrees[nom] = _values(rng, entree.dtype, foyers.taille(entree.entity))
    return foyers


def _positions(de: np.ndarray, nombre: int) -> np.ndarray:
    vus = [0] * nombre
    sortie = np.zeros(len(de), dtype=np.int64)
    for rang, groupe in enumerate(de.tolist()):
        sortie[rang] = vus[groupe]
        vus[groupe] += 1
    return sortie


def _values(rng: np.random.Generator, dtype: str, taille: int) -> np.ndarray:
    if dtype == "bool":
        return rng.random(taille) < 0.5
    if dtype == DATES:
        return np.datetime64("1930-01-01") + rng.integers(0, 36_000, taille)
    if dtype in FLOTTANTS:
        choix = np.array([0.0, -0.0, 1.0, 0.1, -3.7, 1e9, 16777217.0, 1e-30], dtype=dtype)
        return np.where(rng.random(taille) < 0.5, choix[rng.integers(0, len(choix), taille)], rng.normal(0, 500, taille).astype(dtype)).astype(dtype)
    return rng.integers(-50, 50, taille).astype(dtype)
