"""A graph as compressed columns, and back: the body of a programme's file.

Four columns of one byte a node (operation, dtype, entity, number of operands), one of four bytes (its parameters, as a rank in a table where each
stands once), then four bytes an operand: how far back it is. Tables are in JSON, whose numbers Python writes and reads to the last bit.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np

from droits_ouverts.engine.programme.graph import ARITES, CONSTANTE, DTYPES, ENTITES, Entree, Graph, GraphError, Node, plain

TAILLE_MAX = 256 * 1024 * 1024
"""Bytes of a body once unpacked: forty times the largest graph met."""
NIVEAU = 6
LIEUX = (CONSTANTE, *ENTITES)


def json_bytes(valeur: object) -> bytes:
    """Return JSON on one line, in ASCII."""
    return json.dumps(valeur, separators=(",", ":")).encode("ascii")


def from_json(contenu: bytes) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return what JSON says; raise `ValueError` where it is not JSON."""
    return json.loads(contenu)


def pack(graph: Graph) -> tuple[bytes, int]:
    """Return the compressed body of a graph, and its size once unpacked. Raise `TypeError` for a parameter that is no plain value."""
    params: dict[str, int] = {}
    ops, dtypes = list(ARITES), list(DTYPES)
    rang_op, rang_dtype, rang_lieu = ({nom: rang for rang, nom in enumerate(noms)} for noms in (ops, dtypes, LIEUX))
    n = len(graph.nodes)
    octets = np.empty((4, n), dtype=np.uint8)
    rangs = np.empty(n, dtype="<u4")
    reculs: list[int] = []
    for rang, node in enumerate(graph.nodes):
        octets[:, rang] = (rang_op[node.op], rang_dtype[node.dtype], rang_lieu[node.entity], len(node.args))
        rangs[rang] = params.setdefault(json.dumps(_plain(node.params), separators=(",", ":")), len(params))
        reculs += [rang - arg for arg in node.args]
    tables = {
        "ops": ops,
        "dtypes": dtypes,
        "lieux": LIEUX,
        "entrees": [_to_row(entree) for entree in graph.entrees.values()],
        "sorties": graph.sorties,
        "noeuds": n,
        "operandes": len(reculs),
    }
    texte = json_bytes(tables)[:-1] + b',"params":[' + ",".join(params).encode("ascii") + b"]}\n"
    brut = texte + octets.tobytes() + rangs.tobytes() + np.asarray(reculs, dtype="<u4").tobytes()
    if len(brut) > TAILLE_MAX:
        raise ValueError("le graphe est trop grand")
    return zlib.compress(brut, NIVEAU), len(brut)


def unpack(corps: bytes, taille: int) -> Graph:
    """Return the graph of a body whose size once unpacked is `taille`; raise `ValueError`, `KeyError`, `TypeError` or `IndexError` for any other thing."""
    brut = _inflate(corps, taille)
    texte, _, suite = brut.partition(b"\n")
    tables = _object(from_json(texte))
    n, m = _count(tables["noeuds"]), _count(tables["operandes"])
    if len(suite) != 4 * n + 4 * n + 4 * m:
        raise ValueError("ses colonnes n'ont pas la longueur dite")
    octets = np.frombuffer(suite, dtype=np.uint8, count=4 * n).reshape(4, n)
    rangs = np.frombuffer(suite, dtype="<u4", count=n, offset=4 * n).tolist()
    reculs = np.frombuffer(suite, dtype="<u4", count=m, offset=8 * n).astype(np.int64)
    arites = octets[3].astype(np.int64)
    if int(arites.sum()) != m:
        raise ValueError("le nombre d'opérandes n'est pas celui dit")
    args = (np.repeat(np.arange(n, dtype=np.int64), arites) - reculs).tolist()
    fins = np.cumsum(arites).tolist()
    ops, dtypes, lieux = _names(tables["ops"]), _names(tables["dtypes"]), _names(tables["lieux"])
    params = [_tuple(valeur) for valeur in tables["params"]]
    nodes: list[Node] = []
    debut = 0
    for op, dtype, lieu, fin, rang in zip(*octets[:3].tolist(), fins, rangs, strict=True):
        nodes.append(Node(ops[op], tuple(args[debut:fin]), params[rang], dtypes[dtype], lieux[lieu]))
        debut = fin
    entrees = [_from_row(ligne) for ligne in tables["entrees"]]
    sorties = {nom: _count(rang) for nom, rang in _object(tables["sorties"]).items()}
    return Graph(nodes=nodes, entrees={entree.nom: entree for entree in entrees}, sorties=sorties)


