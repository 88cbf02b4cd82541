"""Which variables ask which, by their names: what tells whether a value depends on what was asked before it.

OpenFisca keeps what it has computed. Where a variable needs itself of another month, it takes its default value there, and what was kept meanwhile holds
that default: such a value depends on the order of the questions. A variable from which no name can be reached again, and none that is marked, has
one value whatever was asked before.
"""

from __future__ import annotations

from collections.abc import Collection


class Appels:
    """Names asked, by the name that asks: filled while formulas run, whatever the periods."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.appels: dict[str, set[str]] = {}
        self.guetteuses: set[str] = set()
        """Variables whose formula looks whether another one was computed already."""

    def add(self, appelante: str, appelee: str) -> None:
        """Note that the formula of a variable asks another one."""
        self.appels.setdefault(appelante, set()).add(appelee)
        self.appels.setdefault(appelee, set())

    def order_dependent(self, refusees: Collection[str]) -> frozenset[str]:
        """Return the names whose value may depend on what was asked before: those that reach a loop, a refused variable or one that looks at the cache.

        What a refused formula asks is not known whole, so that each stands for a loop.
        """
        marquees = {*refusees, *self.guetteuses}
        appelantes: dict[str, list[str]] = {}
        for appelante, appelees in self.appels.items():
            for appelee in appelees:
                appelantes.setdefault(appelee, []).append(appelante)
        restent = {nom: len(appelees) for nom, appelees in self.appels.items()}
        pile = [nom for nom, reste in restent.items() if not reste and nom not in marquees]
        sures = set(pile)
        while pile:
            for appelante in appelantes.get(pile.pop(), ()):
                restent[appelante] -= 1
                if not restent[appelante] and appelante not in marquees:
                    sures.add(appelante)
                    pile.append(appelante)
        return frozenset(({*self.appels} | marquees) - sures)
