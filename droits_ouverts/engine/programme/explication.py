"""Why a right answers what it answers, read from the graph: the facts that it depends on, the first condition that fails, and what was compared.

Nothing here knows a right: a condition is a truth value of the graph, followed back to the comparisons that made it what it is for this household.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme.eclairage import Comparaison, Echec, Terme
from droits_ouverts.engine.programme.evaluation import evaluate_nodes
from droits_ouverts.engine.programme.graph import COMPARAISONS, CONSTANTE, INDIVIDU, Graph, Node
from droits_ouverts.engine.programme.variantes import Cas, Loi

CONTRAIRES = {
    "less": "greater_equal",
    "less_equal": "greater",
    "greater": "less_equal",
    "greater_equal": "less",
    "equal": "not_equal",
    "not_equal": "equal",
}
MOTIFS_MAX = 12
"""Comparisons told of one condition; beyond, it hangs on too many things to be told by figures."""
COMPOSITION = "composition"
"""Told beside facts: who lives with whom."""
TRANSPARENTES = frozenset({"cast", "project", "round", "group_max", "group_min", "group_nth", "group_person"})
"""Operations that carry a value on without computing a new one."""


def ancestors(graph: Graph, rangs: Collection[int]) -> list[int]:
    """Return the nodes that some nodes depend on, themselves included, in order."""
    vus: set[int] = set()
    suite = list(rangs)
    while suite:
        rang = suite.pop()
        if rang not in vus:
            vus.add(rang)
            suite.extend(graph.nodes[rang].args)
    return sorted(vus)


def subgraph(graph: Graph, sorties: Mapping[str, int]) -> Graph:
    """Return the part of a graph that some nodes depend on, with those nodes as its outputs."""
    places: dict[int, int] = {}
    partie = Graph()
    for rang in ancestors(graph, sorties.values()):
        node = graph.nodes[rang]
        places[rang] = len(partie.nodes)
        partie.nodes.append(Node(node.op, tuple(places[a] for a in node.args), node.params, node.dtype, node.entity))
        if node.op == "input":
            nom = str(node.params[0])
            partie.entrees[nom] = graph.entrees[nom]
    partie.sorties = {nom: places[rang] for nom, rang in sorties.items()}
    return partie


def dependencies(graph: Graph, sorties: Collection[str]) -> frozenset[str]:
    """Return the names of the inputs on which some outputs depend, directly or not."""
    return _inputs(graph, [graph.sorties[sortie] for sortie in sorties])


def _inputs(graph: Graph, rangs: Collection[int]) -> frozenset[str]:
    return frozenset(str(graph.nodes[rang].params[0]) for rang in ancestors(graph, rangs) if graph.nodes[rang].op == "input")


def first_failure(loi: Loi, cas: Cas, regle: Regle) -> Echec | None:
    """Return the first condition of a right, in its order, that nobody of the family meets in any completion; None where there is none.

    The person told of is the one nearest to the right, as in the estimate: she meets most conditions.
    """
    return failures(loi, cas, {regle.code: regle})[regle.code]


def failures(loi: Loi, cas: Cas, regles: Mapping[str, Regle]) -> dict[str, Echec | None]:
    """Return the first failing condition of each right; every node behind their conditions is computed once."""
    variables = {condition.variable for regle in regles.values() for condition in regle.conditions}
    lecture = Lecture(subgraph(loi.graph, {nom: loi.graph.sorties[nom] for nom in sorted(variables)}), cas)
    return {code: _first(lecture, cas, regle) for code, regle in regles.items()}


def _first(lecture: Lecture, cas: Cas, regle: Regle) -> Echec | None:
    variables = [condition.variable for condition in regle.conditions]
    tableaux = [_of_family(lecture.graph, cas, nom, lecture.valeurs[lecture.graph.sorties[nom]]) for nom in variables]
    note = sum((t.sum(axis=0) for t in tableaux if t.shape[1] == len(cas.famille)), np.zeros(len(cas.famille)))
    nearest = int(np.argmax(note))
    for variable, tableau in zip(variables, tableaux, strict=True):
        colonne = tableau[:, nearest] if tableau.shape[1] == len(cas.famille) else tableau.any(axis=1)
        if not colonne.any():
            return Echec(condition=variable, comparaisons=tuple(lecture.why(variable, _rank(lecture.graph, cas, variable, nearest))))
    return None


def _of_family(graph: Graph, cas: Cas, sortie: str, tableau: NDArray[Any]) -> NDArray[Any]:
    entity = graph.nodes[graph.sorties[sortie]].entity
    if entity == CONSTANTE:
        return np.full((cas.completions, 1), bool(tableau))
    return tableau.reshape(cas.completions, -1)[:, list(cas.retenus(entity))].astype(bool)


def _rank(graph: Graph, cas: Cas, sortie: str, nearest: int) -> int:
    entity = graph.nodes[graph.sorties[sortie]].entity
    if entity == CONSTANTE:
        return 0
    retenus = cas.retenus(entity)
    return retenus[nearest] if len(retenus) > 1 else retenus[0]


def why(graph: Graph, cas: Cas, sortie: str, rang: int) -> list[Comparaison]:
    """Return what made a truth value what it is for one person or group, in the first completion: empty where it hangs on too many things.

    A conjunction that fails is told by the members that fail, one that holds by all of them; a disjunction the other way round.
    """
    return Lecture(subgraph(graph, {sortie: graph.sorties[sortie]}), cas).why(sortie, rang)


class Lecture:
    """Every node of a graph computed once for a household, to be followed back from truth values to the comparisons behind them."""

    def __init__(self, graph: Graph, cas: Cas) -> None:
        """Compute every node."""
        self.graph = graph
        self.cas = cas
        self.population = cas.population
        self.valeurs = evaluate_nodes(graph, cas.population)
        self._noms: list[str] = []
        self._masques = self._behind()

    def why(self, sortie: str, rang: int) -> list[Comparaison]:
        """Return what made an output what it is for one person or group, as `explication.why`."""
        trouvees: dict[tuple[object, ...], Comparaison] = {}
        for comparaison in self._follow(self.graph.sorties[sortie], rang, seule=True):
            cle = (comparaison.op, comparaison.gauche, comparaison.droite, comparaison.personne)
            trouvees.setdefault(cle, comparaison)
            if len(trouvees) > MOTIFS_MAX:
                return []
        return list(trouvees.values())

    def _behind(self) -> list[int]:
        """Return, for each node, the facts behind it as bits of a number, in the order of `_noms`."""
        bits: dict[str, int] = {}
        masques: list[int] = []
        for node in self.graph.nodes:
            masque = 0
            for arg in node.args:
                masque |= masques[arg]
            nom = str(node.params[0]).partition("@")[0] if node.op == "input" else COMPOSITION if node.op in ("role", "position", "size") else ""
            if nom and not nom.startswith(("prise.", "avant.")):
                masque |= 1 << bits.setdefault(nom, len(bits))
            masques.append(masque)
        self._noms = list(bits)
        return masques

    def behind(self, noeud: int) -> tuple[str, ...]:
        """Return the facts, and the composition, that a node depends on."""
        masque = self._masques[noeud]
        return tuple(sorted(nom for bit, nom in enumerate(self._noms) if masque >> bit & 1))

    def _value(self, noeud: int, rang: int) -> Any:  # noqa: ANN401 - numpy's scalar of any dtype
        tableau = self.valeurs[noeud]
        return tableau[()] if tableau.ndim == 0 else tableau[rang]

    def _follow(self, noeud: int, rang: int, *, seule: bool) -> Iterator[Comparaison]:
        node = self.graph.nodes[noeud]
        vrai = bool(self._value(noeud, rang))
        if node.op in COMPARAISONS:
            yield self._compared(node, rang, seule=seule, vrai=vrai)
        elif node.op in ("logical_and", "logical_or") or (node.op in ("multiply", "add", "minimum", "maximum") and node.dtype == "bool"):
            conjonction = node.op in ("logical_and", "multiply", "minimum")
            yield from self.of_members([(arg, rang) for arg in node.args], conjonction=conjonction, vrai=vrai, seule=seule)
        elif node.op in ("group_all", "group_any"):
            yield from self.of_members([(node.args[0], p) for p in self._persons(node, rang)], conjonction=node.op == "group_all", vrai=vrai, seule=seule)
        elif node.op in ("logical_not", "invert") or (node.op == "cast" and self._boolean(node.args[0])):
            yield from self._follow(node.args[0], rang, seule=seule)
        elif node.op == "project":
            yield from self._follow(node.args[0], self._group_of(node, rang), seule=seule)
        elif node.op == "where" and node.dtype == "bool":
            yield from self.chosen(node, rang, vrai=vrai, seule=seule)
        elif node.op == "const":
            return
        elif node.op == "group_person" and len(self._holders(node, rang)) == 1:
            yield from self._follow(node.args[0], self._holders(node, rang)[0], seule=seule)
        else:
            yield from self.counted(noeud, node, rang, seule=seule, vrai=vrai)

    def of_members(self, membres: Sequence[tuple[int, int]], *, conjonction: bool, vrai: bool, seule: bool) -> Iterator[Comparaison]:
        """Follow the members that decide. A lone member decides alone; where several must turn together, none does."""
        decisifs = list(membres) if vrai is conjonction else [m for m in membres if bool(self._value(*m)) is vrai]
        # In a conjunction that fails, every failing member must turn; in one that holds, any of them turns it. The other way round for a disjunction.
        libre = vrai is conjonction or len(decisifs) == 1
        for noeud, rang in decisifs:
            yield from self._follow(noeud, rang, seule=seule and libre)

    def chosen(self, node: Node, rang: int, *, vrai: bool, seule: bool) -> Iterator[Comparaison]:
        """Follow the branch that was taken, and what chose it where the other branch says otherwise."""
        choix, oui, non = node.args
        prise, autre = (oui, non) if self._value(choix, rang) else (non, oui)
        if bool(self._value(autre, rang)) is not vrai:
            yield from self._follow(choix, rang, seule=seule)
        yield from self._follow(prise, rang, seule=seule)

    def counted(self, noeud: int, node: Node, rang: int, *, seule: bool, vrai: bool) -> Iterator[Comparaison]:
        """Tell a truth value that is not made of others: a fact, or a number taken as one (zero: no)."""
        if node.op == "cast" and not self._boolean(node.args[0]):
            zero = Terme(valeur=0.0)
            yield Comparaison(
                op="not_equal" if vrai else "equal", gauche=self._term(node.args[0], rang), droite=zero, personne=self._whose(node, rang), seule=seule
            )
            return
        terme = self._term(noeud, rang)
        yield Comparaison(op="fact", gauche=terme, droite=Terme(valeur=vrai), personne=self._whose(node, rang), seule=seule)

    def _compared(self, node: Node, rang: int, *, seule: bool, vrai: bool) -> Comparaison:
        op = node.op if vrai else CONTRAIRES[node.op]
        gauche, droite = (self._term(arg, rang) for arg in node.args)
        return Comparaison(op=op, gauche=gauche, droite=droite, personne=self._whose(node, rang), seule=seule)

    def _term(self, noeud: int, rang: int) -> Terme:
        faits = self.behind(noeud)
        valeur = _plain(self._value(noeud, rang))
        return Terme(valeur=valeur, faits=faits, fait=self.bare(noeud), certain=all(_plain(autre) == valeur for autre in self.others(noeud, rang)))

    def others(self, noeud: int, rang: int) -> list[Any]:
        """Return the value of the same person or group in the other completions."""
        tableau = self.valeurs[noeud]
        if tableau.ndim == 0:
            return []
        taille = self.cas.taille(self.graph.nodes[noeud].entity)
        return list(tableau[rang % taille :: taille])

    def bare(self, noeud: int) -> str:
        """Return the fact that a value is, carried on unchanged; empty where something was computed."""
        node = self.graph.nodes[noeud]
        while node.op in TRANSPARENTES:
            node = self.graph.nodes[node.args[0]]
        return str(node.params[0]).partition("@")[0] if node.op == "input" else ""

    def _boolean(self, noeud: int) -> bool:
        return self.graph.nodes[noeud].dtype == "bool"

    def _whose(self, node: Node, rang: int) -> str:
        return self.cas.ids[rang % len(self.cas.ids)] if node.entity == INDIVIDU else ""

    def _persons(self, node: Node, rang: int) -> list[int]:
        return [int(p) for p in np.flatnonzero(self.population.groupes[str(node.params[0])].de == rang)]

    def _group_of(self, node: Node, rang: int) -> int:
        return int(self.population.groupes[str(node.params[0])].de[rang])

    def _holders(self, node: Node, rang: int) -> list[int]:
        groupes = self.population.groupes[str(node.params[0])]
        return [int(p) for p in np.flatnonzero((groupes.de == rang) & (groupes.role == node.params[1]))]


def _plain(valeur: Any) -> float | bool | str:  # noqa: ANN401 - numpy's scalar of any dtype
    if isinstance(valeur, np.bool_):
        return bool(valeur)
    if isinstance(valeur, np.datetime64):
        return str(valeur)
    if isinstance(valeur, np.timedelta64):
        return float(valeur.astype("int64"))
    return float(valeur)


SIGNES = {"less": "<", "less_equal": "≤", "greater": ">", "greater_equal": "≥", "equal": "=", "not_equal": "≠", "fact": "="}


def in_words(comparaison: Comparaison) -> str:
    """Return a comparison for a log or a page of documentation: "quotient_familial_caf 1520.0 > 1340.0 (the law)". Screens have their own words."""
    return f"{_side(comparaison.gauche)} {SIGNES[comparaison.op]} {_side(comparaison.droite)}"


def _side(terme: Terme) -> str:
    valeur = terme.valeur if isinstance(terme.valeur, (str, bool)) else f"{terme.valeur:g}"
    if terme.fait:
        return f"{terme.fait} {valeur}"
    return f"{valeur} ({'calculé de ' + ', '.join(terme.faits[:4]) if terme.faits else 'la loi'})"
