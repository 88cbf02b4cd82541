"""The curve "if I worked more hours": what the household would receive for each wage. Pure and frozen, free of OpenFisca.

Everything is in regime: the wage has been the same for two years, declarations have followed, and every right that opens is taken up. It is an
estimate by the rules of one month, never a promise. `courbe_calcul` computes it; `Moteur.courbe(questionnaire)` brings it to the web.

How to read one: `points` are sorted by wage, from nothing up, by steps of `pas` euros, with the 36 points of 0 to 35 hours at the SMIC and today's
wage (`actuel`) among them. `au_salaire` gives the point nearest to any wage. `indu` answers the fear of a debt from those points alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from droits_ouverts.engine.formules.registre import EXCLUSIFS
from droits_ouverts.engine.results import Intervalle

HEURES_MAX = 35
"""Legal full time, in hours a week (code du travail, art. L3121-27)."""
SEMAINES_PAR_MOIS = 52 / 12
"""Weeks of a month, as pay slips count them (35 hours a week: 151.67 a month)."""
UN_EURO = 1.0


class Hypothese(StrEnum):
    """What a curve supposes; the page has the sentences."""

    EN_REGIME = "en_regime"
    TOUS_DEMANDES = "tous_demandes"
    COMPTEE_AU_TRAVAIL = "comptee_au_travail"
    CHOMAGE_LAISSE = "chomage_laisse"
    REPONSES_MANQUENT = "reponses_manquent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Smic:
    """The minimum hourly wage that the hours are paid at, in euros, before and after contributions.

    `depuis`: first day of the gross value (ISO). `source`: which parameter of which version. `taux_net`: net euros for one gross.
    """

    horaire_brut: float
    horaire_net: float
    taux_net: float
    depuis: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointCourbe:
    """The household at one wage, in euros a month.

    `droits`: monthly rights of more than nothing, by code. `total`: her wage, the household's other income and those rights, before income tax.
    `reste`: of one more hour at the SMIC, what stays in the pocket, None at the last points. `heures`: hours a week at the SMIC, where they are whole.
    """

    salaire: float
    heures: int | None
    droits: Mapping[str, Intervalle]
    total: Intervalle
    reste: Intervalle | None = None

    def droit(self, code: str) -> Intervalle:
        """Amount of a right here, zero where it does not open."""
        return self.droits.get(code, RIEN)


RIEN = Intervalle(min=0.0, max=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitCourbe:
    """A right that the wage changes. `fin`: lowest wage from which it no longer opens, up to the end of the curve; None where it still does there.

    `debut`: lowest wage at which it opens. `mensuel` False: it has no monthly amount here, only a beginning and an end (health cover).
    A `fin` holds for every way of completing what is missing: below it the right may already have ended, never above.
    """

    code: str
    libelle: str
    mensuel: bool
    debut: float | None
    fin: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Courbe:
    """What one person's wage changes for her household, for the month `mois` ("AAAA-MM").

    `personne`: identifier of whose wage moves. `salaire_actuel`: her wage now, net euros a month, None where it is not known. `actuel`: rank of its point in
    `points`, None likewise. `completions`: in how many ways what is missing was completed (1: nothing missing that matters).
    """

    mois: str
    versions: Mapping[str, str]
    personne: str
    smic: Smic
    pas: float
    salaire_actuel: float | None
    actuel: int | None
    points: tuple[PointCourbe, ...]
    droits: tuple[DroitCourbe, ...]
    completions: int = 1
    hypotheses: tuple[Hypothese, ...] = field(default=())

    def au_salaire(self, salaire: float) -> PointCourbe:
        """Return the point nearest to a net monthly wage; the last one beyond the end."""
        return self.points[self.rang(salaire)]

    def rang(self, salaire: float) -> int:
        """Return the rank of the point nearest to a wage, the lower of two as near."""
        apres = bisect_left(self.points, salaire, key=lambda point: point.salaire)
        voisins = [i for i in (apres - 1, apres) if 0 <= i < len(self.points)]
        return min(voisins, key=lambda i: abs(self.points[i].salaire - salaire))

    def aux_heures(self, heures: int) -> PointCourbe:
        """Return the point of a whole number of hours a week at the SMIC, 0 to 35. Raise `ValueError` outside."""
        for point in self.points:
            if point.heures == heures:
                return point
        message = f"{heures} hours a week are not on the curve."
        raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indu:
    """What would be asked back if a rise of `hausse` euros a month were told `mois` months late: euros in all, and by right.

    `supprimes`: codes of the rights that would have ended. Both empty where nothing would be asked back.
    """

    hausse: float
    mois: int
    total: Intervalle
    par_droit: Mapping[str, Intervalle]
    supprimes: tuple[str, ...] = ()


def indu(courbe: Courbe, hausse: float, mois: int, codes: Collection[str] | None = None, *, depuis: float | None = None) -> Indu:
    """Return what would be asked back of the rights `codes` (all where None): received at the old wage, due at the new one, for `mois` months.

    From today's wage, or from `depuis` euros a month. A right that grows with the wage is never taken off what is asked back. Of two rights that
    exclude each other, only the one that costs more counts. Where answers are missing the bounds are indicative: the lowest and the highest of two
    wages may come from different completions. Raise `ValueError` where neither wage is known, or for a rise or a delay below zero.
    """
    ancien = courbe.salaire_actuel if depuis is None else depuis
    if ancien is None or hausse < 0 or mois < 0:
        message = "a debt is computed from a known wage, for a rise and a delay that are not negative."
        raise ValueError(message)
    avant, apres = courbe.au_salaire(ancien), courbe.au_salaire(ancien + hausse)
    trop: dict[str, Intervalle] = {}
    for code in sorted(avant.droits):
        if codes is not None and code not in codes:
            continue
        a, b = avant.droit(code), apres.droit(code)
        # Lowest with lowest, highest with highest: exact where nothing is missing, indicative where something is.
        ecarts = sorted((max(0.0, a.min - b.min), max(0.0, a.max - b.max)))
        if ecarts[1] * mois >= UN_EURO:
            trop[code] = Intervalle(min=round(ecarts[0] * mois, 2), max=round(ecarts[1] * mois, 2))
    for exclusifs in EXCLUSIFS:
        presents = sorted(exclusifs & set(trop), key=lambda code: trop[code].max)
        for code in presents[:-1]:
            del trop[code]
    total = Intervalle(min=round(sum(i.min for i in trop.values()), 2), max=round(sum(i.max for i in trop.values()), 2))
    return Indu(hausse=hausse, mois=mois, total=total, par_droit=trop, supprimes=tuple(code for code in trop if apres.droit(code).max < UN_EURO))


def rows(courbe: Courbe, heures: Sequence[int] = (0, 5, 10, 15, 20, 25, 30, 35)) -> list[PointCourbe]:
    """Return the points of a table that fits a phone: those hours at the SMIC, and today's wage where it is not one of them, by wage."""
    choisis = {courbe.points.index(courbe.aux_heures(h)) for h in heures}
    if courbe.actuel is not None and not any(abs(courbe.points[i].salaire - courbe.points[courbe.actuel].salaire) < UN_EURO for i in choisis):
        choisis.add(courbe.actuel)
    return [courbe.points[i] for i in sorted(choisis)]
