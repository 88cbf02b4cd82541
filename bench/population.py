"""A population from file to file, as the console computes it, against OpenFisca on the same households.

    python bench/population.py [--mois 2026-11] [--foyers 50000 700000] [--dossier PROGRAMMES]

Prints seconds from the start of the command to its end, the greatest memory of one of its processes, and the ratio to OpenFisca's time for a household in a
lot of 1,400. The month is compiled first where it is not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOT = 1400


def console(*arguments: str) -> tuple[float, float]:
    """Run `droits-ouverts` and return its seconds, and the megabytes of its largest process."""
    debut = time.perf_counter()
    lance = subprocess.Popen([sys.executable, "-m", "droits_ouverts.config.cli", *arguments])
    _, etat, usage = os.wait4(lance.pid, 0)
    if etat:
        raise SystemExit(1)
    return time.perf_counter() - debut, usage.ru_maxrss / 1024


def openfisca(mois: str) -> float:
    """Return OpenFisca's seconds for a household, in a lot."""
    # Loaded once everything else is measured: the memory of this process would count as that of those it starts.
    from droits_ouverts.engine.compiler.parity import interpret, outputs_of  # noqa: PLC0415 - as said above
    from droits_ouverts.engine.formules.registre import REGLES  # noqa: PLC0415 - as said above
    from droits_ouverts.engine.interpreter import system  # noqa: PLC0415 - as said above
    from droits_ouverts.engine.programme.tirage import draw, situations_of  # noqa: PLC0415 - as said above

    system()
    situations = situations_of(draw(mois, LOT, 2026), mois)
    debut = time.perf_counter()
    interpret(situations, outputs_of(REGLES.values()))
    return (time.perf_counter() - debut) / LOT


def main() -> None:
    """Measure each size, with one process and with one for each core."""
    parser = argparse.ArgumentParser(description="A population from file to file.")
    parser.add_argument("--mois", default="2026-11")
    parser.add_argument("--foyers", type=int, nargs="+", default=[50_000, 700_000])
    parser.add_argument("--dossier", type=Path)
    options = parser.parse_args()
    dossier = ("--dossier", str(options.dossier)) if options.dossier else ()
    console("programme", "build", "--mois", options.mois, *dossier)
    mesures = []
    with tempfile.TemporaryDirectory() as temporaire:
        population, sortie = (str(Path(temporaire) / nom) for nom in ("population.parquet", "sortie.parquet"))
        for foyers in options.foyers:
            console("population", str(foyers), population, "--mois", options.mois)
            for processus in dict.fromkeys((1, len(os.sched_getaffinity(0)))):
                secondes, memoire = console("simulate", population, sortie, "--mois", options.mois, "--processus", str(processus), *dossier)
                mesures.append((foyers, processus, secondes))
                print(f"{foyers:8} households, {processus} processes: {secondes:6.1f} s, {1e6 * secondes / foyers:6.1f} µs each, {memoire:5.0f} MB", flush=True)
    reference = openfisca(options.mois)
    print(f"OpenFisca in lots of {LOT}: {1e6 * reference:.0f} µs each")
    for foyers, processus, secondes in mesures:
        print(f"{foyers:8} households, {processus} processes: ratio {reference * foyers / secondes:5.0f}")


if __name__ == "__main__":
    main()
