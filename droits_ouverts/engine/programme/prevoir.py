"""Compute the calendar of rights.

Each month is computed by its own law, for the household aged to that month (`vieillir.aged`). What does a change is found by computing the month
again with one thing left as it was the month before: one person's age, the time since something, the incomes of the window, then the law itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.completions import Completion
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme.calendrier import Calendrier, Cause, Evenement, GenreCause, Nature, Suppose
from droits_ouverts.engine.programme.variantes import Deplacement, Loi, Vue, moved, observe, stack, values
from droits_ouverts.engine.programme.vieillir import DUREES, STABLES, Packer, aged, case_of
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Periode
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.engine.situation import Etat, Situation

MOIS_MAX = 24
SEUIL = 1.0
"""Euros by which an amount must change to be told."""
PART_QUI_EXPLIQUE = 0.5
"""Share of a change of amount that one thing must explain to be named as its cause."""

Lois = Callable[[str], Loi | None]
"""The law of a month, None where it is not compiled."""


def compute(
    situation: Situation,
    completions: Sequence[Completion],
    lois: Lois,
    pack: Packer,
    *,
    regles: Mapping[str, Regle],
    versions: Mapping[str, str],
    mois_max: int = MOIS_MAX,
) -> Calendrier | None:
    """Return the calendar of a household; None where the month of the check-up itself is not compiled. It stops before the first month that is not."""
    loi = lois(situation.mois)
    if loi is None:
        return None
    calcules = loi.regles(regles)
    avant = _Mois(loi, situation, completions, pack, calcules, 0)
    depart, evenements = avant, []
    suivis = set(calcules)
    for ecart in range(1, mois_max + 1):
        suivante = lois(months.shift(situation.mois, ecart))
        if suivante is None:
            break
        communes = {code: regle for code, regle in calcules.items() if code in suivante.regles(regles)}
        suivis &= set(communes)
        mois = _Mois(suivante, situation, completions, pack, communes, ecart)
        evenements.extend(_events(avant, mois))
        avant = mois
    return Calendrier(
        mois=situation.mois,
        jusqu_a=avant.loi.mois,
        demande_jusqu_a=months.shift(situation.mois, mois_max),
        evenements=tuple(evenements),
        ouverts=tuple(code for code, vue in depart.vues.items() if vue.pose.all()),
        non_couverts=tuple(code for code in regles if code not in suivis),
        versions=versions,
        completions=len(completions),
        hypotheses=_supposed(situation, completions),
    )


def _supposed(situation: Situation, completions: Sequence[Completion]) -> tuple[Suppose, ...]:
    enceinte = any(nom == "enceinte" and r.etat is Etat.CONNU and r.valeur is True for (nom, _), r in situation.reponses.items())
    posees = {
        Suppose.REVENUS_REPETES: True,
        Suppose.REPONSES_TENUES: True,
        Suppose.GROSSESSE_LAISSEE: enceinte,
        Suppose.REPONSES_MANQUENT: len(completions) > 1,
    }
    return tuple(suppose for suppose, vraie in posees.items() if vraie)


class _Mois:
    """The household aged to one month, and what every right gives there."""

    def __init__(self, loi: Loi, situation: Situation, completions: Sequence[Completion], pack: Packer, regles: Mapping[str, Regle], ecart: int) -> None:
        self.loi = loi
        self.pack = pack
        self.regles = regles
        self.situation = aged(situation, ecart)
        # What the window repeats holds in every completion too.
        self.completions = [{cle: v for cle, v in c.items() if cle[0] != STABLES} for c in completions]
        self.cas = case_of(self.situation, self.completions, loi.graph.entrees, pack)
        self.vues = observe(loi, self.cas, self.cas.population, regles)

    def births(self, ecart: int, rangs: Sequence[int]) -> list[Deplacement]:
        """Return the moves that make some persons older by `ecart` months (younger where negative)."""
        entree = self.loi.graph.entrees.get("date_naissance")
        if entree is None:
            return []
        dates = values(self.cas, entree)
        return [Deplacement(nom="date_naissance", rang=rang, valeurs=_shift(dates[:, rang], -ecart)[None, :]) for rang in rangs]


def _shift(dates: NDArray[Any], ecart: int) -> NDArray[Any]:
    """Return dates some months later, on the same day, or on the last day of a shorter month."""
    mois = dates.astype("datetime64[M]")
    cible = mois + ecart
    jour = dates.astype("datetime64[D]") - mois.astype("datetime64[D]")
    dernier = (cible + 1).astype("datetime64[D]") - cible.astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(cible.astype("datetime64[D]") + np.minimum(jour, dernier))


def _events(avant: _Mois, mois: _Mois) -> list[Evenement]:
    changes = [code for code in mois.regles if code in avant.vues and _change(avant.vues[code], mois.vues[code]) is not None]
    if not changes:
        return []
    causes = _causes(avant, mois, changes)
    evenements = []
    for code in changes:
        avant_vue, vue = avant.vues[code], mois.vues[code]
        nature = _change(avant_vue, vue) or Nature.CHANGE
        certain = {Nature.OUVRE: bool(vue.pose.all()), Nature.FINIT: not vue.pose.any(), Nature.CHANGE: bool(vue.pose.all())}[nature]
        evenements.append(
            Evenement(mois=mois.loi.mois, code=code, nature=nature, causes=causes[code], avant=_bounds(avant_vue), apres=_bounds(vue), sur=certain)
        )
    return evenements


def _level(vue: Vue) -> int:
    return 2 if vue.pose.all() else int(vue.pose.any())


def _change(avant: Vue, apres: Vue) -> Nature | None:
    """Return what happens between two months, None where nothing worth telling does."""
    if _level(avant) != _level(apres):
        return Nature.OUVRE if _level(apres) > _level(avant) else Nature.FINIT
    if avant.montant is None or apres.montant is None or not apres.pose.any():
        return None
    return Nature.CHANGE if _gap(avant, apres) >= SEUIL else None


def _gap(une: Vue, autre: Vue) -> float:
    a, b = _bounds(une), _bounds(autre)
    return 0.0 if a is None or b is None else max(abs(a.min - b.min), abs(a.max - b.max))


def _bounds(vue: Vue) -> Intervalle | None:
    if vue.montant is None:
        return None
    return Intervalle(min=round(float(vue.montant.min()), 2), max=round(float(vue.montant.max()), 2))


def _causes(avant: _Mois, mois: _Mois, codes: Sequence[str]) -> dict[str, tuple[Cause, ...]]:
    """Return what does each change: every thing that, left alone as it was, would undo it."""
    regles = {code: mois.regles[code] for code in codes}
    figees = _frozen(avant, mois)
    n, deplacements = stack([(1, d) for _, d in figees], mois.cas, mois.loi.graph)
    vues = observe(mois.loi, mois.cas, moved(mois.loi, mois.cas, n, deplacements), regles)
    ancienne = _old_law(avant, mois, regles)
    trouvees: dict[str, tuple[Cause, ...]] = {}
    for code in codes:
        causes = [cause for i, (cause, _) in enumerate(figees) if _undoes(avant.vues[code], mois.vues[code], _row(vues[code], i))]
        if _undoes(avant.vues[code], mois.vues[code], ancienne[code]):
            causes.append(Cause(genre=GenreCause.LOI))
        trouvees[code] = tuple(causes) or (Cause(genre=GenreCause.PLUSIEURS),)
    return trouvees


def _row(vue: Vue, rang: int) -> Vue:
    return Vue(eligible=vue.eligible[rang : rang + 1], montant=None if vue.montant is None else vue.montant[rang : rang + 1])


def _undoes(avant: Vue, apres: Vue, sans: Vue) -> bool:
    """Tell whether a change is undone in `sans`: the right answers as the month before, or most of the change of its amount is gone."""
    if _level(avant) != _level(apres):
        return _level(sans) == _level(avant)
    return _level(sans) == _level(apres) and _gap(apres, sans) >= PART_QUI_EXPLIQUE * _gap(avant, apres)


def _frozen(avant: _Mois, mois: _Mois) -> list[tuple[Cause, list[Deplacement]]]:
    """Return each thing that time moves, with the moves that leave it as it was the month before."""
    figees: list[tuple[Cause, list[Deplacement]]] = []
    for rang, ident in enumerate(mois.cas.ids):
        figees.append((_birthday(mois.situation, ident), mois.births(-1, [rang])))
    entrees = mois.loi.graph.entrees
    durees: list[Deplacement] = []
    for nom, pas in DUREES.items():
        if nom in entrees:
            valeurs = values(mois.cas, entrees[nom])
            # A duration that was not said does not grow.
            connue = {ident for (fait, ident), r in mois.situation.reponses.items() if fait == nom and r.etat is Etat.CONNU}
            durees.extend(
                Deplacement(nom=nom, rang=rang, valeurs=(valeurs[:, rang] - pas)[None, :]) for rang, ident in enumerate(mois.cas.ids) if ident in connue
            )
    figees.append((Cause(genre=GenreCause.DUREE), durees))
    figees.append((Cause(genre=GenreCause.REVENUS), _old_incomes(avant, mois)))
    return figees


def _old_incomes(avant: _Mois, mois: _Mois) -> list[Deplacement]:
    noms = [f"{fait.nom}@{recul}" for fait in FAITS.values() if fait.periode is Periode.MOIS_PASSES for recul in range(-4, 1)]
    deplacements: list[Deplacement] = []
    for nom in noms:
        entree, ancienne = mois.loi.graph.entrees.get(nom), avant.loi.graph.entrees.get(nom)
        if entree is None or ancienne is None:
            continue
        valeurs = values(avant.cas, ancienne)
        deplacements.extend(Deplacement(nom=nom, rang=rang, valeurs=valeurs[None, :, rang]) for rang in range(valeurs.shape[1]))
    return deplacements


def _old_law(avant: _Mois, mois: _Mois, regles: Mapping[str, Regle]) -> dict[str, Vue]:
    """Compute the month's household by the law of the month before: everybody is given the age that she has now."""
    cas = case_of(mois.situation, mois.completions, avant.loi.graph.entrees, mois.pack)
    return observe(avant.loi, cas, moved(avant.loi, cas, 1, mois.births(1, range(len(mois.cas.ids)))), regles)


def _birthday(situation: Situation, ident: str) -> Cause:
    naissance = situation.naissance(ident)
    if naissance is None:
        return Cause(genre=GenreCause.ANNIVERSAIRE, personne=ident)
    age = months.age_in(naissance, situation.mois)
    if age == months.age_in(naissance, months.shift(situation.mois, -1)):
        return Cause(genre=GenreCause.ANNIVERSAIRE, personne=ident)
    # Ages are counted on the first of the month: the birthday is that day, or in the month before.
    mois = situation.mois if naissance.day == 1 else months.shift(situation.mois, -1)
    # A birth on 29 February is reached on 1 March of a common year.
    jour = min(naissance.day, 28) if naissance.month == 2 else naissance.day
    return Cause(genre=GenreCause.ANNIVERSAIRE, personne=ident, age=age, le=f"{mois}-{jour:02d}")