def check(graph: Graph) -> None:
    """Raise `GraphError` at the first broken rule, of the graph or of its inputs."""
    graph.check()
    for rang, node in enumerate(graph.nodes):
        if node.entity not in LIEUX:
            raise GraphError(f"node {rang} ({node.op}): unknown entity {node.entity!r}")
        if node.op == "input":
            entree = graph.entrees.get(str(node.params[0])) if len(node.params) == 1 else None
            if entree is None or (entree.dtype, entree.entity) != (node.dtype, node.entity):
                raise GraphError(f"node {rang} (input): {node.params} is not declared so")


def _inflate(corps: bytes, taille: int) -> bytes:
    if not 0 <= taille <= TAILLE_MAX:
        raise ValueError("la taille dite de son corps est impossible")
    try:
        machine = zlib.decompressobj()
        # One more than said, never more: a body that would unpack without end is stopped there.
        brut = machine.decompress(corps, taille + 1)
    except zlib.error as error:
        raise ValueError("son corps n'est pas compressé comme il le dit") from error
    if len(brut) != taille or not machine.eof or machine.unused_data:
        raise ValueError("son corps n'a pas la taille dite")
    return brut


def _plain(valeur: object) -> object:
    """Return a parameter as JSON writes it; numpy's own scalars and anything else raise `TypeError` rather than change type on the way."""
    if isinstance(valeur, tuple):
        return [_plain(partie) for partie in valeur]
    if valeur is None or type(valeur) in {bool, int, float, str}:
        return valeur
    raise TypeError(f"un paramètre est d'un type qui ne s'écrit pas ({type(valeur).__name__})")


def _tuple(valeur: object) -> Any:  # noqa: ANN401 - a parameter is of any plain type
    if isinstance(valeur, list):
        return tuple(_tuple(partie) for partie in valeur)
    if isinstance(valeur, dict):
        raise TypeError("un paramètre n'est pas une valeur simple")
    return valeur


def _to_row(entree: Entree) -> list[object]:
    defaut = entree.defaut if type(entree.defaut) in {bool, int, float, str} else plain(entree.defaut, entree.dtype)
    return [entree.nom, entree.entity, entree.dtype, defaut, _plain(entree.minimum), _plain(entree.maximum), entree.categories]


def _from_row(ligne: list[Any]) -> Entree:
    nom, entity, dtype, defaut, minimum, maximum, categories = ligne
    if not isinstance(nom, str) or entity not in LIEUX or dtype not in DTYPES:
        raise ValueError(f"l'entrée {nom!r} n'est pas bien décrite")
    plain(defaut, dtype)
    for borne in (minimum, maximum):
        if borne is not None and type(borne) not in {int, float}:
            raise TypeError(f"une borne de {nom} n'est pas un nombre")
    if categories is not None and not all(type(rang) is int for rang in _object(categories).values()):
        raise TypeError(f"une catégorie de {nom} n'est pas un nombre entier")
    return Entree(nom=nom, entity=entity, dtype=dtype, defaut=defaut, minimum=minimum, maximum=maximum, categories=categories)


def _count(valeur: object) -> int:
    if not isinstance(valeur, int) or isinstance(valeur, bool) or valeur < 0:
        raise TypeError("un nombre entier est attendu")
    return valeur


def _names(valeur: object) -> list[str]:
    if not isinstance(valeur, list) or not all(isinstance(nom, str) for nom in valeur):
        raise TypeError("une liste de noms est attendue")
    return valeur


def _object(valeur: object) -> dict[str, Any]:
    if not isinstance(valeur, dict):
        raise TypeError("un objet est attendu")
    return valeur
