"""A Node process that runs modules for the tests: numbers go and come back as the bytes of float64s."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from droits_ouverts.engine.programme.graph import Graph
from droits_ouverts.engine.programme.javascript.emission import emit_graph
from droits_ouverts.engine.programme.population import Population

NODE = shutil.which("node")
SANS_NODE = "Node n'est pas installé : la version JavaScript n'est pas comparée. Installez le paquet nodejs."


def may_skip() -> bool:
    """Tell whether tests may go without Node: never in continuous integration."""
    return NODE is None and not os.environ.get("CI")


class JavaScriptError(Exception):
    """The module threw; the text is its name and its message."""


class Machine(ABC):
    """What runs modules: a Node process, or a page of a browser."""

    @abstractmethod
    def ask(self, **demande: Any) -> dict[str, Any]:
        """Send one request and return its answer; raise `JavaScriptError` where the module threw."""

    @abstractmethod
    def write(self, module: bytes) -> str:
        """Put a module where the machine finds it, under a name that was not used, and return its address."""

    def run(self, graph: Graph, populations: list[Population], module: bytes | None = None) -> list[dict[str, np.ndarray]]:
        """Return the outputs of a graph for each population, each in its own dtype, run by the module emitted from it (or by the one given)."""
        return self.outputs(self.write(emit_graph(graph) if module is None else module), graph, populations)

    def outputs(self, adresse: str, graph: Graph, populations: list[Population]) -> list[dict[str, np.ndarray]]:
        """Return the outputs of a graph for each population, run by the module at an address."""
        reponse = self.ask(module=adresse, populations=[packed(population) for population in populations])
        return [{nom: _unpacked(texte, graph, nom) for nom, texte in resultat.items()} for resultat in reponse["resultats"]]


class Noeud(Machine):
    """One Node process; used as a context."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.noms = itertools.count()
        commande = [str(NODE), str(Path(__file__).parent / "servir.mjs")]
        self.processus = subprocess.Popen(commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _valeur: BaseException | None, _trace: TracebackType | None) -> None:
        assert self.processus.stdin is not None
        assert self.processus.stdout is not None
        self.processus.stdin.close()
        self.processus.wait(20)
        self.processus.stdout.close()

    def ask(self, **demande: Any) -> dict[str, Any]:
        """Send one request and return its answer; raise `JavaScriptError` where the module threw."""
        assert self.processus.stdin is not None
        assert self.processus.stdout is not None
        self.processus.stdin.write(json.dumps(demande) + "\n")
        self.processus.stdin.flush()
        reponse: dict[str, Any] = json.loads(self.processus.stdout.readline())
        if "erreur" in reponse:
            raise JavaScriptError(reponse["erreur"])
        return reponse

    def write(self, module: bytes) -> str:
        """Write a module under a name that was not used, and return its path."""
        chemin = self.dossier / f"m{next(self.noms)}.mjs"
        chemin.write_bytes(module)
        return str(chemin)


def _bytes(valeurs: np.ndarray) -> str:
    if valeurs.dtype.kind in "mM":
        valeurs = valeurs.astype(np.int64)
    return base64.b64encode(valeurs.astype(np.float64).tobytes()).decode()


def packed(population: Population) -> dict[str, Any]:
    """Return a population as the process takes it."""
    return {
        "personnes": population.personnes,
        "groupes": {nom: {"nombre": g.nombre, "de": _bytes(g.de), "role": _bytes(g.role)} for nom, g in population.groupes.items()},
        "entrees": {nom: _bytes(np.asarray(valeurs)) for nom, valeurs in population.entrees.items()},
    }


def _unpacked(texte: str, graph: Graph, nom: str) -> np.ndarray:
    node = graph.nodes[graph.sorties[nom]]
    valeurs = np.frombuffer(base64.b64decode(texte), dtype=np.float64)
    if "64[" in node.dtype:
        valeurs = valeurs.astype(np.int64)
    with np.errstate(all="ignore"):
        rendues = valeurs.astype(node.dtype)
    return rendues if node.entity else rendues.reshape(())
