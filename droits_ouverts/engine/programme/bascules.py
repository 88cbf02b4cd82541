"""Where an answer turns: the value of an input from which a right opens or ends, and what one more hour of work would leave.

A sweep moves one input of one person over a grid, everything else as it is, in one computation for all sweeps together; each turn found is then
narrowed down, sixteen parts at a time, to one euro, one month or one day. A right that opens and ends again between two values of the grid is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.courbe import SEMAINES_PAR_MOIS
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme.eclairage import Bascule, Marge
from droits_ouverts.engine.programme.variantes import Cas, Deplacement, Loi, moved, names_of, observe, stack, total, values
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.results import Intervalle

PARTS = 16
SALAIRE, LOYER, NAISSANCE = "salaire_net", "loyer", "date_naissance"
SALAIRE_MAX, SALAIRE_MARGE, SALAIRE_PAS = 4000.0, 800.0, 10.0
GRILLES: dict[str, tuple[float, float, float]] = {
    LOYER: (0.0, 1500.0, 10.0),
    "revenu_fiscal_reference": (0.0, 40_000.0, 250.0),
    "quotient_familial_caf": (0.0, 2500.0, 20.0),
    "mois_residence_france": (0.0, 72.0, 1.0),
    "mois_residence_metropole_lyon": (0.0, 72.0, 1.0),
    "annees_titre_sejour": (0.0, 11.0, 1.0),
}
"""Inputs that are swept beside earnings and ages: from, to, step, in their own unit."""
AGE_MAX = 100
JOURS_PAR_AN = 365.25
SANS_ACTIVITE = ("chomeur", "inactif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balayage:
    """One input moved over `grille`, sorted whole numbers; `actuelle`: what it is now, None where not known. `moves` gives the moves of any values."""

    fait: str
    personne: int | None
    grille: NDArray[Any]
    moves: Callable[[NDArray[Any]], list[Deplacement]] = field(compare=False)
    actuelle: float | None = None


def earnings(loi: Loi, cas: Cas, personne: int, actuel: float | None = None) -> Balayage:
    """Return the sweep of one person's earnings in regime: the same for two years, and she is counted at work from the first euro.

    It goes past her wage of now (`actuel`), where it is known.
    """
    jusqu_a = max(SALAIRE_MAX, round((actuel or 0.0) + SALAIRE_MARGE, -1))

    def moves(salaires: NDArray[Any]) -> list[Deplacement]:
        deplacements = [Deplacement(nom=nom, rang=personne, valeurs=salaires) for nom in names_of(loi.graph, SALAIRE)]
        deplacements.append(Deplacement(nom="ressources_stables", rang=personne, valeurs=np.ones(len(salaires), dtype=bool)))
        activite = loi.graph.entrees.get("activite")
        if activite is not None:
            choix = [c.valeur for c in FAITS["activite"].choix]
            actuelle = values(cas, activite)[:, personne]
            sans = np.isin(actuelle, [choix.index(c) for c in SANS_ACTIVITE])
            travaille = np.where((salaires[:, None] > 0) & sans[None, :], choix.index("actif"), actuelle[None, :])
            deplacements.append(Deplacement(nom="activite", rang=personne, valeurs=travaille))
        return deplacements

    return Balayage(fait=SALAIRE, personne=personne, grille=np.arange(0.0, jusqu_a + SALAIRE_PAS, SALAIRE_PAS), moves=moves, actuelle=actuel)


def plain(loi: Loi, cas: Cas, fait: str, rang: int, personne: int | None) -> Balayage:
    """Return the sweep of one fact moved alone, over its grid."""
    dites = np.unique(values(cas, loi.graph.entrees[fait])[:, rang])
    bas, haut, pas = GRILLES[fait]
    entree = loi.graph.entrees[fait]
    haut = haut if entree.maximum is None else min(haut, entree.maximum)

    def moves(valeurs: NDArray[Any]) -> list[Deplacement]:
        return [Deplacement(nom=fait, rang=rang, valeurs=valeurs)]

    return Balayage(
        fait=fait, personne=personne, grille=np.arange(bas, haut + pas / 2, pas), moves=moves, actuelle=float(dites[0]) if len(dites) == 1 else None
    )


def births(loi: Loi, rang: int) -> Balayage:
    """Return the sweep of a person's birth date, from a hundred years ago to the first of the month."""
    fin = np.datetime64(f"{loi.mois}-01", "D").astype("int64")
    jours = np.sort(np.unique(np.round(fin - np.arange(0, AGE_MAX + 1) * JOURS_PAR_AN)))

    def moves(valeurs: NDArray[Any]) -> list[Deplacement]:
        return [Deplacement(nom=NAISSANCE, rang=rang, valeurs=valeurs.astype("int64").astype("datetime64[D]"))]

    return Balayage(fait=NAISSANCE, personne=rang, grille=jours.astype(np.float64), moves=moves)


