"""What was counted, from encounters, what erased ones counted for, and taps of counters: the same sums whichever they come from. Pure."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from droits_ouverts.reperage.enums import Axe, Nature, Suite
from droits_ouverts.reperage.rules_portee import Intervalle, wilson

Endroit = uuid.UUID | None
CHAMPS = {
    Axe.SUITE: "suite",
    Axe.OBJET: "objet",
    Axe.AGE: "age",
    Axe.LANGUE: "langue",
    Axe.SITUATION: "situation",
    Axe.FORME: "forme",
    Axe.HEURE: "heure",
    Axe.REVUE: "revue",
}
"""Axes on which each encounter counts once, its answer empty where nothing was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vue:
    """Encounters that say the same: their answers, and how many they are."""

    endroit: Endroit
    suite: str
    forme: str
    heure: int
    objet: str = ""
    age: str = ""
    langue: str = ""
    situation: str = ""
    raison: str = ""
    revue: bool = False
    nombre: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Taps of a counter that say the same: their sum."""

    endroit: Endroit
    forme: str
    heure: int
    nature: str
    nombre: int


def cells(vue: Vue) -> Iterator[tuple[str, str]]:
    """Yield the cells in which an encounter counts: the total, one answer of each axis, and the reason of a refusal."""
    yield Axe.TOTAL.value, ""
    for axe, champ in CHAMPS.items():
        lu = getattr(vue, champ)
        yield axe.value, {True: "oui", False: "non"}[lu] if isinstance(lu, bool) else str(lu)
    if vue.suite == Suite.BILAN_REFUSE:
        yield Axe.RAISON.value, vue.raison


@dataclass(frozen=True, slots=True, kw_only=True)
class Portee:
    """Of how many tries, how many encounters: somewhere, at an hour, in a way. Without an interval where that cannot be said."""

    cle: str
    rencontres: int
    tentatives: int

    @property
    def intervalle(self) -> Intervalle | None:
        """The proportion with its Wilson interval."""
        return wilson(self.rencontres, self.tentatives)


@dataclass(slots=True)
class Chiffres:
    """The counts of a round, or of several."""

    cases: Counter[tuple[Endroit, str, str]] = field(default_factory=Counter)
    efforts: Counter[tuple[Endroit, str, int, str]] = field(default_factory=Counter)

    @property
    def rencontres(self) -> int:
        """How many encounters."""
        return self._sum(Axe.TOTAL, "")

    def effort(self, nature: str) -> int:
        """How many doors, absences, leaflets, minutes."""
        return sum(nombre for (_, _, _, une), nombre in self.efforts.items() if une == nature)

    @property
    def bilans(self) -> int:
        """How many accepted a check-up."""
        return self._sum(Axe.SUITE, Suite.BILAN_ACCEPTE)

    @property
    def proposes(self) -> int:
        """To how many a check-up was offered, whatever they answered."""
        return sum(self._sum(Axe.SUITE, suite) for suite in (Suite.BILAN_PROPOSE, Suite.BILAN_ACCEPTE, Suite.BILAN_REFUSE))

    def by(self, axe: str) -> dict[str, int]:
        """Return how many encounters for each answer of an axis, the most frequent first; nothing said is an answer."""
        sommes: Counter[str] = Counter()
        for (_, un, valeur), nombre in self.cases.items():
            if un == axe and nombre:
                sommes[valeur] += nombre
        return dict(sorted(sommes.items(), key=lambda une: (-une[1], une[0])))

    @property
    def portee(self) -> Portee:
        """The reach of the whole."""
        return Portee(cle="", rencontres=self.rencontres, tentatives=self.effort(Nature.TENTATIVE))

    def reach_by_place(self) -> list[Portee]:
        """Return the reach place by place; the place of none is empty."""
        vues: Counter[str] = Counter()
        for (endroit, axe, _), nombre in self.cases.items():
            if axe == Axe.TOTAL:
                vues[str(endroit or "")] += nombre
        return _reaches(vues, self._tries(lambda cle: str(cle[0] or "")))

    def reach_by_hour(self) -> list[Portee]:
        """Return the reach hour by hour, in the order of the day."""
        trouvees = _reaches(Counter(self.by(Axe.HEURE)), self._tries(lambda cle: str(cle[2])))
        return sorted(trouvees, key=lambda une: int(une.cle))

    def reach_by_way(self) -> list[Portee]:
        """Return the reach for each way of going towards people."""
        return _reaches(Counter(self.by(Axe.FORME)), self._tries(lambda cle: cle[1]))

    def _tries(self, cle_de: Callable[[tuple[Endroit, str, int, str]], str]) -> Counter[str]:
        tries: Counter[str] = Counter()
        for cle, nombre in self.efforts.items():
            if cle[3] == Nature.TENTATIVE:
                tries[cle_de(cle)] += nombre
        return tries

    def _sum(self, axe: str, valeur: str) -> int:
        return sum(nombre for (_, un, dite), nombre in self.cases.items() if un == axe and dite == valeur)


def _reaches(vues: Mapping[str, int], tries: Mapping[str, int]) -> list[Portee]:
    cles = [cle for cle in {*vues, *tries} if vues.get(cle, 0) or tries.get(cle, 0)]
    toutes = [Portee(cle=cle, rencontres=vues.get(cle, 0), tentatives=tries.get(cle, 0)) for cle in cles]
    return sorted(toutes, key=lambda une: (-une.tentatives, -une.rencontres, une.cle))


def counted(vues: Iterable[Vue], gardes: Iterable[tuple[Endroit, str, str, int]], efforts: Iterable[Effort]) -> Chiffres:
    """Return the counts of encounters, of what erased ones counted for (place, axis, answer, how many), and of taps."""
    chiffres = Chiffres()
    for vue in vues:
        for axe, valeur in cells(vue):
            chiffres.cases[vue.endroit, axe, valeur] += vue.nombre
    for endroit, axe, valeur, nombre in gardes:
        chiffres.cases[endroit, axe, valeur] += nombre
    for un in efforts:
        chiffres.efforts[un.endroit, un.forme, un.heure, un.nature] += un.nombre
    return chiffres
