"""The calculation programmes that are kept: found by what a request gives and asks, bounded in number, forgotten when the rules or the compiler change.

A folder holds, for each shape, a programme file (`engine.programme.fichier`) and beside it the names of its inputs and outputs in JSON, so that nothing
is opened to know what it covers; or, for a shape that can't be compiled, these names and the reason. Names of variables and months only: no value
that anyone gave is written.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from droits_ouverts.engine.compiler.formes import Donnees, Forme, NonCouvertError, Tableau, as_openfisca, covers, population_for
from droits_ouverts.engine.programme.execution import EntreeError, Execution
from droits_ouverts.engine.programme.fichier import Programme, ProgrammeError
from droits_ouverts.engine.programme.fichier import read as read_programme
from droits_ouverts.engine.programme.fichier import write as write_programme
from droits_ouverts.engine.programme.graph import Entree
from droits_ouverts.engine.programme.population import Population

MAXIMUM = 256
"""Shapes kept at most; those not used for longest go first."""
EN_MEMOIRE = 16
"""Programmes kept ready in a process."""
MOTEUR = Path(__file__).resolve().parent.parent

Fabrique = Callable[[Sequence[str], Sequence[str]], Programme]
"""Names given, names asked, each `variable@period` -> programme; raises `RefusError`."""


class Calculable(Protocol):
    """What answers: `entrees` by name, and outputs by name for a population."""

    @property
    def entrees(self) -> Mapping[str, Entree]:
        """Inputs that the programme reads."""
        ...

    def run(self, population: Population) -> Mapping[str, Tableau]:
        """Return the outputs."""
        ...


class Calcul:
    """A programme ready to run."""

    def __init__(self, programme: Programme) -> None:
        """Plan once."""
        self.entrees: Mapping[str, Entree] = programme.graph.entrees
        self._execution = Execution(programme)

    def run(self, population: Population) -> Mapping[str, Tableau]:
        """Return the outputs; raise `NonCouvertError` for a value out of the programme's bounds (NaN, infinity ...)."""
        try:
            return self._execution.run(population)
        except EntreeError as error:
            raise NonCouvertError(str(error)) from error


def answer(system: Any, calcul: Calculable, donnees: Donnees, sorties: Sequence[str]) -> dict[str, Tableau]:  # noqa: ANN401 - OpenFisca is untyped
    """Run a programme on what a simulation was given; return these outputs as OpenFisca holds them. Raise `NonCouvertError` where it can't."""
    resultats = calcul.run(population_for(donnees, calcul.entrees))
    return {name: as_openfisca(system, donnees, name, resultats[name]) for name in sorties}


@cache
def empreinte() -> str:
    """Return the digest of all that a compiled shape depends on: OpenFisca's versions, our rights and the compiler itself."""
    total = hashlib.sha256()
    for paquet in ("openfisca-core", "openfisca-france", "numpy"):
        total.update(f"{paquet}=={version(paquet)}\n".encode())
    for dossier in ("compiler", "programme", "formules"):
        for fichier in sorted((MOTEUR / dossier).rglob("*")):
            if fichier.suffix in {".py", ".yaml"} and fichier.name != "tests.yaml" and not fichier.name.startswith("essais"):
                total.update(fichier.relative_to(MOTEUR).as_posix().encode() + b"\0" + fichier.read_bytes())
    return total.hexdigest()


