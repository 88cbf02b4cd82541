"""The same household many times over, each with something moved: how every question about a compiled month is put, in one computation.

A `Cas` is one household, in one or several ways of completing what is not known of it. A computation holds `n` variants of each: variant `v` of
completion `c` stands at rank `v * completions + c`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.formules.registre import EXCLUSIFS, REGLES, SUR_RESSOURCES_PERCUES
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import CONSTANTE, INDIVIDU, Entree, Graph, scalar
from droits_ouverts.engine.programme.population import Groupes, Population


class Calculateur(Protocol):
    """What computes a graph: the planned execution, or the reference of each operation."""

    def run(self, population: Population) -> Mapping[str, NDArray[Any]]:
        """Return each output, of shape (persons,), (groups,) or ()."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Loi:
    """The law of the month `mois` ("AAAA-MM"), compiled and ready to run. `entites`: whose each output is, for those that became constants.

    `refus`: outputs left to the interpreter, each with the reason; `rappel`: what it must be asked for them, in the order of the rules.
    """

    mois: str
    graph: Graph
    calculateur: Calculateur
    entites: Mapping[str, str] = field(default_factory=dict)
    refus: Mapping[str, str] = field(default_factory=dict)
    rappel: frozenset[str] = frozenset()

    def regles(self, regles: Mapping[str, Regle] | None = None) -> dict[str, Regle]:
        """Return the rules whose answer, amount and conditions are all in this graph; the others are left to the interpreter."""
        toutes = REGLES if regles is None else regles
        return {code: regle for code, regle in toutes.items() if not _outputs(regle) - set(self.graph.sorties)}

    def interpreted(self, regles: Mapping[str, Regle]) -> tuple[str, ...]:
        """Return the codes of the rules of which an output was left to the interpreter."""
        return tuple(code for code, regle in regles.items() if _outputs(regle) & set(self.refus))


def ready(programme: Programme, calculateur: Calculateur) -> Loi:
    """Return a compiled month with what computes it."""
    entites, rappel = programme.construction.get("entites"), programme.construction.get("rappel")
    return Loi(
        mois=programme.mois,
        graph=programme.graph,
        calculateur=calculateur,
        entites=entites if isinstance(entites, dict) else {},
        refus=programme.refus,
        rappel=frozenset(str(nom) for nom in rappel) if isinstance(rappel, list) else frozenset(),
    )


