"""A plan made ready to run on pieces up to some size: buffers, and one call of numpy for each step with its operands already bound.

Buffers are as long as the largest piece. A shorter piece leaves at their ends values of an earlier one: they are computed again for nothing and
never read, which costs less than binding thousands of calls anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme import evaluation
from droits_ouverts.engine.programme.decoupe import Morceau
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree, Node, scalar
from droits_ouverts.engine.programme.plan import TERME_A_TERME, Etape, Plan, table_key

Valeur = NDArray[Any]
Appel = tuple[Callable[..., object], tuple[object, ...]]


ENTIERS = {4: np.int32, 8: np.int64}


class Composition:
    """Who lives with whom in the piece at hand, as the indices that group operations read: filled once for a piece, used by all its steps."""

    def __init__(self, capacites: dict[str, int]) -> None:
        """Take the largest number of persons and groups of a piece."""
        self.capacites = capacites
        self.de = {entity: np.zeros(capacites[INDIVIDU], dtype=np.int64) for entity in capacites if entity != INDIVIDU}
        self.membres: dict[tuple[str, str, int], tuple[NDArray[np.int64], NDArray[np.bool_]]] = {}
        self.roles: dict[tuple[str, tuple[int, ...]], tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
        self.positions: dict[str, NDArray[np.int32]] = {}
        self.rangs_lus: set[str] = set()
        self.reduits: set[str] = set()
        self.longueurs: dict[str, int] = {}
        self.plus_longs: dict[str, int] = {}
        self.morceau: Morceau

    def member(self, entity: str, sorte: str, code: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return two arrays of shape (groups,), filled for each piece: the person at a position or in a role, and whether there is none."""
        if sorte == "nth":
            self.rangs_lus.add(entity)
        taille = self.capacites[entity]
        return self.membres.setdefault((entity, sorte, code), (np.zeros(taille, dtype=np.int64), np.zeros(taille, dtype=np.bool_)))

    def fill(self, morceau: Morceau) -> None:
        """Take a piece."""
        self.morceau = morceau
        for entity, groupes in morceau.groupes.items():
            self.de[entity][: len(groupes.de)] = groupes.de
        for entity in self.rangs_lus:
            self.positions[entity] = evaluation.positions(morceau.groupes[entity])
            self.longueurs[entity] = int(self.positions[entity].max()) + 1
        for entity in self.reduits:
            for rang in range(self.longueurs[entity]):
                self.member(entity, "nth", rang)
        for (entity, sorte, code), (personnes, absents) in self.membres.items():
            groupes = morceau.groupes[entity]
            choisies = np.flatnonzero((self.positions[entity] if sorte == "nth" else groupes.role) == code)
            tenus = groupes.de[choisies]
            personnes[tenus] = choisies
            absents.fill(True)
            absents[tenus] = False
        for entity, codes in self.roles:
            groupes = morceau.groupes[entity]
            choisies = np.flatnonzero(np.isin(groupes.role, np.asarray(codes, dtype=np.int8)))
            self.roles[entity, codes] = (choisies, groupes.de[choisies])


