"""The copies of one household, computed by a compiled month: what `interpreter.Copies` answers, in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.programme.graph import CONSTANTE, MENAGE
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.programme.situations import pack
from droits_ouverts.engine.questionnaire.types import Entite

if TYPE_CHECKING:
    from droits_ouverts.engine.completions import Copie
    from droits_ouverts.engine.programme.variantes import Loi
    from droits_ouverts.engine.situation import Situation


def covers(loi: Loi, situation: Situation, regles: Mapping[str, Regle]) -> bool:
    """Tell whether a compiled month answers for a household: every rule, but for those it tells it leaves out, and nothing told beyond the questionnaire."""
    return not situation.autres and not situation.historique and {*loi.regles(regles), *loi.interpreted(regles)} == set(regles)


class CopiesCompilees:
    """The copies of one household, computed at once. Raise `EntreeError` where an answer is out of the programme's bounds."""

    def __init__(self, situation: Situation, copies: Sequence[Copie], regles: Mapping[str, Regle], loi: Loi) -> None:
        self.situation = situation
        self.copies = copies
        self.loi = loi
        population = pack(situation, [copie.completion for copie in copies], loi.graph.entrees)
        entrees = {**population.entrees, **self._masks(regles)}
        self.valeurs = loi.calculateur.run(Population(personnes=population.personnes, groupes=population.groupes, entrees=entrees))

    def _masks(self, regles: Mapping[str, Regle]) -> dict[str, np.ndarray]:
        """Return what each copy takes up, in the months before and from the month of the check-up on: as `interpreter.Copies`."""
        recus = self.situation.droits_recus
        masques = {}
        for nom, entree in self.loi.graph.entrees.items():
            quand, _, reste = nom.partition(".")
            code = reste.partition(".")[0]
            if quand not in ("prise", "avant") or code not in regles or regles[code].versement is not Versement.MENSUEL:
                continue
            pris = [(code not in copie.sans) if quand == "prise" or copie.etablie else (recus is None or code in recus) for copie in self.copies]
            masques[nom] = np.repeat(np.array(pris, dtype=bool), len(self.situation.ids(Entite(entree.entity))))
        return masques

    def members(self, variable: str) -> np.ndarray:
        """Return a variable for the demandeur's family: shape (copies, persons of the family or 1 group)."""
        rank = self.loi.graph.sorties[variable]
        entity = self.loi.graph.nodes[rank].entity
        valeurs: Any = np.asarray(self.valeurs[variable])
        if entity == CONSTANTE:
            entity = self.loi.entites.get(variable, MENAGE)
        entite = Entite(entity)
        ids = self.situation.ids(entite)
        tableau = np.broadcast_to(valeurs, (len(self.copies), len(ids))) if valeurs.ndim == 0 else valeurs.reshape(len(self.copies), len(ids))
        if entite is Entite.INDIVIDU:
            retenus = [i for i, ident in enumerate(ids) if ident in self.situation.famille_du_demandeur]
        else:
            retenus = [ids.index(self.situation.groupe_de(entite, self.situation.demandeur.id))]
        return np.asarray(tableau[:, retenus])