def sweeps(loi: Loi, cas: Cas, adultes: Sequence[int], salaires: Mapping[str, float] | None = None) -> list[Balayage]:
    """Return the sweeps that a results page asks for: earnings of each adult, rent, reference income, quotient, residence, permit.

    `salaires`: the wage of now of each adult of whom it is known, by identifier.
    """
    balayages = [earnings(loi, cas, rang, (salaires or {}).get(cas.ids[rang])) for rang in adultes] if names_of(loi.graph, SALAIRE) else []
    for fait in GRILLES:
        entree = loi.graph.entrees.get(fait)
        if entree is None:
            continue
        individuel = entree.entity == "individu"
        # What was not said stays so: a household without rent is no tenant, and would not become one by a rent.
        dits = [rang for rang in (adultes if individuel else cas.retenus(entree.entity)) if (values(cas, entree)[:, rang] > 0).any()]
        balayages.extend(plain(loi, cas, fait, rang, rang if individuel else None) for rang in dits)
    return balayages


def turns(loi: Loi, cas: Cas, balayages: Sequence[Balayage], regles: Mapping[str, Regle]) -> tuple[Bascule, ...]:
    """Return every turn of every right along every sweep, by sweep, code and value."""
    grilles = [balayage.grille for balayage in balayages]
    poses = _observed(loi, cas, balayages, grilles, regles)
    encadrees: dict[tuple[int, str, int], list[tuple[float, float, bool]]] = {}
    for rang, par_code in enumerate(poses):
        for code, pose in par_code.items():
            for completion in range(cas.completions):
                bords = np.flatnonzero(pose[1:, completion] != pose[:-1, completion])
                encadrees[rang, code, completion] = [(grilles[rang][i], grilles[rang][i + 1], bool(pose[i + 1, completion])) for i in bords]
    encadrees = _narrow(loi, cas, balayages, encadrees, regles)
    trouvees = []
    for rang, balayage in enumerate(balayages):
        for code in poses[rang]:
            suites = [encadrees[rang, code, completion] for completion in range(cas.completions)]
            trouvees.extend(_gather(code, balayage, suites, cas.ids))
    return tuple(trouvees)


def _observed(loi: Loi, cas: Cas, balayages: Sequence[Balayage], grilles: Sequence[NDArray[Any]], regles: Mapping[str, Regle]) -> list[dict[str, NDArray[Any]]]:
    """Compute every sweep on its values, all in one computation: for each sweep, code -> bool of shape (values, completions)."""
    n, deplacements = stack([(len(g), b.moves(g)) for b, g in zip(balayages, grilles, strict=True)], cas, loi.graph)
    if not n:
        return [{} for _ in balayages]
    vues = observe(loi, cas, moved(loi, cas, n, deplacements), regles, en_regime=True)
    bords = np.cumsum([0, *(len(g) for g in grilles)])
    return [{code: vue.pose[bords[i] : bords[i + 1]] for code, vue in vues.items()} for i in range(len(grilles))]


