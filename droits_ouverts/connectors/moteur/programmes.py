"""The compiled months that the worker answers with, and the process that builds those which lack while the interpreter answers."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from droits_ouverts.engine.programme import natif
from droits_ouverts.engine.programme.depot import Depot
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.variantes import Loi, ready
from droits_ouverts.engine.questionnaire import months

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from droits_ouverts.engine.programme.fichier import Programme

logger = logging.getLogger("droits_ouverts.moteur")

PRETS_MAX = 30
"""Months kept ready to run: a calendar of two years asks 25."""
RONDE = 3600.0
"""Seconds between two looks at what lacks: the month changes while the worker lives."""
ARRET = 5.0
"""Seconds that a builder has to stop before it is killed."""
CHANTIER = (sys.executable, "-m", "droits_ouverts.engine.compiler.chantier", "--avec-parent", "--noyau")


class Programmes:
    """The months of a folder, each planned once. A file that appears there is seen at the next question."""

    def __init__(self, dossier: Path) -> None:
        """Read nothing yet."""
        self.depot = Depot(dossier)
        self._prets: OrderedDict[str, Loi] = OrderedDict()
        self._natif = natif.present()
        self._verrou = threading.Lock()

    def programme(self, mois: str) -> Programme | None:
        """Return the programme of a month ("AAAA-MM"), None where there is none that can be used."""
        return self.depot.find(mois)

    def loi(self, mois: str) -> Loi | None:
        """Return the compiled law of a month ready to run, None where there is none."""
        programme = self.programme(mois)
        with self._verrou:
            if programme is None:
                self._prets.pop(mois, None)
                return None
            if natif.present() is not self._natif:
                # The kernel was compiled since: what was planned for numpy is planned anew.
                self._natif = not self._natif
                self._prets.clear()
            loi = self._prets.get(mois)
            if loi is None or loi.graph is not programme.graph:
                loi = ready(programme, Execution(programme))
            self._prets[mois] = loi
            self._prets.move_to_end(mois)
            while len(self._prets) > PRETS_MAX:
                self._prets.popitem(last=False)
            return loi

    def mois(self) -> list[str]:
        """Return the months that are there, as the names of their files say."""
        return self.depot.mois()


class Fabrication:
    """Builds the current month and the next where they lack, then the native kernel, in a process of its own that yields to every other.

    Looks again each hour. What fails is told in the log and not tried again by this worker: the interpreter, or numpy, goes on answering.
    """

    def __init__(self, programmes: Programmes, *, courant: Callable[[], str], chantier: Sequence[str] = CHANTIER, ronde: float = RONDE) -> None:
        """Start nothing yet. `courant` reads the current month; `chantier` is the command to which the folder and the months are given."""
        self._programmes = programmes
        self._courant = courant
        self._chantier = chantier
        self._ronde = ronde
        self._essayes: set[str] = set()
        self._noyau_essaye = False
        self._fini = threading.Event()
        self._verrou = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._fil = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin, in a thread: nobody waits for it."""
        self._fil.start()

    def stop(self) -> None:
        """End, with the process that builds."""
        with self._verrou:
            self._fini.set()
            process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(ARRET)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._fil.is_alive():
            self._fil.join(ARRET)

    def _watch(self) -> None:
        annonces: list[str] = []
        while True:
            try:
                self._look()
                prets = self._programmes.mois()
            except OSError as error:
                logger.warning("le dossier des programmes ne peut pas être lu (%s) : l'interpréteur répond.", type(error).__name__)
            else:
                if prets != annonces:
                    logger.info("programmes prêts : %s", ", ".join(prets))
                    annonces = prets
            if self._fini.wait(self._ronde):
                return

    def _look(self) -> None:
        courant = self._courant()
        # Asking also loads them, so that the first question does not wait for it.
        manquants = [mois for mois in (courant, months.shift(courant, 1)) if mois not in self._essayes and self._programmes.loi(mois) is None]
        if not manquants and (self._noyau_essaye or not natif.wanted()):
            return
        self._noyau_essaye = True
        self._essayes.update(manquants)
        code = self._build(manquants)
        encore = [mois for mois in manquants if not self._fini.is_set() and self._programmes.loi(mois) is None]
        if encore:
            logger.warning("programmes de %s : non fabriqués (code %s) ; l'interpréteur répond.", ", ".join(encore), code)

    def _build(self, manquants: Sequence[str]) -> int | None:
        dossier = self._programmes.depot.dossier.parent
        with self._verrou:
            if self._fini.is_set():
                return None
            try:
                self._process = subprocess.Popen([*self._chantier, str(dossier), *manquants], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
            except OSError as error:
                logger.warning("la fabrication des programmes n'a pas pu partir : %s", type(error).__name__)
                return None
        code = self._process.wait()
        with self._verrou:
            self._process = None
        return code