class DepotCalculs:
    """The programmes of a folder. One process writes at a time what another may read: files are written aside, then renamed."""

    def __init__(self, dossier: Path, *, maximum: int = MAXIMUM, signature: str | None = None) -> None:
        """Open nothing yet; the folder is made when something is kept."""
        self.dossier = dossier
        self._maximum = maximum
        self._signature = signature or empreinte()
        self._index: dict[str, tuple[Forme, NonCouvertError | None]] = {}
        self._vu: int | None = None
        self._prets: OrderedDict[str, Calcul] = OrderedDict()

    def find(self, system: Any, forme: Forme) -> Calcul | None:  # noqa: ANN401 - OpenFisca is untyped
        """Return a programme that covers the shape, its own first; None where there is none."""
        self._refresh()
        cle = self._key(forme)
        candidats = [cle, *(autre for autre in self._index if autre != cle)] if cle in self._index else list(self._index)
        for candidat in candidats:
            garde, refus = self._index[candidat]
            if refus is None and covers(system, garde.entrees, garde.sorties, forme):
                calcul = self._ready(candidat)
                if calcul is not None:
                    return calcul
        return None

    def refusal(self, forme: Forme) -> NonCouvertError | None:
        """Return why this very shape can't be compiled, where that is known."""
        self._refresh()
        return self._index.get(self._key(forme), (forme, None))[1]

    def keep(self, forme: Forme, programme: Programme) -> Calcul:
        """Keep a programme for a shape and return it ready; the oldest go where there are too many."""
        cle = self._key(forme)
        self.dossier.mkdir(parents=True, exist_ok=True)
        write_programme(programme, self._file(cle))
        self._note(cle, forme, None)
        calcul = self._hold(cle, Calcul(programme))
        self._bound()
        return calcul

    def keep_refusal(self, forme: Forme, refus: NonCouvertError) -> None:
        """Note that a shape can't be compiled, so that it isn't tried again."""
        self.dossier.mkdir(parents=True, exist_ok=True)
        self._note(self._key(forme), forme, refus)
        self._bound()

    def _key(self, forme: Forme) -> str:
        texte = json.dumps([self._signature, sorted(forme.entrees), sorted(forme.sorties)])
        return hashlib.sha256(texte.encode()).hexdigest()[:32]

    def _file(self, cle: str) -> Path:
        return self.dossier / f"{cle}.programme"

    def _note(self, cle: str, forme: Forme, refus: NonCouvertError | None) -> None:
        contenu = {
            "signature": self._signature,
            "entrees": sorted(forme.entrees),
            "sorties": sorted(forme.sorties),
            "refus": None if refus is None else [refus.variable, refus.raison],
        }
        descripteur, aside = tempfile.mkstemp(dir=self.dossier, suffix=".part")
        with os.fdopen(descripteur, "w", encoding="utf-8") as flux:
            json.dump(contenu, flux)
        Path(aside).replace(self.dossier / f"{cle}.json")
        self._index[cle] = (forme, refus)

    def _refresh(self) -> None:
        try:
            vu = self.dossier.stat().st_mtime_ns
        except OSError:
            self._index.clear()
            self._vu = None
            return
        if vu == self._vu:
            return
        index = {}
        for fichier in self.dossier.glob("*.json"):
            # A digest names one shape for ever: what is known is not read again.
            connu = self._index.get(fichier.stem) or self._read(fichier)
            if connu is not None:
                index[fichier.stem] = connu
        self._index, self._vu = index, vu

    def _read(self, fichier: Path) -> tuple[Forme, NonCouvertError | None] | None:
        try:
            lu = json.loads(fichier.read_text(encoding="utf-8"))
            if lu["signature"] != self._signature:
                return None
            refus = None if lu["refus"] is None else NonCouvertError(lu["refus"][1], lu["refus"][0])
            return Forme(frozenset(lu["entrees"]), frozenset(lu["sorties"])), refus
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _ready(self, cle: str) -> Calcul | None:
        calcul = self._prets.get(cle)
        if calcul is None:
            try:
                calcul = Calcul(read_programme(self._file(cle)))
            except (OSError, ProgrammeError):
                # Removed by another process, or damaged: as if it had never been.
                self._remove(cle)
                return None
        with contextlib.suppress(OSError):
            os.utime(self.dossier / f"{cle}.json")
        return self._hold(cle, calcul)

    def _hold(self, cle: str, calcul: Calcul) -> Calcul:
        self._prets[cle] = calcul
        self._prets.move_to_end(cle)
        while len(self._prets) > EN_MEMOIRE:
            self._prets.popitem(last=False)
        return calcul

    def _remove(self, cle: str) -> None:
        self._index.pop(cle, None)
        self._prets.pop(cle, None)
        for fichier in (self.dossier / f"{cle}.json", self._file(cle)):
            with contextlib.suppress(OSError):
                fichier.unlink(missing_ok=True)

    def _bound(self) -> None:
        """Remove what another version kept, then the shapes not used for longest."""
        ages = []
        for fichier in self.dossier.glob("*.json"):
            with contextlib.suppress(OSError):
                ages.append((fichier.stem in self._index, fichier.stat().st_mtime_ns, fichier.stem))
        for _, _, cle in sorted(ages)[: max(0, len(ages) - self._maximum)]:
            self._remove(cle)
