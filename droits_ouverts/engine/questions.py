"""The next best question: the unknown fact whose answer, whatever it is, narrows what the household may receive the most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from droits_ouverts.engine.results import QuestionSuivante

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from droits_ouverts.engine.completions import Cellule, Completion
    from droits_ouverts.engine.situation import Situation


def question_of(situation: Situation, cell: Cellule) -> str:
    """Return the question as it is put: to the demandeur herself, or about another person by her identifier in the file."""
    nom, ident = cell.cle
    annee = int(situation.mois[:4])
    texte = cell.fait.question
    if cell.fait.question_tiers and ident != situation.demandeur.id and ident in situation.famille_du_demandeur:
        texte = cell.fait.question_tiers
    return texte.format(prenom=ident, annee_n1=annee - 1, annee_n2=annee - 2, nom=nom)


def next_question(
    situation: Situation, cells: Sequence[Cellule], completions: Sequence[Completion], par_droit: Mapping[str, np.ndarray], eligibles: Mapping[str, np.ndarray]
) -> QuestionSuivante | None:
    """Return the question to ask next, None where nothing is unknown or nothing would change.

    `par_droit`: euros a month of each right, shape (completions,); `eligibles`: booleans of the same shape. The gain of a question is the width
    of what the household may receive in all, minus the largest width left over its possible answers; ties go to the
    question that narrows each right most, then to the one that settles most statuses.
    """
    total = sum(par_droit.values(), np.zeros(len(completions)))
    meilleure: tuple[tuple[float, float, int], Cellule] | None = None
    for cell in cells:
        if cell.refusee or situation.pertinence(cell.fait, cell.cle[1]) is not True:
            continue
        groupes = _groups(cell, completions)
        if len(groupes) < 2:
            continue
        note = (
            round(_narrowing(total, groupes), 2),
            round(sum(_narrowing(montants, groupes) for montants in par_droit.values()), 2),
            sum(_settles(e, groupes) for e in eligibles.values()),
        )
        if note > (0, 0, 0) and (meilleure is None or note > meilleure[0]):
            meilleure = (note, cell)
    if meilleure is None:
        return None
    (gain, _, _), cell = meilleure
    return QuestionSuivante(fait=cell.cle[0], entite=cell.cle[1], question=question_of(situation, cell), gain=max(0.0, gain))


def _groups(cell: Cellule, completions: Sequence[Completion]) -> list[np.ndarray]:
    par_valeur: dict[object, list[int]] = {}
    for rang, completion in enumerate(completions):
        if cell.cle in completion:
            par_valeur.setdefault(completion[cell.cle], []).append(rang)
    return [np.array(rangs) for rangs in par_valeur.values()]


def _narrowing(montants: np.ndarray, groupes: Sequence[np.ndarray]) -> float:
    return float(np.ptp(montants)) - max(float(np.ptp(montants[g])) for g in groupes)


def _settles(eligible: np.ndarray, groupes: Sequence[np.ndarray]) -> int:
    if eligible.all() or not eligible.any():
        return 0
    return sum(1 for g in groupes if eligible[g].all() or not eligible[g].any())