def _outputs(regle: Regle) -> set[str]:
    noms = (regle.eligibilite, *(c.variable for c in regle.conditions), regle.montant, regle.montant_min, regle.montant_max)
    return {nom for nom in noms if nom}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cas:
    """One household of the month `mois`, `completions` times in `population`, its persons each time in the order of `ids`.

    `famille`: ranks of the persons whose rights are told, the demandeur first. `recus`: codes of the rights already received, None where not known.
    """

    mois: str
    population: Population
    completions: int
    ids: tuple[str, ...]
    famille: tuple[int, ...]
    recus: frozenset[str] | None = None

    def taille(self, entity: str) -> int:
        """Return how many persons or groups the household has."""
        return self.population.taille(entity) // self.completions

    def retenus(self, entity: str) -> tuple[int, ...]:
        """Return the ranks, within the household, of the persons or of the one group whose rights are told."""
        return self.famille if entity == INDIVIDU else (int(self.population.groupes[entity].de[self.famille[0]]),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deplacement:
    """One input that is moved, of one person or group of the household: `valeurs` has shape (variants,) or (variants, completions)."""

    nom: str
    rang: int
    valeurs: NDArray[Any]


def repeat(population: Population, fois: int) -> Population:
    """Return a population `fois` times, one after the other."""
    groupes = {}
    for entity, groupe in population.groupes.items():
        decalages = np.repeat(np.arange(fois, dtype=np.int64) * groupe.nombre, population.personnes)
        groupes[entity] = Groupes(nombre=groupe.nombre * fois, de=np.tile(groupe.de, fois) + decalages, role=np.tile(groupe.role, fois))
    return Population(personnes=population.personnes * fois, groupes=groupes, entrees={nom: np.tile(v, fois) for nom, v in population.entrees.items()})


def values(cas: Cas, entree: Entree) -> NDArray[Any]:
    """Return what an input is in the household: shape (completions, persons or groups)."""
    tableau = cas.population.entrees.get(entree.nom)
    if tableau is None:
        tableau = np.full(cas.population.taille(entree.entity), scalar(entree.defaut, entree.dtype))
    return tableau.reshape(cas.completions, -1)


def moved(loi: Loi, cas: Cas, variantes: int, deplacements: Iterable[Deplacement]) -> Population:
    """Return the household in `variantes` variants. What the graph does not take as an input is passed over; bounds of an input are kept."""
    population = repeat(cas.population, variantes)
    entrees = dict(population.entrees)
    touchees: set[str] = set()
    for deplacement in deplacements:
        entree = loi.graph.entrees.get(deplacement.nom)
        if entree is None:
            continue
        if entree.nom not in touchees:
            base = np.tile(values(cas, entree).reshape(-1), variantes)
            entrees[entree.nom] = base.copy()
            touchees.add(entree.nom)
        valeurs = deplacement.valeurs if deplacement.valeurs.ndim == 2 else deplacement.valeurs[:, None]
        tableau = entrees[entree.nom].reshape(variantes, cas.completions, -1)
        tableau[:, :, deplacement.rang] = within(entree, valeurs)
        entrees[entree.nom] = tableau.reshape(-1)
    return Population(personnes=population.personnes, groupes=population.groupes, entrees=entrees)


def within(entree: Entree, valeurs: NDArray[Any]) -> NDArray[Any]:
    """Return values cast to the input's dtype and brought within its bounds."""
    if entree.dtype.startswith("float") and (entree.minimum is not None or entree.maximum is not None):
        valeurs = np.clip(valeurs.astype(entree.dtype), entree.minimum, entree.maximum)
    return valeurs.astype(entree.dtype)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vue:
    """One right in each variant and completion: `eligible` bool, `montant` euros (None: no amount is computed), `conditions` bool, all of one shape."""

    eligible: NDArray[Any]
    montant: NDArray[Any] | None

    @property
    def pose(self) -> NDArray[Any]:
        """Whether the right gives something: it opens, with an amount of more than nothing where it has one."""
        return self.eligible if self.montant is None else self.eligible & (self.montant > 0)


def observe(loi: Loi, cas: Cas, population: Population, regles: Mapping[str, Regle], *, en_regime: bool = False) -> dict[str, Vue]:
    """Compute every rule on every variant; arrays of shape (variants, completions). Amounts are zero where the right does not open.

    Where the rights received are known, some rights are read on copies in which the others were not received in the months before, as in an
    estimate; `en_regime`: not so, every right has always been taken up, as on the curve of a wage.
    """
    etablies = loi.calculateur.run(population)
    percues = set(regles) & SUR_RESSOURCES_PERCUES if cas.recus is not None and not en_regime else set()
    autres = loi.calculateur.run(_not_received(loi, cas, population)) if percues else etablies
    vues = {}
    for code, regle in regles.items():
        resultats = autres if code in percues else etablies
        eligible = np.asarray(members(loi, cas, population, resultats, regle.eligibilite).astype(bool).any(axis=2))
        montant = None
        if regle.montant is not None:
            montant = members(loi, cas, population, resultats, regle.montant).astype(np.float64).sum(axis=2) * eligible
        vues[code] = Vue(eligible=eligible, montant=montant)
    return vues


def _not_received(loi: Loi, cas: Cas, population: Population) -> Population:
    masques = {}
    for nom, entree in loi.graph.entrees.items():
        prefixe, _, suite = nom.partition(".")
        code = suite.rpartition(".")[0]
        if prefixe == "avant":
            masques[nom] = np.full(population.taille(entree.entity), code in (cas.recus or frozenset()))
    return Population(personnes=population.personnes, groupes=population.groupes, entrees={**population.entrees, **masques})


def members(loi: Loi, cas: Cas, population: Population, resultats: Mapping[str, NDArray[Any]], sortie: str) -> NDArray[Any]:
    """Return an output for the persons, or the one group, whose rights are told: shape (variants, completions, persons or 1)."""
    variantes = population.personnes // cas.population.personnes
    entity = loi.graph.nodes[loi.graph.sorties[sortie]].entity
    tableau = np.asarray(resultats[sortie])
    if entity == CONSTANTE or tableau.ndim == 0:
        return np.broadcast_to(tableau, (variantes, cas.completions, 1))
    return tableau.reshape(variantes, cas.completions, -1)[:, :, list(cas.retenus(entity))]


def total(vues: Mapping[str, Vue], regles: Mapping[str, Regle]) -> NDArray[Any]:
    """Return everything that pays each month, with the larger only of two rights that exclude each other: shape (variants, completions)."""
    mensuels = {c: v.montant for c, v in vues.items() if v.montant is not None and regles[c].versement is Versement.MENSUEL}
    somme = sum(mensuels.values(), np.zeros(next(iter(vues.values())).eligible.shape)) if vues else np.zeros((1, 1))
    for exclusifs in EXCLUSIFS:
        presents = [mensuels[code] for code in sorted(exclusifs & set(mensuels))]
        if len(presents) > 1:
            somme = somme - np.sum(presents, axis=0) + np.max(presents, axis=0)
    return np.asarray(somme)


def names_of(graph: Graph, fait: str) -> list[str]:
    """Return the inputs that hold a fact: itself, or its five months from M-4 to M."""
    return [nom for nom in (fait, *(f"{fait}@{recul}" for recul in range(-4, 1))) if nom in graph.entrees]


def facts_of(noms: Collection[str]) -> list[str]:
    """Return the facts behind names of inputs, without the what-if masks, in the order of their first input."""
    return list(dict.fromkeys(nom.partition("@")[0] for nom in noms if not nom.startswith(("prise.", "avant."))))


def stack(blocs: Sequence[tuple[int, Sequence[Deplacement]]], cas: Cas, graph: Graph) -> tuple[int, list[Deplacement]]:
    """Put several families of variants, (number, moves), one after the other in a single computation; each moves nothing in the others."""
    n = sum(nombre for nombre, _ in blocs)
    reunis: dict[tuple[str, int], NDArray[Any]] = {}
    debut = 0
    for nombre, deplacements in blocs:
        for d in deplacements:
            entree = graph.entrees.get(d.nom)
            if entree is None:
                continue
            if (d.nom, d.rang) not in reunis:
                reunis[d.nom, d.rang] = np.broadcast_to(values(cas, entree)[:, d.rang], (n, cas.completions)).copy()
            valeurs = d.valeurs if d.valeurs.ndim == 2 else d.valeurs[:, None]
            reunis[d.nom, d.rang][debut : debut + nombre] = within(entree, valeurs)
        debut += nombre
    return n, [Deplacement(nom=nom, rang=rang, valeurs=valeurs) for (nom, rang), valeurs in reunis.items()]
