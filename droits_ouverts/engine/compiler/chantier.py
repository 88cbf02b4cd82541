"""Build the programmes of months that lack theirs: from the console, from the night's job, or in a process of its own beside the engine's worker.

    python -m droits_ouverts.engine.compiler.chantier [--avec-parent] [--noyau] DOSSIER [AAAA-MM ...]

That process runs last in the machine's queue, may end with the one that started it, and says on standard error what it could not build.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from droits_ouverts.engine.programme import natif
from droits_ouverts.engine.programme.depot import Depot
from droits_ouverts.engine.programme.fichier import Programme, ProgrammeError, read_entete

POLITESSE = 15
"""Niceness of the background process: whoever waits for an answer goes first."""
VEILLE = 1.0
"""Seconds between two looks at the parent."""

Progres = Callable[[str], object]
"""Told the name of each phase as it starts."""


class Fabrique(Protocol):
    """What compiles a month: `build.compile_bilan`."""

    def __call__(self, mois: str, *, progress: Progres | None = None) -> Programme:
        """Return the programme of a month ("AAAA-MM")."""
        ...


class Issue(StrEnum):
    """What became of a month."""

    FAIT = "fait"
    DEJA_LA = "deja_la"


def build(
    depot: Depot, mois: str, *, fabrique: Fabrique | None = None, progress: Progres | None = None, refaire: bool = False, attendre: bool = False
) -> Issue:
    """Build and keep the programme of a month, unless it is there (`refaire`: even so).

    Where another process is building it: wait for it with `attendre`, raise `OccupeError` without. Raise `ProgrammeError` where what was built can't be
    kept, `OSError` where it can't be written, and whatever the compiler raises.
    """
    with depot.building(mois, attendre=attendre):
        if not refaire and depot.find(mois) is not None:
            return Issue.DEJA_LA
        debut = time.perf_counter()
        programme = (fabrique or _compiler())(mois, progress=progress)
        if (programme.mois, programme.genre) != (mois, "bilan"):
            raise ProgrammeError(
                f"le programme fait pour {mois} est celui de {programme.mois} ({programme.genre}). C'est une erreur de notre fait, à signaler."
            )
        if progress:
            progress("écriture")
        # The versions are those read before the work: rules that change meanwhile make it stale.
        secondes = round(time.perf_counter() - debut, 1)
        depot.keep(replace(programme, versions=dict(depot.versions), construction={**programme.construction, "secondes": secondes}))
        return Issue.FAIT


def left_out(depot: Depot, mois: str) -> list[str]:
    """Return what the programme of a month leaves to the interpreter: one line for the month, one for each output."""
    refus = read_entete(depot.path(mois)).refus
    s = "s" if len(refus) > 1 else ""
    return [f"programme de {mois} : {len(refus)} sortie{s} laissée{s} à l'interpréteur.", *(f"  {phrase}" for phrase in refus.values())] if refus else []


def told(error: Exception) -> str:
    """Return what went wrong in a sentence: ours where it is one, else the kind of the error."""
    if isinstance(error, ProgrammeError):
        return str(error)
    if isinstance(error, OSError):
        return f"le fichier n'a pas pu être écrit ({error.strerror or type(error).__name__}). Vérifiez la place et les droits d'accès du dossier."
    return f"la compilation a échoué ({type(error).__name__}). L'interpréteur répond à sa place ; signalez-le-nous."


def _compiler() -> Fabrique:
    from droits_ouverts.engine.compiler.build import compile_bilan  # noqa: PLC0415 - OpenFisca costs seconds: only where something is to be built

    return compile_bilan


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(VEILLE)
    os._exit(1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the months named that lack their programme; return 1 where one could not be built."""
    parser = argparse.ArgumentParser(prog="droits_ouverts.engine.compiler.chantier", description="Fabrique les programmes qui manquent.")
    parser.add_argument("dossier", type=Path)
    parser.add_argument("mois", nargs="*")
    parser.add_argument("--noyau", action="store_true", help="compiler ensuite le noyau natif, s'il manque et qu'un compilateur C est là")
    parser.add_argument("--avec-parent", action="store_true", help="s'arrêter quand le processus qui l'a lancé s'arrête")
    options = parser.parse_args(arguments)
    if options.avec_parent:
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    os.nice(POLITESSE)
    depot = Depot(options.dossier)
    echecs = 0
    for mois in options.mois:
        try:
            build(depot, mois)
            sys.stderr.writelines(f"{phrase}\n" for phrase in left_out(depot, mois))
        except Exception as error:  # noqa: BLE001 - one month that fails must not take the next ones with it, and is told
            sys.stderr.write(f"programme de {mois} : {told(error)}\n")
            echecs += 1
    if options.noyau and not kernel():
        echecs += 1
    return 1 if echecs else 0


def kernel() -> bool:
    """Compile the native kernel where it lacks and can be; tell on standard error why it could not, and return whether all is well."""
    try:
        if natif.wanted():
            natif.build(natif.folder())
    except (natif.NoyauError, OSError) as error:
        sys.stderr.write(f"noyau natif : {error if isinstance(error, natif.NoyauError) else told(error)}\n")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
