"""A compiled month against OpenFisca on the same households: one, a curve of 200 points, many; then how it grows with households and with rights.

    python bench/programme.py [--mois 2026-11] [--programme FICHIER] [--foyers 50000]

Prints medians and their ratio; OpenFisca's time for many households is that of a lot, by household. The last line computes 700,000 households in two processes.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from droits_ouverts.engine.compiler.parity import interpret, outputs_of, population_of
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import Programme, from_bytes, read, to_bytes
from droits_ouverts.engine.programme.population import Groupes, Population
from droits_ouverts.engine.programme.tirage import draw, situations_of

LOT = 1400
"""Households that OpenFisca computes at once: its memory grows by some 400 kB for each."""
SEULS, COURBE, METROPOLE, PART = 5, 200, 700_000, 10_000
REPETITIONS = 5


def median(function: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """Return the median seconds of a call, after one that warms the caches."""
    function()
    return statistics.median(once(function) for _ in range(repetitions))


def once(function: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    debut = time.perf_counter()
    function()
    return time.perf_counter() - debut


def repeated(population: Population, fois: int, entites: Mapping[str, str]) -> Population:
    """Return the same households so many times. `entites`: the entity of each input."""
    groupes = {
        nom: Groupes(
            nombre=g.nombre * fois,
            de=np.tile(g.de, fois) + np.repeat(np.arange(fois) * g.nombre, population.personnes),
            role=np.tile(g.role, fois),
        )
        for nom, g in population.groupes.items()
    }
    entrees = {nom: np.tile(valeurs, fois) for nom, valeurs in population.entrees.items() if nom in entites}
    return Population(personnes=population.personnes * fois, groupes=groupes, entrees=entrees)


def stream(execution: Execution, population: Population) -> float:
    """Compute piece after piece, keep nothing, and return how much the memory of the process has grown at most, in MB."""
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _tranche in execution.run_chunks(population):
        pass
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024


def share(execution: Execution, population: Population, parts: int) -> None:
    """Compute so many parts of a metropolis, one after the other."""
    for _ in range(parts):
        for _tranche in execution.run_chunks(population):
            pass


def in_two_processes(execution: Execution, population: Population) -> float:
    """Return the seconds that `METROPOLE` households take on two cores."""
    fork = get_context("fork")
    processus = [fork.Process(target=share, args=(execution, population, METROPOLE // PART // 2)) for _ in range(2)]
    debut = time.perf_counter()
    for un in processus:
        un.start()
    for un in processus:
        un.join()
    return time.perf_counter() - debut


def line(nom: str, openfisca: float, programme: float, unite: str) -> None:
    """Print a ratio."""
    print(f"  {nom:34}{openfisca:14.3f}{programme:14.4f} {unite:4}{openfisca / programme:10.0f}", flush=True)


def main() -> None:
    """Measure the three uses side by side, then growth."""
    parser = argparse.ArgumentParser(description="A compiled month against OpenFisca.")
    parser.add_argument("--mois", default="2026-11")
    parser.add_argument("--programme", type=Path)
    parser.add_argument("--foyers", type=int, default=50_000)
    options = parser.parse_args()
    system()
    programme = read(options.programme) if options.programme else _compiled(options.mois)
    entites = {nom: entree.entity for nom, entree in programme.graph.entrees.items()}
    execution = Execution(programme)
    communes = [nom for nom in outputs_of(REGLES.values()) if nom in programme.graph.sorties]
    situations = situations_of(draw(options.mois, LOT, 2026), options.mois)
    lot = population_of(situations, programme.graph.entrees)
    seuls = [population_of([situation], programme.graph.entrees) for situation in situations[:SEULS]]
    print(f"{len(programme.graph)} operations, {len(communes)} outputs; {lot.personnes / LOT:.1f} persons a household")
    contenu = to_bytes(programme)
    print(f"its file: {len(contenu)} bytes, read in {1e3 * median(lambda: from_bytes(contenu, 'bench')):.0f} ms")
    print(f"  {'':34}{'OpenFisca':>14}{'programme':>14} {'':4}{'ratio':>10}")
    interpret(situations[:1], communes)
    seul = statistics.median(once(lambda situation=situation: interpret([situation], communes)) for situation in situations[:SEULS])
    line("one household", 1e3 * seul, 1e3 * statistics.median(median(lambda un=un: execution.run(un), 20) for un in seuls), "ms")
    courbe = repeated(seuls[0], COURBE, entites)
    line("a curve of 200 points", 1e3 * once(lambda: interpret(situations[:1] * COURBE, communes)), 1e3 * median(lambda: execution.run(courbe), 20), "ms")
    interprete = 1e6 * once(lambda: interpret(situations, communes)) / LOT
    foule = repeated(lot, -(-options.foyers // LOT), entites)
    foyers = foule.groupes["menage"].nombre
    line(f"{foyers} households, each", interprete, 1e6 * median(lambda: execution.run(foule), 3) / foyers, "µs")
    grow(execution, lot, entites)
    print("growth with rights (1,400 households)")
    codes = list(REGLES)
    for combien in (1, 5, 15, 30, len(codes)):
        noms = [nom for nom in outputs_of(REGLES[code] for code in codes[:combien]) if nom in programme.graph.sorties]
        partie = Execution(programme, noms)
        print(f"  {combien:4} rights, {len(noms):4} outputs {1e6 * median(lambda partie=partie: partie.run(lot)) / LOT:10.2f} µs a household", flush=True)
    part = repeated(lot, PART // LOT + 1, entites)
    print(f"{METROPOLE} households in two processes: {in_two_processes(execution, part) * PART / part.groupes['menage'].nombre:.1f} s")


def grow(execution: Execution, lot: Population, entites: Mapping[str, str]) -> None:
    """Print the time and the memory of more and more households."""
    print("growth with households (answers kept by nobody)")
    stream(execution, lot)
    for fois in (1, 4, 16, 64):
        foule = repeated(lot, fois, entites)
        debut = time.perf_counter()
        memoire = stream(execution, foule)
        print(f"  {LOT * fois:8} households {1e6 * (time.perf_counter() - debut) / (LOT * fois):8.2f} µs each, {memoire:6.1f} MB more")


def _compiled(mois: str) -> Programme:
    from droits_ouverts.engine.compiler.build import compile_bilan  # noqa: PLC0415 - a stored programme is measured without it

    return compile_bilan(mois)


if __name__ == "__main__":
    main()
