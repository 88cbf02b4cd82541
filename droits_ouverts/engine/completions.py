"""Completions of a household: every unknown fact given a plausible value.

Small sets are enumerated whole. Larger ones are sampled by radial designs: from several drawn households, each unknown fact is
moved alone through all its values (Morris 1991, Saltelli 2010), so that what matters is seen apart from what does not; the
rights are then enumerated again over the facts that matter to them (`refine`). The draws are seeded: the same household always gives the same answer.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from droits_ouverts.engine.questionnaire.predicates import facts_read, values_read
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Fait, Periode, Role
from droits_ouverts.engine.situation import Cle, Etat, Situation, default_of

ENUMERATION_MAX = 600
"""Largest number of completions that is enumerated whole."""
RADIAL_MAX = 480
"""Target number of completions of the radial designs (3 households at least, 12 at most)."""
RAFFINEMENT_MAX = 500
"""Largest number of completions added where rights are enumerated over the facts that matter to them."""
SUPPOSITIONS = 120
"""Draws over the facts that an OpenFisca file left out, beside each of them moved alone."""
PART_DEPLACEE = 0.25
"""In such a draw, the share of the left-out facts that are moved away from their default."""
LOCATAIRES = ("locataire_hlm", "locataire_vide", "locataire_meuble", "locataire_foyer")

Completion = Mapping[Cle, object]


@dataclass(frozen=True, slots=True)
class Cellule:
    """An unknown fact of one person or group with its plausible values, and the cells whose relevance hangs on it."""

    cle: Cle
    fait: Fait
    valeurs: tuple[object, ...]
    refusee: bool
    conditionnelle: bool


@dataclass(frozen=True, slots=True)
class Copie:
    """One copy of the household: its completion, and the codes of the rights that it does not take up.

    In an established copy (`etablie`) the rights taken up have always been, and those in `sans` never: amounts are those of the regime once
    declarations have followed, as OpenFisca gives them. In the other, what is not already received was not received in the months before.
    """

    completion: Completion
    sans: frozenset[str] = frozenset()
    etablie: bool = True


def unknown_cells(situation: Situation) -> list[Cellule]:
    """Return the unknown and refused facts that may matter, gates first."""
    return _cells(situation, {Etat.INCONNU, Etat.REFUSE})


def supposed_cells(situation: Situation) -> list[Cellule]:
    """Return the facts that an OpenFisca file left out and whose default is supposed, with their other values only.

    Unknown facts that only such a default leaves unasked are among them, with all their values.
    """
    autres: list[Cellule] = []
    for cell in _cells(situation, {Etat.SUPPOSE}):
        suppose = situation.reponse(*cell.cle).etat is Etat.SUPPOSE
        valeurs = tuple(v for v in cell.valeurs if v != default_of(cell.fait)) if suppose else cell.valeurs
        if valeurs:
            autres.append(Cellule(cell.cle, cell.fait, valeurs, cell.refusee, cell.conditionnelle))
    return autres


def _cells(situation: Situation, etats: set[Etat]) -> list[Cellule]:
    cells: list[Cellule] = []
    ouverts: set[str] = set()
    for fait in FAITS.values():
        for ident in situation.porteurs(fait):
            reponse = situation.reponse(fait.nom, ident)
            partielle = reponse.etat is Etat.CONNU and Etat.INCONNU in etats and _has_unknown_month(fait, reponse.valeur)
            gate = bool(facts_read(fait.quand) & ouverts)
            derriere = gate and Etat.SUPPOSE in etats and reponse.etat in (Etat.INCONNU, Etat.REFUSE)
            if not (reponse.etat in etats or partielle or derriere) or not fait.plausibles.valeurs or _left_alone(situation, fait):
                continue
            pertinence = situation.pertinence(fait, ident)
            if (pertinence is False and not gate) or (derriere and pertinence is not False):
                continue
            ouverts.add(fait.nom)
            valeurs = _narrowed(situation, fait)
            cells.append(Cellule((fait.nom, ident), fait, valeurs, reponse.etat is Etat.REFUSE, conditionnelle=gate))
    return cells


def _has_unknown_month(fait: Fait, valeur: object) -> bool:
    return fait.periode is Periode.MOIS_PASSES and isinstance(valeur, tuple) and any(montant is None for _, montant in valeur)


def _left_alone(situation: Situation, fait: Fait) -> bool:
    """Tell whether a fact is left to OpenFisca: the marital status of a couple decides who shares a tax household, not an amount."""
    return fait.nom == "statut_marital" and any(p.role is Role.CONJOINT for p in situation.personnes)


def _narrowed(situation: Situation, fait: Fait) -> tuple[object, ...]:
    """Return the plausible values, without those that a known answer rules out (a known rent is that of a tenant)."""
    if fait.nom == "statut_occupation_logement":
        loyer = situation.reponse("loyer", situation.groupe_de(fait.entite, situation.demandeur.id)).valeur
        if isinstance(loyer, float) and loyer > 0:
            return LOCATAIRES
    return fait.plausibles.valeurs


def _opened(situation: Situation, cells: Sequence[Cellule], choisies: dict[Cle, object]) -> Completion:
    """Keep the values of the cells whose gates are open in this completion."""
    retenues: dict[Cle, object] = {}
    for cell in cells:
        if cell.cle not in choisies:
            continue
        if cell.conditionnelle and situation.pertinence(cell.fait, cell.cle[1], retenues) is not True:
            continue
        retenues[cell.cle] = choisies[cell.cle]
    return retenues


def design(situation: Situation, cells: Sequence[Cellule]) -> tuple[list[Completion], bool]:
    """Return completions of the unknown facts, and whether they are all of them. No unknown: the household as it is."""
    taille = math.prod(len(cell.valeurs) for cell in cells)
    if taille <= ENUMERATION_MAX:
        tout = (dict(zip((c.cle for c in cells), v, strict=True)) for v in itertools.product(*(c.valeurs for c in cells)))
        return _distinct(_opened(situation, cells, choisies) for choisies in tout), True
    alea = random.Random(1)  # noqa: S311 - a sampling design, not a secret
    rayon = sum(len(cell.valeurs) - 1 for cell in cells)
    bases = max(3, min(12, RADIAL_MAX // max(1, rayon)))
    tirages: list[dict[Cle, object]] = []
    for rang in range(bases):
        base = {c.cle: c.valeurs[rang % len(c.valeurs)] if rang < 2 else alea.choice(c.valeurs) for c in cells}
        tirages.append(base)
        tirages.extend({**base, c.cle: v} for c in cells for v in c.valeurs if v != base[c.cle])
    return _distinct(_opened(situation, cells, choisies) for choisies in tirages), False


def refine(situation: Situation, cells: Sequence[Cellule], importantes: Sequence[frozenset[Cle]]) -> list[Completion]:
    """Return, for each set of facts that matter to a right, every combination of them, the others at the first of their values."""
    base = {c.cle: c.valeurs[0] for c in cells}
    suite: list[Completion] = []
    for cles in sorted(set(importantes), key=lambda cles: (len(cles), sorted(cles))):
        retenues = [c for c in cells if c.cle in cles]
        if not retenues or math.prod(len(c.valeurs) for c in retenues) > RAFFINEMENT_MAX - len(suite):
            continue
        suite.extend(
            _opened(situation, cells, {**base, **dict(zip((c.cle for c in retenues), valeurs, strict=True))})
            for valeurs in itertools.product(*(c.valeurs for c in retenues))
        )
    return _distinct(suite)


def suppositions(situation: Situation, supposed: Sequence[Cellule], base: Completion) -> list[Completion]:
    """Return what could be otherwise in an OpenFisca file: each left-out fact moved alone, then draws of several at once."""
    if not supposed:
        return []
    alea = random.Random(2)  # noqa: S311 - a sampling design, not a secret
    tirages = [{**_gates(supposed, c), c.cle: v} for c in supposed for v in c.valeurs]
    tirages.extend({c.cle: alea.choice(c.valeurs) for c in supposed if alea.random() < PART_DEPLACEE} for _ in range(SUPPOSITIONS))
    return _distinct({**base, **_opened_or_default(situation, supposed, tirage)} for tirage in tirages)


def _gates(supposed: Sequence[Cellule], cell: Cellule) -> dict[Cle, object]:
    """Return values of the left-out gates that open a detail question, and of the gates behind them."""
    ouvertes: dict[Cle, object] = {}
    for fait, valeurs in values_read(cell.fait.quand):
        for gate in supposed:
            ouvrantes = [v for v in gate.valeurs if v in valeurs]
            memes = gate.fait.entite is not cell.fait.entite or gate.cle[1] == cell.cle[1]
            if gate.fait.nom == fait and ouvrantes and memes:
                ouvertes |= {**_gates(supposed, gate), gate.cle: ouvrantes[0]}
                break
    return ouvertes


def _opened_or_default(situation: Situation, supposed: Sequence[Cellule], tirage: dict[Cle, object]) -> Completion:
    retenues: dict[Cle, object] = {}
    for cell in supposed:
        if cell.cle in tirage and situation.pertinence(cell.fait, cell.cle[1], retenues) is not False:
            retenues[cell.cle] = tirage[cell.cle]
    return retenues


def _distinct(completions: object) -> list[Completion]:
    vues: dict[frozenset[tuple[Cle, object]], Completion] = {}
    for completion in completions:  # type: ignore[attr-defined]  # any iterable of completions
        vues.setdefault(frozenset(completion.items()), completion)
    return list(vues.values())


def pairs(cells: Sequence[Cellule], completions: Sequence[Completion]) -> dict[Cle, list[list[int]]]:
    """Return, for each cell, the groups of completions that differ by it alone (and by the cells that hang on it)."""
    groupes: dict[Cle, list[list[int]]] = {}
    for cell in cells:
        liees = _hanging(cell, cells)
        par_reste: dict[frozenset[tuple[Cle, object]], list[int]] = {}
        for rang, completion in enumerate(completions):
            par_reste.setdefault(frozenset((k, v) for k, v in completion.items() if k not in liees), []).append(rang)
        groupes[cell.cle] = [g for g in par_reste.values() if len({completions[i].get(cell.cle) for i in g}) > 1]
    return groupes


def _hanging(cell: Cellule, cells: Sequence[Cellule]) -> set[Cle]:
    liees, noms = {cell.cle}, {cell.fait.nom}
    for autre in cells:
        if autre.cle not in liees and facts_read(autre.fait.quand) & noms:
            liees.add(autre.cle)
            noms.add(autre.fait.nom)
    return liees
