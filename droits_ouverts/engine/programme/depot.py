"""The compiled months that are kept: a folder, a file for each month and rule book, and what this process has loaded of them.

A file's name says its month and the versions it was compiled from, so that a month of another rule book is simply not there; a new file is seen at
the next question. A file that can't be used is told once in the log, and is as if it were not there: the interpreter answers.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from droits_ouverts.engine.programme import versions as rules
from droits_ouverts.engine.programme.fichier import Entete, Programme, ProgrammeError, read, read_entete, write

logger = logging.getLogger("droits_ouverts.moteur")

SUFFIXE = ".programme"
NOEUDS_MAX = 260_000
"""Nodes that one process keeps loaded: 30 months of 8,600."""
TABLES_MAX = 500
"""Tables held for months that will share them."""
ABANDON = 24 * 3600.0
"""Seconds after which what a killed writer left aside is removed."""
NOM = re.compile(r"(\d{4}-\d{2})-([0-9a-f]{12})")


class OccupeError(ProgrammeError):
    """Another process is building this month now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file of the store: what it says of itself, or why it can't be used. `courant`: compiled from the versions installed."""

    chemin: Path
    entete: Entete | None
    courant: bool
    probleme: str | None = None


class Depot:
    """The programmes of the folder `dossier`, which need not exist. `versions`: what they must be compiled from (default: what is installed).

    May be asked by several threads; several processes may share the folder.
    """

    def __init__(self, dossier: Path, *, genre: str = "bilan", versions: Mapping[str, str] | None = None, noeuds_max: int = NOEUDS_MAX) -> None:
        """Read nothing yet."""
        self.dossier = dossier / genre
        self.versions = dict(rules.current() if versions is None else versions)
        self._marque = hashlib.sha256(json.dumps(self.versions, sort_keys=True).encode()).hexdigest()[:12]
        self._noeuds_max = noeuds_max
        self._charges: OrderedDict[str, tuple[object, Programme | None]] = OrderedDict()
        self._categories: dict[str, dict[str, int]] = {}
        self._tables: dict[tuple[str, tuple[object, ...]], tuple[object, ...]] = {}
        self._verrou = threading.Lock()

    def path(self, mois: str) -> Path:
        """Return where the programme of a month ("AAAA-MM") is, or would be."""
        return self.dossier / f"{mois}-{self._marque}{SUFFIXE}"

    def find(self, mois: str) -> Programme | None:
        """Return the programme of a month, loaded once for the process as long as its file is the same; None where there is none that can be used."""
        chemin = self.path(mois)
        with self._verrou:
            etat = _state(chemin)
            if etat is None:
                self._charges.pop(mois, None)
                return None
            connu = self._charges.get(mois)
            if connu is not None and connu[0] == etat:
                self._charges.move_to_end(mois)
                return connu[1]
            programme = self._load(chemin, mois)
            self._charges[mois] = (etat, programme)
            self._charges.move_to_end(mois)
            self._lighten()
            return programme

    def keep(self, programme: Programme) -> Path:
        """Keep a programme, whose versions must be those of the store; return its file."""
        if programme.versions != self.versions:
            raise ProgrammeError(f"le programme de {programme.mois} n'est pas fait des versions installées. Refaites-le.")
        self.dossier.mkdir(parents=True, exist_ok=True)
        chemin = self.path(programme.mois)
        write(programme, chemin)
        return chemin

    def places(self) -> list[Place]:
        """Return every file of the store, by month; each is read whole and its digest checked."""
        return [self._place(chemin) for chemin in sorted(self.dossier.glob(f"*{SUFFIXE}"))]

    def mois(self) -> list[str]:
        """Return the months whose programme is there, as their names say; nothing is opened."""
        trouves = (NOM.fullmatch(chemin.name.removesuffix(SUFFIXE)) for chemin in self.dossier.glob(f"*{SUFFIXE}"))
        return sorted(trouve[1] for trouve in trouves if trouve and trouve[2] == self._marque)

    def remove_stale(self, *, avant: str | None = None, maintenant: float | None = None) -> list[Path]:
        """Remove what is of other versions, can't be read, or is of a month before `avant` ("AAAA-MM"); return what was removed.

        With `maintenant` (seconds since 1970), also what killed writers left aside more than a day ago.
        """
        partis = []
        for chemin in sorted(self.dossier.glob(f"*{SUFFIXE}")):
            trouve = NOM.fullmatch(chemin.name.removesuffix(SUFFIXE))
            if trouve is None or trouve[2] != self._marque or (avant is not None and trouve[1] < avant) or self._place(chemin).probleme:
                partis.append(chemin)
        for chemin in self.dossier.glob(".*.part"):
            with contextlib.suppress(FileNotFoundError):
                if maintenant is not None and chemin.stat().st_mtime < maintenant - ABANDON:
                    partis.append(chemin)
        for chemin in partis:
            chemin.unlink(missing_ok=True)
        return partis

    @contextlib.contextmanager
    def building(self, mois: str, *, attendre: bool = False) -> Iterator[None]:
        """Hold the month while it is built. Where another process does: wait with `attendre`, raise `OccupeError` without.

        A builder that is killed holds nothing any more.
        """
        self.dossier.mkdir(parents=True, exist_ok=True)
        descripteur = os.open(self.dossier / f".{mois}.verrou", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descripteur, fcntl.LOCK_EX if attendre else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OccupeError(f"le programme de {mois} est déjà en cours de fabrication. Attendez une minute, puis « programme list ».") from error
            yield
        finally:
            os.close(descripteur)

    def _place(self, chemin: Path) -> Place:
        try:
            entete = read_entete(chemin)
        except ProgrammeError as error:
            return Place(chemin=chemin, entete=None, courant=False, probleme=str(error))
        return Place(chemin=chemin, entete=entete, courant=entete.versions == self.versions and chemin == self.path(entete.mois))

    def _load(self, chemin: Path, mois: str) -> Programme | None:
        try:
            programme = read(chemin, versions=self.versions)
        except ProgrammeError as error:
            logger.warning("%s D'ici là, l'interpréteur répond pour %s.", error, mois)
            return None
        if (programme.mois, programme.genre) != (mois, self.dossier.name):
            logger.warning("%s est en fait le programme (%s) de %s : il est laissé de côté.", chemin.name, programme.genre, programme.mois)
            return None
        self._share(programme)
        return programme

    def _share(self, programme: Programme) -> None:
        """Hold once what months have in common and that weighs more than the rest of each: the communes, and tables by commune."""
        entrees = programme.graph.entrees
        for nom, entree in entrees.items():
            if entree.categories is not None and self._categories.setdefault(nom, entree.categories) == entree.categories:
                entrees[nom] = replace(entree, categories=self._categories[nom])
        nodes = programme.graph.nodes
        if len(self._tables) > TABLES_MAX:
            self._tables.clear()
        for rang, node in enumerate(nodes):
            # Whole numbers and booleans only: equal floats may differ by the sign of a zero.
            if node.op == "table" and (node.dtype == "bool" or "int" in node.dtype):
                cle = (node.dtype, node.params)
                nodes[rang] = replace(node, params=self._tables.setdefault(cle, node.params))

    def _lighten(self) -> None:
        poids = sum(len(programme.graph) for _, programme in self._charges.values() if programme)
        while poids > self._noeuds_max and len(self._charges) > 1:
            _, (_, programme) = self._charges.popitem(last=False)
            poids -= len(programme.graph) if programme else 0


def _state(chemin: Path) -> object:
    """Return what changes when a file does; None where there is none."""
    try:
        etat = chemin.stat()
    except OSError:
        return None
    return (etat.st_ino, etat.st_size, etat.st_mtime_ns)