def _narrow(
    loi: Loi, cas: Cas, balayages: Sequence[Balayage], encadrees: dict[tuple[int, str, int], list[tuple[float, float, bool]]], regles: Mapping[str, Regle]
) -> dict[tuple[int, str, int], list[tuple[float, float, bool]]]:
    """Narrow every turn until its two values are one unit apart; the turn found is the first one of each part."""
    while True:
        larges = sorted({(rang, bas, haut) for (rang, _, _), suite in encadrees.items() for bas, haut, _ in suite if haut - bas > 1})
        if not larges:
            return encadrees
        par_balayage: dict[int, set[float]] = {}
        for rang, bas, haut in larges:
            par_balayage.setdefault(rang, set()).update(_inside(bas, haut))
        grilles = [np.array(sorted(par_balayage.get(rang, ()))) for rang in range(len(balayages))]
        poses = _observed(loi, cas, balayages, grilles, regles)
        suite_de = {}
        for (rang, code, completion), suite in encadrees.items():
            suite_de[rang, code, completion] = [
                _closer(grilles[rang], poses[rang][code][:, completion], bas, haut, ouvre) if haut - bas > 1 else (bas, haut, ouvre)
                for bas, haut, ouvre in suite
            ]
        encadrees = suite_de


def _inside(bas: float, haut: float) -> list[float]:
    return [float(v) for v in np.unique(np.round(np.linspace(bas, haut, PARTS + 1)))[1:-1] if bas < v < haut]


def _closer(grille: NDArray[Any], pose: NDArray[Any], bas: float, haut: float, ouvre: bool) -> tuple[float, float, bool]:
    """Return the part, among the values between two bounds, where the answer becomes the new one and stays so up to the upper bound."""
    for valeur in reversed(_inside(bas, haut)):
        if bool(pose[np.searchsorted(grille, valeur)]) is ouvre:
            haut = valeur
        else:
            return valeur, haut, ouvre
    return bas, haut, ouvre


def _gather(code: str, balayage: Balayage, suites: Sequence[Sequence[tuple[float, float, bool]]], ids: Sequence[str]) -> list[Bascule]:
    """Put the turns of the completions together: bounds where they turn the same way, else the last end and the first opening of those that do."""
    qui = "" if balayage.personne is None else ids[balayage.personne]
    sens = [tuple(ouvre for _, _, ouvre in suite) for suite in suites]
    if len(set(sens)) == 1:
        colonnes = [(ouvre, [suite[i][1] for suite in suites]) for i, ouvre in enumerate(sens[0])]
        return [_bascule(code, balayage, qui, valeurs, ouvre=ouvre, toutes=True) for ouvre, valeurs in colonnes]
    fins = [max(fin) for suite in suites if (fin := [haut for _, haut, ouvre in suite if not ouvre])]
    debuts = [min(debut) for suite in suites if (debut := [haut for _, haut, ouvre in suite if ouvre])]
    return [_bascule(code, balayage, qui, valeurs, ouvre=ouvre, toutes=False) for ouvre, valeurs in ((True, debuts), (False, fins)) if valeurs]


def _bascule(code: str, balayage: Balayage, personne: str, valeurs: Sequence[float], *, ouvre: bool, toutes: bool) -> Bascule:
    bornes = Intervalle(min=float(min(valeurs)), max=float(max(valeurs)))
    return Bascule(code=code, fait=balayage.fait, personne=personne, ouvre=ouvre, valeur=bornes, toutes=toutes, actuelle=balayage.actuelle)


def one_more_hour(loi: Loi, cas: Cas, personne: int, salaire: float, horaire_net: float, regles: Mapping[str, Regle]) -> Marge:
    """Return what one more hour a week at the SMIC, at `horaire_net` euros, leaves to the household of a person who earns `salaire` a month."""
    plus = SEMAINES_PAR_MOIS * horaire_net
    salaires = np.array([salaire, salaire + plus])
    deplacements = earnings(loi, cas, personne).moves(salaires)
    recu = total(observe(loi, cas, moved(loi, cas, 2, deplacements), regles, en_regime=True), regles) + salaires[:, None]
    reste = recu[1] - recu[0]
    return Marge(personne=cas.ids[personne], salaire=round(plus, 2), reste=Intervalle(min=round(float(reste.min()), 2), max=round(float(reste.max()), 2)))
