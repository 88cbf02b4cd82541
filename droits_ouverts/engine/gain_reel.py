"""What one right really brings: its real amount, as the institution decided it, in place of the computed one, and what that changes in the other rights.

The household is computed with the right at this amount and without it, in every month, the other rights as they follow from it: two copies by
completion of what is not known. Loads OpenFisca.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from droits_ouverts.engine.completions import Completion, Copie, design, unknown_cells
from droits_ouverts.engine.formules.registre import EXCLUSIFS, REGLES
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.interpreter import PRISE_EN_COMPTE, Copies, CopiesSimulation
from droits_ouverts.engine.results import GainReel, Intervalle
from droits_ouverts.engine.situation import Situation

logger = logging.getLogger(__name__)

COMPLETIONS_MAX = 24
"""Ways of completing what is not known that are looked at for the least and the most that the right brings."""
UN_EURO = 1.0


class SimulationAuMontant(CopiesSimulation):
    """A simulation in which one right, wherever it is computed, has the amount that was decided: each month, shared among its holders as it was computed."""

    montant: float = 0.0
    noms: frozenset[str] = frozenset()
    copies: int = 1

    def _run_formula(self, variable: Any, population: Any, period: Any) -> Any:  # noqa: ANN401 - OpenFisca is untyped
        array = super()._run_formula(variable, population, period)
        if array is None or variable.name not in self.noms:
            return array
        par_copie = array.reshape(self.copies, -1).astype(float)
        calcule = par_copie.sum(axis=1, keepdims=True)
        au_montant = np.divide(self.montant * par_copie, calcule, out=np.zeros_like(par_copie), where=calcule > 0)
        return au_montant.ravel().astype(array.dtype)


class CopiesAuMontant(Copies):
    """Copies in which one right has another amount than the computed one, for itself and for the rights that see it."""

    def __init__(self, situation: Situation, copies: Sequence[Copie], regles: Mapping[str, Regle], *, code: str, montant: float) -> None:
        """`montant`: euros a month."""
        self.noms = frozenset({*PRISE_EN_COMPTE.get(code, ()), str(regles[code].montant)})
        self.montant = montant
        super().__init__(situation, copies, regles)

    def _build(self, regles: Mapping[str, Regle]) -> CopiesSimulation:
        simulation = super()._build(regles)
        simulation.__class__ = SimulationAuMontant
        simulation.noms, simulation.montant, simulation.copies = self.noms, self.montant, len(self.copies)
        return simulation


def compute(situation: Situation, code: str, montant: float, regles: Mapping[str, Regle] | None = None) -> GainReel | None:
    """Return what a monthly right of `montant` euros a month adds to everything the household receives.

    None where nothing can be said: the right is not paid by the month, or no completion of the answers gives it, so that what it changes is not known.
    """
    connues = REGLES if regles is None else regles
    regle = connues.get(code)
    if regle is None or regle.versement is not Versement.MENSUEL or regle.montant is None or montant <= 0:
        return None
    completions = _spread(design(situation, unknown_cells(situation))[0])
    mensuels = {nom: une for nom, une in connues.items() if une.versement is Versement.MENSUEL and une.montant is not None}
    montants, _ = _amounts(Copies(situation, [Copie(une) for une in completions], connues), mensuels)
    propres = montants.get(code)
    if propres is None or not (propres > UN_EURO).any():
        return None
    choisies = _scenarios(propres, sum(montants.values(), np.zeros(len(completions))))
    copies = []
    for rang in choisies:
        fermes = frozenset(nom for nom, valeurs in montants.items() if nom != code and valeurs[rang] <= 0)
        copies += [Copie(completions[rang], fermes), Copie(completions[rang], fermes | {code})]
    vus, tus = _amounts(CopiesAuMontant(situation, copies, connues, code=code, montant=montant), mensuels)
    tenus = np.abs(vus[code][::2] - montant) < UN_EURO if code in vus else np.zeros(len(choisies), bool)
    if not tenus.any():
        return None
    total = _total(vus, len(copies))
    ecarts = {nom: (valeurs[1::2] - valeurs[::2])[tenus] for nom, valeurs in vus.items() if nom != code}
    return GainReel(
        droit=code,
        mois=situation.mois,
        montant=round(montant, 2),
        net=_interval((total[::2] - total[1::2])[tenus]),
        reductions={nom: _interval(valeurs) for nom, valeurs in ecarts.items() if np.abs(valeurs).max() >= UN_EURO},
        non_vus=tuple(sorted(tus)),
        exact=len(completions) == 1,
    )


def _spread(completions: Sequence[Completion]) -> list[Completion]:
    """Return a few completions, from the first to the last."""
    pas = max(1, -(-len(completions) // COMPLETIONS_MAX))
    return list(completions[::pas])


def _scenarios(propres: np.ndarray, total: np.ndarray) -> list[int]:
    """Return the completions in which the right exists and the household receives least, most, and the first."""
    rangs = np.flatnonzero(propres > UN_EURO)
    return sorted({int(rangs[0]), int(rangs[total[rangs].argmin()]), int(rangs[total[rangs].argmax()])})


def _amounts(copies: Copies, mensuels: Mapping[str, Regle]) -> tuple[dict[str, np.ndarray], list[str]]:
    """Return each monthly right by copy, in euros, and those whose rule failed: one broken rule must not take the others with it."""
    vus: dict[str, np.ndarray] = {}
    tus: list[str] = []
    for nom, regle in mensuels.items():
        try:
            valeurs = copies.members(str(regle.montant)).sum(axis=1).astype(float)
        except Exception as error:  # noqa: BLE001 - as in `estimate`
            logger.warning("the rule %s failed: %s", nom, type(error).__name__)
            tus.append(nom)
            continue
        vus[nom] = valeurs
    return vus, tus


def _total(vus: Mapping[str, np.ndarray], n: int) -> np.ndarray:
    """Return everything that pays each month, with the larger only of two rights that exclude each other."""
    total = sum(vus.values(), np.zeros(n))
    for exclusifs in EXCLUSIFS:
        presents = [vus[code] for code in sorted(exclusifs & set(vus))]
        if len(presents) > 1:
            total = total - np.sum(presents, axis=0) + np.max(presents, axis=0)
    return np.asarray(total)


def _interval(valeurs: np.ndarray) -> Intervalle:
    # Adding zero takes the sign off a zero.
    return Intervalle(min=round(float(valeurs.min()), 2) + 0.0, max=round(float(valeurs.max()), 2) + 0.0)
