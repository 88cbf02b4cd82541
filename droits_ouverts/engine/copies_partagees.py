"""The copies of one household where a compiled month leaves some rights to the interpreter: each output from the one that answers for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from droits_ouverts.engine.interpreter import Copies
from droits_ouverts.engine.programme.copies import CopiesCompilees

if TYPE_CHECKING:
    import numpy as np

    from droits_ouverts.engine.completions import Copie
    from droits_ouverts.engine.formules.types import Regle
    from droits_ouverts.engine.programme.variantes import Loi
    from droits_ouverts.engine.situation import Situation


class Calculees(Protocol):
    """Copies of one household, computed."""

    def members(self, variable: str) -> np.ndarray:
        """Return a variable for the demandeur's family: shape (copies, persons of the family or 1 group)."""
        ...


class CopiesPartagees:
    """A compiled month and the interpreter together. Outputs must be asked in the order of the rules, as `estimate` and `courbe_calcul` do."""

    def __init__(self, situation: Situation, copies: Sequence[Copie], regles: Mapping[str, Regle], loi: Loi) -> None:
        """Raise `EntreeError` where an answer is out of the programme's bounds."""
        self.loi = loi
        self.compilees = CopiesCompilees(situation, copies, regles, loi)
        self.interpretees = Copies(situation, copies, regles)

    def members(self, variable: str) -> np.ndarray:
        """Return a variable of the rules. Of those whose value depends on the order, the interpreter is asked each in its turn, though it answers the refused ones only."""
        interpretee = self.interpretees.members(variable) if variable in self.loi.rappel else None
        if variable in self.loi.refus:
            return self.interpretees.members(variable) if interpretee is None else interpretee
        return self.compilees.members(variable)


def copies_of(situation: Situation, copies: Sequence[Copie], regles: Mapping[str, Regle], loi: Loi | None) -> Calculees:
    """Return the copies as they are to be computed: by the interpreter where there is no compiled month, by both where it leaves some rules out."""
    if loi is None:
        return Copies(situation, copies, regles)
    return CopiesPartagees(situation, copies, regles, loi) if loi.interpreted(regles) else CopiesCompilees(situation, copies, regles, loi)