class Etabli:
    """Buffers and bound calls for one piece at a time; used by one thread at a time."""

    def __init__(self, plan: Plan, entrees: dict[str, Entree], capacites: dict[str, int]) -> None:
        """Bind every step. `capacites`: the largest number of persons and groups of a piece, by entity."""
        self._entrees, self._tables = entrees, plan.tables
        self._composition = Composition(capacites)
        self._tampons = [np.zeros(capacites[entity], dtype=dtype) for dtype, entity in plan.casiers]
        self._donnees: dict[str, Valeur] = {}
        self._resultats: dict[str, Valeur] = {}
        self._lignes_ecrites: dict[str, Any] = {}
        self._appels: list[Appel] = []
        for etape in plan.etapes:
            self._bind(etape)

    def compute(self, morceau: Morceau, plus_longs: dict[str, int], donnees: dict[str, Valeur], resultats: dict[str, Valeur], ecrites: dict[str, Any]) -> None:
        """Compute a piece: read its rows of `donnees`, write the rows `ecrites` of `resultats`.

        `plus_longs`: how many members the largest group of each entity has, over the whole population.
        """
        self._donnees, self._resultats, self._lignes_ecrites = donnees, resultats, ecrites
        self._composition.plus_longs = plus_longs
        self._composition.fill(morceau)
        for fonction, args in self._appels:
            fonction(*args)

    def _bind(self, etape: Etape) -> None:
        node, sortie = etape.node, self._tampons[etape.casier]
        args = [self._tampons[arg] if isinstance(arg, int) else arg for arg in etape.args]
        if node.op in TERME_A_TERME:
            self._appels.append((getattr(np, node.op), (*args, sortie)))
        elif node.op == "where":
            self._bind_where(args, sortie, sur_place=etape.sur_place)
        elif node.op == "cast":
            self._appels.append((sortie.__setitem__, (..., args[0])))
        elif node.op == "table":
            index = args[0] if args[0].ndim else np.broadcast_to(args[0], sortie.shape)
            self._appels.append((self._tables[table_key(node)].take, (index, None, sortie, "clip")))
        elif node.op == "input":
            entree = self._entrees[str(node.params[0])]
            self._appels.append((self._load, (entree.nom, entree.entity, sortie, scalar(entree.defaut, entree.dtype))))
        elif node.op == "project":
            self._appels.append((self._long(args[0], str(node.params[0])).take, (self._composition.de[str(node.params[0])], None, sortie, "clip")))
        elif node.op.startswith("group_"):
            self._bind_group(node, self._long(args[0], INDIVIDU), sortie)
        elif node.op == "rank":
            self._appels.append((self._rank, (str(node.params[0]), self._long(args[0], INDIVIDU), sortie)))
            self._composition.rangs_lus.add(str(node.params[0]))
        elif node.op in evaluation.COMPOSITION:
            self._appels.append((self._compose, (node, sortie)))
        else:
            self._appels.append((self._apply, (node, args, sortie)))
        self._appels += [(self._store, (nom, node.entity, sortie)) for nom in etape.sorties]

    def _long(self, valeur: Valeur, entity: str) -> Valeur:
        return valeur if valeur.ndim else np.full(self._composition.capacites[entity], valeur)

    def _bind_where(self, args: list[Valeur], sortie: Valeur, *, sur_place: bool) -> None:
        condition, oui, non = args
        if not condition.ndim:
            condition = np.full(sortie.shape, condition)
        entier = ENTIERS.get(sortie.itemsize)
        if sur_place or entier is None or not (_is_zero(non) or _is_zero(oui)):
            if not sur_place:
                self._appels.append((sortie.__setitem__, (..., non)))
            self._appels.append((np.putmask, (sortie, condition, oui)))
            return
        # Where one side is zero, the bits of the other times 1 or 0, or masked: the same bits as a choice, three times faster.
        bits = sortie.view(entier)
        self._appels.append((bits.__setitem__, (..., condition)))
        if _is_zero(non):
            self._appels.append((np.multiply, (oui.view(entier), bits, bits)))
        else:
            self._appels.append((np.subtract, (bits, np.asarray(1, dtype=entier), bits)))
            self._appels.append((np.bitwise_and, (non.view(entier), bits, bits)))

    def _bind_group(self, node: Node, personnes: Valeur, sortie: Valeur) -> None:
        entity = str(node.params[0])
        if node.op == "group_sum":
            codes: Any = node.params[1]
            if codes is None:
                self._appels.append((self._sum, (entity, personnes, sortie)))
            else:
                cle = (entity, tuple(codes))
                self._composition.roles.setdefault(cle, (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)))
                self._appels.append((self._sum_of_roles, (cle, personnes, sortie)))
            return
        if node.op in evaluation.REDUCTEURS:
            self._composition.rangs_lus.add(entity)
            self._composition.reduits.add(entity)
            if personnes.dtype != node.dtype:
                converties = np.zeros(len(personnes), dtype=node.dtype)
                self._appels.append((converties.__setitem__, (..., personnes)))
                personnes = converties
            self._appels.append((self._reduce, (entity, np.asarray(scalar(node.params[1], node.dtype)), evaluation.REDUCTEURS[node.op], personnes, sortie)))
            return
        rang: Any = node.params[1]
        choisie, absents = self._composition.member(entity, "nth" if node.op == "group_nth" else "role", int(rang))
        self._appels.append((personnes.take, (choisie, None, sortie, "clip")))
        if node.op != "group_nth" or rang != 0:
            self._appels.append((np.putmask, (sortie, absents, np.asarray(scalar(node.params[2], node.dtype)))))

    def _load(self, nom: str, entity: str, sortie: Valeur, defaut: np.generic) -> None:
        donnee = self._donnees.get(nom)
        if donnee is None:
            sortie.fill(defaut)
        else:
            morceau = self._composition.morceau
            sortie[: morceau.tailles[entity]] = donnee[morceau.lignes[entity]]

    def _store(self, nom: str, entity: str, valeur: Valeur) -> None:
        self._resultats[nom][self._lignes_ecrites[entity]] = valeur[: self._composition.morceau.tailles[entity]]

    def _sum(self, entity: str, personnes: Valeur, sortie: Valeur) -> None:
        groupes = self._composition.morceau.groupes[entity]
        sortie[: groupes.nombre] = np.bincount(groupes.de, personnes[: len(groupes.de)], groupes.nombre)

    def _sum_of_roles(self, cle: tuple[str, tuple[int, ...]], personnes: Valeur, sortie: Valeur) -> None:
        choisies, de = self._composition.roles[cle]
        nombre = self._composition.morceau.tailles[cle[0]]
        sortie[:nombre] = np.bincount(de, personnes[choisies], nombre)

    def _reduce(self, entity: str, neutre: Valeur, reducteur: np.ufunc, personnes: Valeur, sortie: Valeur) -> None:
        longueur = self._composition.longueurs[entity]
        sortie.fill(neutre)
        suivants = np.empty_like(sortie)
        for rang in range(longueur):
            choisie, absents = self._composition.member(entity, "nth", rang)
            personnes.take(choisie, None, suivants, "clip")
            np.putmask(suivants, absents, neutre)
            reducteur(sortie, suivants, sortie)
        if longueur < self._composition.plus_longs[entity]:
            # Larger groups of other pieces give every group one more neutral element: 0.0 may take the place of -0.0.
            reducteur(sortie, neutre, sortie)

    def _rank(self, entity: str, personnes: Valeur, sortie: Valeur) -> None:
        groupes, positions = self._composition.morceau.groupes[entity], self._composition.positions[entity]
        valeurs = personnes[: len(groupes.de)].astype(np.float64)
        # As many columns as the largest group of the whole population has members: they decide of the rank of a value that is not a number.
        colonnes = np.full((groupes.nombre, self._composition.plus_longs[entity]), np.inf)
        colonnes[groupes.de, positions] = valeurs
        ordre = np.argsort(colonnes, kind="stable")
        sortie[: len(groupes.de)] = np.argsort(ordre, kind="stable")[groupes.de, positions]

    def _compose(self, node: Node, sortie: Valeur) -> None:
        groupes = self._composition.morceau.groupes[str(node.params[0])]
        if node.op == "role":
            codes: Any = node.params[1]
            sortie[: len(groupes.de)] = np.isin(groupes.role, np.asarray(codes, dtype=np.int8))
        elif node.op == "position":
            sortie[: len(groupes.de)] = evaluation.positions(groupes)
        else:
            sortie[: groupes.nombre] = np.bincount(groupes.de, minlength=groupes.nombre)

    def _apply(self, node: Node, args: list[Valeur], sortie: Valeur) -> None:
        morceau = self._composition.morceau
        taille = morceau.tailles[node.entity]
        # The product of matrices of a tax scale may end by another bit for one row than for several: a row is alone only where the population is.
        lues = 2 if taille == 1 < morceau.totaux[node.entity] else taille
        operandes = [np.broadcast_to(arg[:taille] if arg.ndim else arg, (lues,)) for arg in args]
        sortie[:taille] = evaluation.apply(node, operandes)[:taille]


def _is_zero(valeur: Valeur) -> bool:
    return not valeur.ndim and not any(valeur.tobytes())
