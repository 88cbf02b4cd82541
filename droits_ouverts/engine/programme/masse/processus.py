"""Parts computed on this machine: here, or by several processes, each of which reads its parts and writes their answers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from droits_ouverts.engine.programme.masse.calcul import Calcul
from droits_ouverts.engine.programme.masse.parquet import MasseError, Part, Source
from droits_ouverts.engine.programme.masse.travail import keep

REPRISES = 2
"""Times that dead processes are replaced before giving up."""
VEILLE = 1.0
"""Seconds between two looks at the parent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commande:
    """All that a process needs to know. `programme`: the bytes of its file; `dossier` is where answers go."""

    population: Path
    mois: str
    programme: bytes
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tache:
    """A part to compute, and the file of its answer."""

    part: Part
    reponse: Path


class Atelier:
    """A population and a programme, ready for its parts."""

    def __init__(self, commande: Commande) -> None:
        """Open the file and plan the computation."""
        self.calcul = Calcul(commande.programme, commande.codes)
        self.source = Source(commande.population, commande.mois, self.calcul.colonnes)

    def do(self, tache: Tache) -> Part:
        """Compute a part and keep its answer. Raise `FoyersError`, `MasseError`."""
        keep(tache.reponse, self.calcul.compute(self.source.read(tache.part)))
        return tache.part


def here(commande: Commande, taches: Sequence[Tache]) -> Iterator[Part]:
    """Yield each part once its answer is kept."""
    atelier = Atelier(commande)
    return (atelier.do(tache) for tache in taches)


def in_processes(commande: Commande, taches: Sequence[Tache], nombre: int) -> Iterator[Part]:
    """Yield each part once its answer is kept, in any order. A process that dies is replaced, and its part done again."""
    restantes = {tache.part.rang: tache for tache in taches}
    reprises = 0
    while restantes:
        executeur = ProcessPoolExecutor(min(nombre, len(restantes)), mp_context=get_context("spawn"), initializer=_begin, initargs=(commande, os.getpid()))
        try:
            for futur in as_completed([executeur.submit(_do, tache) for tache in restantes.values()]):
                part = futur.result()
                del restantes[part.rang]
                yield part
        except BrokenProcessPool as error:
            reprises += 1
            if reprises > REPRISES:
                raise MasseError(
                    "les processus de calcul s'arrêtent, sans doute faute de mémoire. Relancez la même commande avec --processus 1 : ce qui est fait est gardé."
                ) from error
        finally:
            executeur.shutdown(wait=False, cancel_futures=True)


_atelier: list[Atelier] = []
"""That of this process, once it has begun."""


def _begin(commande: Commande, parent: int) -> None:
    # An interruption is for the parent, which stops its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    _atelier[:] = [Atelier(commande)]


def _do(tache: Tache) -> Part:
    return _atelier[0].do(tache)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(VEILLE)
    os._exit(1)
