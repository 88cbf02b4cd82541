"""Write a compiled month as one ES module: the runtime, then the month's tape and the questionnaire's facts as literals. Nothing in it is evaluated.

The module imports nothing and asks nothing of the network; a page under the strictest content policy may load it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import Graph
from droits_ouverts.engine.programme.javascript.bande import tape
from droits_ouverts.engine.programme.javascript.catalogue import catalogue
from droits_ouverts.engine.programme.javascript.nombres import EmissionError

EXECUTION = ("noyaux", "baremes", "groupes", "bande")
BILAN = ("alea", "foyer", "questions", "completions", "bilan")
"""The files of the runtime, in an order in which each is written before those that read it."""


def emit(programme: Programme) -> bytes:
    """Return the module of a compiled check-up: `mois`, `versions`, `entrees`, `sorties`, `calculer`, `chauffer` and `executer`.

    Raise `EmissionError` where the programme is of another kind, or holds something that JavaScript can't repeat exactly.
    """
    if programme.genre != "bilan":
        message = f"seul un programme de bilan devient un module JavaScript ; celui-ci est de genre {programme.genre}."
        raise EmissionError(message)
    donnees = {"mois": programme.mois, "versions": programme.versions, **catalogue(programme)}
    return _module(programme.graph, donnees, (*EXECUTION, *BILAN), "calculer")


def emit_graph(graph: Graph) -> bytes:
    """Return a module that only runs a graph: `entrees`, `sorties` and `executer`."""
    return _module(graph, {}, EXECUTION, "")


def _module(graph: Graph, donnees: dict[str, object], fichiers: tuple[str, ...], verbe: str) -> bytes:
    parties = [_runtime(nom) for nom in fichiers]
    bande = tape(graph)
    parties.append(f"const BANDE = {_literal(bande)};")
    parties.append("const bande = new Bande(BANDE);\nexport const { entrees, sorties } = BANDE;")
    parties.append("export const executer = (population, noms) => bande.run(population, noms);")
    if verbe:
        parties.append(f"const DONNEES = {_literal(donnees)};\nexport const {{ mois, versions }} = DONNEES;")
        parties.append("const bilan = new Bilan(bande, DONNEES);\nexport const calculer = (foyer, options) => bilan.calculer(foyer, options);")
        parties.append("export const chauffer = () => bilan.chauffer();")
    return ("// Droits Ouverts : module écrit par le programme, à ne pas modifier.\n" + "\n".join(parties) + "\n").encode()


def _literal(valeur: object) -> str:
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _runtime(nom: str) -> str:
    """Return a file of the runtime without its imports, exports, comments and margins."""
    texte = (Path(__file__).parent / f"{nom}.mjs").read_text(encoding="utf-8")
    texte = re.sub(r"^import [^;]*;\n", "", texte, flags=re.MULTILINE)
    texte = re.sub(r"^export ", "", texte, flags=re.MULTILINE)
    texte = re.sub(r"^\s*/\*\*.*?\*/\n", "", texte, flags=re.MULTILINE | re.DOTALL)
    lignes = (ligne.strip() for ligne in texte.split("\n"))
    return "\n".join(ligne for ligne in lignes if ligne and not ligne.startswith("//"))
