"""Answer OpenFisca situations with programmes: which shapes come often, which are being compiled, which are ready.

A programme's values are put where OpenFisca keeps what it has computed, so that the answer is read and written by the very same code; a request that no
programme covers whole is left to OpenFisca untouched. Counts are in memory, names only.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openfisca_core import periods

from droits_ouverts.engine.calculate import FAULTS_OF_A_REQUEST
from droits_ouverts.engine.compiler.calculs import DepotCalculs, Fabrique, answer
from droits_ouverts.engine.compiler.formes import Forme, NonCouvertError, named, read
from droits_ouverts.engine.compiler.traced import RefusError

logger = logging.getLogger("droits_ouverts.moteur")

APRES = 3
"""Requests of one shape before it is compiled."""
VUES_MAX = 1000
"""Shapes counted at most; those not seen for longest are forgotten."""
NOMS_MAX = 5000
"""Names of a shape beyond which it is not compiled."""

DUREE_MAX = 600.0
"""Seconds that one compilation may take."""

Question = tuple[str, str]
"""Variable and period, as the request writes it."""


class Reponses:
    """Programmes for requests. `demande` has a shape compiled, later and elsewhere; it is asked once for each shape."""

    def __init__(self, depot: DepotCalculs, *, apres: int = APRES, demande: Callable[[Forme], None] | None = None) -> None:
        """Count nothing yet. With `apres` 0 or without `demande`, nothing new is compiled."""
        self._depot = depot
        self._apres = apres
        self._demande = demande
        self._vues: OrderedDict[Forme, int] = OrderedDict()

    def fill(self, system: Any, simulation: Any, questions: Sequence[Question]) -> bool:  # noqa: ANN401 - OpenFisca is untyped
        """Put every value asked into the simulation; return False, and put nothing, where a programme can't answer them all."""
        if not questions:
            return False
        try:
            sorties = sorted({named(system, variable, period) for variable, period in questions})
            donnees = read(simulation)
            forme = Forme(frozenset(donnees.valeurs), frozenset(sorties))
            calcul = self._depot.find(system, forme)
            if calcul is None:
                self._count(forme)
                return False
            valeurs = answer(system, calcul, donnees, sorties)
        except NonCouvertError:
            return False
        except FAULTS_OF_A_REQUEST as error:
            # Never the text: it may quote an answer.
            logger.error("un calcul compilé s'est arrêté : %s", type(error).__name__)  # noqa: TRY400 - as said
            return False
        for name, valeur in valeurs.items():
            variable, _, period = name.partition("@")
            if name not in donnees.valeurs:
                simulation.get_holder(variable).put_in_cache(valeur, periods.period(period))
        return True

    def _count(self, forme: Forme) -> None:
        if self._demande is None or self._apres <= 0 or len(forme.entrees) + len(forme.sorties) > NOMS_MAX:
            return
        vues = self._vues.pop(forme, 0) + 1
        self._vues[forme] = vues
        if len(self._vues) > VUES_MAX:
            self._vues.popitem(last=False)
        if vues == self._apres and self._depot.refusal(forme) is None:
            self._demande(forme)


class Atelier:
    """Compiles shapes in a process of their own, one at a time and last in the machine's queue; what comes meanwhile waits, a few at most."""

    ATTENTE_MAX = 8

    def __init__(self, dossier: Path) -> None:
        """Start nothing yet. `dossier` is that of the programmes."""
        self._command = [sys.executable, "-m", "droits_ouverts.engine.compiler.reponses", str(dossier)]
        self._attente: queue.Queue[Forme] = queue.Queue(self.ATTENTE_MAX)
        self._fil: threading.Thread | None = None

    def __call__(self, forme: Forme) -> None:
        """Have a shape compiled; past a few waiting ones it is dropped: OpenFisca goes on answering."""
        with contextlib.suppress(queue.Full):
            self._attente.put_nowait(forme)
        if self._fil is None:
            self._fil = threading.Thread(target=self._work, daemon=True)
            self._fil.start()

    def wait(self) -> None:
        """Wait until nothing is left to compile."""
        self._attente.join()

    def _work(self) -> None:
        while True:
            forme = self._attente.get()
            names = json.dumps([sorted(forme.entrees), sorted(forme.sorties)]).encode()
            try:
                done = subprocess.run(self._command, input=names, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=DUREE_MAX)  # noqa: S603 - our own command
                logger.info("calcul compilé : %s", "fait" if done.returncode == 0 else "impossible")
            except (OSError, subprocess.SubprocessError) as error:
                logger.warning("compilation d'un calcul : %s", type(error).__name__)
            finally:
                self._attente.task_done()


def compile_shape(depot: DepotCalculs, forme: Forme, fabrique: Fabrique) -> bool:
    """Compile a shape and keep it, or keep why it can't be; return whether it was compiled."""
    try:
        depot.keep(forme, fabrique(sorted(forme.entrees), sorted(forme.sorties)))
    except RefusError as error:
        depot.keep_refusal(forme, NonCouvertError(error.raison, error.variable))
        return False
    except Exception as error:
        # OpenFisca refuses this calculation, or a formula meets what it did not expect: it answers such requests, with its own words.
        depot.keep_refusal(forme, NonCouvertError(f"la compilation a échoué ({type(error).__name__})"))
        raise
    return True


def main(arguments: list[str]) -> int:
    """Compile the shape read on standard input into the folder named."""
    from droits_ouverts.engine.compiler.build import compile_calcul  # noqa: PLC0415 - OpenFisca's system is built by it

    os.nice(10)
    entrees, sorties = json.load(sys.stdin)
    return 0 if compile_shape(DepotCalculs(Path(arguments[0])), Forme(frozenset(entrees), frozenset(sorties)), compile_calcul) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
