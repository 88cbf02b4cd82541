"""From the start of a process to its first answer, and the memory of many households: a stored programme against OpenFisca.

    python bench/demarrage.py [--mois 2026-11] [--programme FICHIER] [--fois 5]

Each answer is given by a new process, one way then the other, on the same household, every output; medians. Memory is the peak of a process above what it
held once ready: OpenFisca on a lot of 1,400 households, reported to 50,000 in proportion (it would need 20 GB), the programme on 50,400.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
LOT, FOIS = 1400, 36

DEPUIS_UN_PROGRAMME = """
import json, sys
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import read
from droits_ouverts.engine.programme.situations import pack
from droits_ouverts.engine.situation_questionnaire import read as situation_of
from pathlib import Path
programme = read(Path(sys.argv[1]))
situation = situation_of(json.loads(Path(sys.argv[2]).read_text()), programme.mois)
sorties = Execution(programme).run(pack(situation, [{}], programme.graph.entrees))
print(len(sorties), float(sorties["rsa_droit_montant"].sum()))
assert "openfisca_core" not in sys.modules
"""
PAR_OPENFISCA = """
import json, sys
from droits_ouverts.engine.compiler.parity import interpret, outputs_of
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.situation_questionnaire import read as situation_of
from pathlib import Path
situation = situation_of(json.loads(Path(sys.argv[2]).read_text()), sys.argv[3])
sorties = interpret([situation], outputs_of(REGLES.values()))
print(len(sorties), float(sorties["rsa_droit_montant"].sum()))
"""
MEMOIRE_PROGRAMME = """
import resource, sys
from pathlib import Path
sys.path.insert(0, "bench")
from programme import repeated
from droits_ouverts.engine.compiler.parity import population_of
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import read
from droits_ouverts.engine.programme.tirage import draw, situations_of
programme = read(Path(sys.argv[1]))
execution = Execution(programme)
entites = {nom: entree.entity for nom, entree in programme.graph.entrees.items()}
lot = population_of(situations_of(draw(programme.mois, 1400, 2026), programme.mois), programme.graph.entrees)
foule = repeated(lot, int(sys.argv[3]), entites)
avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _tranche in execution.run_chunks(foule):
    pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024)
"""
MEMOIRE_OPENFISCA = """
import resource, sys
from droits_ouverts.engine.compiler.parity import interpret, outputs_of
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.tirage import draw, situations_of
system()
situations = situations_of(draw(sys.argv[2], 1400, 2026), sys.argv[2])
interpret(situations[:1], outputs_of(REGLES.values()))
avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
interpret(situations, outputs_of(REGLES.values()))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024)
"""


def answered(code: str, arguments: Sequence[str]) -> tuple[float, str]:
    """Return the seconds of a new process that runs this code, and what it printed."""
    debut = time.perf_counter()
    fini = subprocess.run([sys.executable, "-c", code, *arguments], cwd=RACINE, check=False, capture_output=True, text=True)
    if fini.returncode:
        sys.exit(fini.stderr)
    return time.perf_counter() - debut, fini.stdout


def main() -> None:
    """Measure both, side by side."""
    parser = argparse.ArgumentParser(description="Start and memory of a stored programme, against OpenFisca.")
    parser.add_argument("--mois", default="2026-11")
    parser.add_argument("--programme", type=Path)
    parser.add_argument("--fois", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as dossier:
        fichier = options.programme or _compiled(options.mois, Path(dossier))
        foyer = Path(dossier) / "foyer.json"
        foyer.write_text(_household(options.mois), encoding="utf-8")
        arguments = [str(fichier), str(foyer), options.mois]
        stocke, interprete = [], []
        for _ in range(options.fois):
            secondes, dit = answered(DEPUIS_UN_PROGRAMME, arguments)
            stocke.append(secondes)
            secondes, autre = answered(PAR_OPENFISCA, arguments)
            interprete.append(secondes)
            if dit.split()[1] != autre.split()[1]:
                sys.exit(f"RSA: {dit.strip()} by the programme, {autre} by OpenFisca.")
        a, b = statistics.median(interprete), statistics.median(stocke)
        print(f"start to first answer: OpenFisca {a:.2f} s, a stored programme {b:.2f} s: {a / b:.1f} times")
        _, lot = answered(MEMOIRE_OPENFISCA, ["", options.mois])
        _, foule = answered(MEMOIRE_PROGRAMME, [str(fichier), options.mois, str(FOIS)])
        par_openfisca, par_programme = float(lot) * FOIS, float(foule)
        print(
            f"memory above the baseline, {LOT * FOIS} households: OpenFisca {par_openfisca:,.0f} MB ({float(lot):.0f} MB for {LOT}), programme "
            f"{par_programme:.0f} MB: {par_openfisca / max(par_programme, 1):,.0f} times"
        )


def _compiled(mois: str, dossier: Path) -> Path:
    from droits_ouverts.engine.compiler.build import compile_bilan  # noqa: PLC0415 - a stored programme is measured without it
    from droits_ouverts.engine.programme.fichier import write  # noqa: PLC0415 - as above

    fichier = dossier / f"{mois}.programme"
    write(compile_bilan(mois), fichier)
    return fichier


def _household(mois: str) -> str:
    from droits_ouverts.engine.programme.tirage import draw, situations_of  # noqa: PLC0415 - the processes that are timed don't load it
    from droits_ouverts.engine.situation_questionnaire import write  # noqa: PLC0415 - as above

    return json.dumps(write(situations_of(draw(mois, 3, 2026), mois)[1]))


if __name__ == "__main__":
    main()
