"""A compiled month on any number of households, with numpy alone: bit for bit what `evaluation` says, a hundred times faster, in a flat memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.controle import EntreeError, check_population
from droits_ouverts.engine.programme.decoupe import Lignes, Morceau, cut
from droits_ouverts.engine.programme.graph import CONSTANTE, INDIVIDU, Graph
from droits_ouverts.engine.programme.natif import EtabliNatif, load
from droits_ouverts.engine.programme.noyaux import Etabli
from droits_ouverts.engine.programme.plan import make_plan
from droits_ouverts.engine.programme.population import Population

__all__ = ["EntreeError", "Execution", "Tranche"]

PERSONNES = 4096
"""Persons of a piece: its values stay in a processor's cache of 1 or 2 MB."""
GARDES = 4
"""Sets of buffers kept for the next call."""
MARGE = 1.25
"""How much larger than needed they may be."""

Valeur = NDArray[Any]
Progres = Callable[[int, int], object]


class AvecGraphe(Protocol):
    """A programme, as far as it is run here."""

    @property
    def graph(self) -> Graph:
        """Its law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """The answers of some whole households: rows of the population that they are, by entity, and the outputs of these rows."""

    lignes: dict[str, Lignes]
    sorties: dict[str, Valeur]


class Execution:
    """A graph planned once for some of its outputs. Several threads may use it."""

    def __init__(self, programme: AvecGraphe | Graph, sorties: Collection[str] | None = None, *, personnes: int | None = None, natif: bool = True) -> None:
        """Plan.

        `sorties`: names of outputs, all by default; `personnes`: about how many are computed at once; `natif`: use the native kernel where it was
        compiled (`natif.py`), numpy alone otherwise.

        Raise `GraphError` for an output that the programme doesn't have.
        """
        self.graph = programme if isinstance(programme, Graph) else programme.graph
        self._plan = make_plan(self.graph, sorties)
        self._noyau = load() if natif else None
        self._personnes = personnes or PERSONNES
        self._verrou = threading.Lock()
        self._etablis: list[tuple[dict[str, int], Etabli]] = []

    def run(self, population: Population, progres: Progres | None = None) -> dict[str, Valeur]:
        """Return each output, of shape (persons,) or (groups,) in the caller's order, or () where it is a constant.

        `progres` is told how many persons are done, of how many. Raise `EntreeError` for a population that can't be computed.
        """
        check_population(population, self.graph.entrees, self._plan.entites)
        resultats = self._outputs({entity: population.taille(entity) for entity in (INDIVIDU, *self._plan.entites)})
        faites = 0
        for morceau, compute in self._pieces(population):
            compute(resultats, morceau.lignes)
            faites += morceau.tailles[INDIVIDU]
            if progres is not None:
                progres(faites, population.personnes)
        return resultats

    def run_chunks(self, population: Population) -> Iterator[Tranche]:
        """Yield the answers piece after piece, so that nobody holds them all. Raise `EntreeError` before the first."""
        check_population(population, self.graph.entrees, self._plan.entites)
        return self._slices(population)

    def _slices(self, population: Population) -> Iterator[Tranche]:
        for morceau, compute in self._pieces(population):
            sorties = self._outputs(morceau.tailles)
            compute(sorties, dict.fromkeys(morceau.tailles, slice(None)))
            yield Tranche(lignes=morceau.lignes, sorties=sorties)

    def _outputs(self, tailles: dict[str, int]) -> dict[str, Valeur]:
        return {
            nom: self._plan.constantes[nom].copy() if node.entity == CONSTANTE else np.empty(tailles[node.entity], dtype=node.dtype)
            for nom, node in self._plan.sorties.items()
        }

    def _pieces(self, population: Population) -> Iterator[tuple[Morceau, Callable[[dict[str, Valeur], dict[str, Any]], None]]]:
        if not population.personnes or not self._plan.etapes:
            return
        maxima, morceaux = cut(population, self._plan.entites, self._personnes)
        plus_longs = {entity: int(np.bincount(population.groupes[entity].de).max()) for entity in self._plan.entites}
        capacites, etabli = self._borrow(_rounded(maxima))
        for morceau in morceaux:

            def compute(resultats: dict[str, Valeur], ecrites: dict[str, Any], morceau: Morceau = morceau) -> None:
                with np.errstate(all="ignore"):
                    etabli.compute(morceau, plus_longs, population.entrees, resultats, ecrites)

            yield morceau, compute
        with self._verrou:
            self._etablis = [(capacites, etabli), *self._etablis][:GARDES]

    def _borrow(self, capacites: dict[str, int]) -> tuple[dict[str, int], Etabli]:
        """Return buffers of these sizes, or a little larger, and their sizes: binding them costs as much as computing 5,000 households."""
        with self._verrou:
            for rang, (capacites_gardees, etabli) in enumerate(self._etablis):
                if all(besoin <= capacites_gardees[entity] <= MARGE * besoin for entity, besoin in capacites.items()):
                    del self._etablis[rang]
                    return capacites_gardees, etabli
        if self._noyau is not None:
            return capacites, EtabliNatif(self._plan, self.graph.entrees, capacites, self._noyau)
        return capacites, Etabli(self._plan, self.graph.entrees, capacites)


def _rounded(maxima: dict[str, int]) -> dict[str, int]:
    """Return sizes of buffers for these numbers of persons and groups: few, so that the next population often finds them ready."""
    plus = max(maxima.values())
    if plus <= 512:
        taille = max(8, 1 << (plus - 1).bit_length())
        return dict.fromkeys(maxima, taille)
    return {entity: -(-nombre // 64) * 64 for entity, nombre in maxima.items()}
