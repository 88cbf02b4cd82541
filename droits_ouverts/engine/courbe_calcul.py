"""Compute the curve "if I worked more hours": two simulations, every wage of the curve in the second one.

The first picks, among the ways of completing what is missing, those in which the household receives least and most at four wages; the second
computes every wage for each of them. Nothing missing: the second alone.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from droits_ouverts.engine.completions import Completion, Copie, design, unknown_cells
from droits_ouverts.engine.copies_partagees import copies_of
from droits_ouverts.engine.courbe import HEURES_MAX, SEMAINES_PAR_MOIS, UN_EURO, Courbe, DroitCourbe, Hypothese, PointCourbe, Smic
from droits_ouverts.engine.estimate import versions
from droits_ouverts.engine.formules.registre import EXCLUSIFS, REGLES, SUR_RESSOURCES_PERCUES
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.inputs import SALAIRE_BRUT_PAR_NET, window_values
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.controle import EntreeError
from droits_ouverts.engine.programme.copies import covers
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Periode, Role
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.engine.situation import INCONNUE, Etat, Probleme, Reponse, Situation, SituationError

if TYPE_CHECKING:
    from droits_ouverts.engine.programme.variantes import Loi

PAS = 10.0
"""Euros a month between two wages of the curve: what a sentence rounds to."""
PLAFOND_SMIC = 1.5
"""The curve goes at least to this many full-time SMIC, and past today's wage by `MARGE`."""
MARGE, PLAFOND = 800.0, 5000.0
COMPLETIONS_EXAMINEES = 40
"""Ways of completing what is missing among which the lowest and the highest are looked for."""
COMPLETIONS_MAX = 5
LIGNES_MAX = 15_000
"""Persons that one curve makes OpenFisca compute, all copies included: about 150 MB. A large household is drawn with fewer completions."""

DEDUIT = {"pension_alimentaire_versee"}
"""Money that leaves the household."""
SANS_ACTIVITE = ("chomeur", "inactif")


def compute(situation: Situation, personne: str = "", regles: Mapping[str, Regle] | None = None, loi: Loi | None = None) -> Courbe:
    """Return the curve of one adult's wage (the demandeur's where none is named). Raise `SituationError` for anybody else.

    `loi`: the compiled law of the month, where there is one; the interpreter computes where it does not cover the household, and the rights it leaves out.
    """
    adulte, toutes = personne or situation.demandeur.id, REGLES if regles is None else regles
    if loi is not None:
        with contextlib.suppress(EntreeError):
            return _Calcul(situation, adulte, toutes, loi).run()
    return _Calcul(situation, adulte, toutes).run()


def smic(mois: str) -> Smic:
    """Return the minimum hourly wage of a month, from OpenFisca's parameters, net at the rate that the check-up uses for every wage."""
    parametre = system().parameters.marche_travail.salaire_minimum.smic.smic_b_horaire
    valeur = next(v for v in parametre.values_list if v.instant_str[:7] <= mois)
    taux = 1 / SALAIRE_BRUT_PAR_NET
    nom = f"OpenFisca-France {versions()['openfisca_france']}, {parametre.name}"
    return Smic(horaire_brut=float(valeur.value), horaire_net=round(valeur.value * taux, 3), taux_net=round(taux, 4), depuis=valeur.instant_str, source=nom)


class _Calcul:
    def __init__(self, situation: Situation, personne: str, regles: Mapping[str, Regle], loi: Loi | None = None) -> None:
        roles = {p.id: p.role for p in situation.personnes}
        if roles.get(personne) not in (Role.DEMANDEUR, Role.CONJOINT):
            raise SituationError([Probleme(chemin="personne", valeur=personne, message="la courbe porte sur le salaire du demandeur ou de son conjoint.")])
        self.personne = personne
        self.regles = {c: r for c, r in regles.items() if (r.versement is Versement.MENSUEL and r.montant) or c in SUR_RESSOURCES_PERCUES}
        self.smic = smic(situation.mois)
        self.actuel = _wage_now(situation, personne)
        self.activite = situation.reponse("activite", personne)
        self.situation = _in_regime(situation, personne)
        self.loi = loi if loi is not None and covers(loi, self.situation, self.regles) else None

    def run(self) -> Courbe:
        salaires = self._wages()
        lignes = len(salaires) * len(self.situation.personnes)
        completions, exactes = self._completions(max(2, min(COMPLETIONS_MAX, LIGNES_MAX // lignes)))
        vues = self._observe([self._copy(c, s) for c in completions for s in salaires])
        forme = (len(completions), len(salaires))
        montants = {c: v.reshape(forme) for c, v in vues.items() if c not in SUR_RESSOURCES_PERCUES}
        autres = np.array([self._other_income(c) for c in completions])
        total = self._total(montants, forme) + np.array(salaires)[None, :] + autres[:, None]
        droits = [self._right(code, vues[code].reshape(forme), salaires) for code in self.regles if code in vues]
        return Courbe(
            mois=self.situation.mois,
            versions=versions(),
            personne=self.personne,
            smic=self.smic,
            pas=PAS,
            salaire_actuel=self.actuel,
            actuel=None if self.actuel is None else _nearest(salaires, self.actuel),
            points=tuple(self._point(i, salaires, montants, total) for i in range(len(salaires))),
            droits=tuple(d for d in droits if d is not None),
            completions=len(completions),
            hypotheses=self._hypotheses(completions, exactes=exactes),
        )

    # The wages, and the household at each

    def _hourly(self, heures: int) -> float:
        return round(heures * SEMAINES_PAR_MOIS * self.smic.horaire_net, 2)

    def _wages(self) -> list[float]:
        plein = self._hourly(HEURES_MAX)
        haut = min(PLAFOND, max(PLAFOND_SMIC * plein, (self.actuel or 0.0) + MARGE))
        choisis = {round(i * PAS, 2) for i in range(math.ceil(haut / PAS) + 1)} | {self._hourly(h) for h in range(HEURES_MAX + 1)}
        if self.actuel is not None and self.actuel <= haut:
            choisis.add(round(self.actuel, 2))
        return sorted(choisis)

    def _copy(self, completion: Completion, salaire: float) -> Copie:
        choisies = {**completion, ("salaire_net", self.personne): float(salaire)}
        if salaire > 0 and self._activity(completion) in SANS_ACTIVITE:
            choisies["activite", self.personne] = "actif"
        return Copie(choisies)

    def _activity(self, completion: Completion) -> object:
        return completion.get(("activite", self.personne), self.activite.valeur if self.activite.etat is Etat.CONNU else "inactif")

    def _completions(self, au_plus: int) -> tuple[list[Completion], bool]:
        """Return the completions that the curve is drawn for, lowest and highest first, and whether they are all there is."""
        cells = [c for c in unknown_cells(self.situation) if c.cle != ("salaire_net", self.personne)]
        toutes, _ = design(self.situation, cells)
        if len(toutes) == 1:
            return list(toutes), True
        rangs = sorted({round(i * (len(toutes) - 1) / (COMPLETIONS_EXAMINEES - 1)) for i in range(COMPLETIONS_EXAMINEES)})
        examinees = [toutes[i] for i in rangs]
        plein = self._hourly(HEURES_MAX)
        salaires = sorted({0.0, plein / 2, plein, self.actuel or 0.0})
        vues = self._observe([self._copy(c, s) for c in examinees for s in salaires])
        forme = (len(examinees), len(salaires))
        total = self._total({c: v.reshape(forme) for c, v in vues.items() if c not in SUR_RESSOURCES_PERCUES}, forme)
        total = total + np.array([self._other_income(c) for c in examinees])[:, None]
        extremes = [
            int(total.sum(axis=1).argmin()),
            int(total.sum(axis=1).argmax()),
            0,
            *(int(i) for i in total.argmin(axis=0)),
            *(int(i) for i in total.argmax(axis=0)),
        ]
        retenus = list(dict.fromkeys(extremes))[:au_plus]
        return [examinees[i] for i in retenus], False

    def _other_income(self, completion: Completion) -> float:
        """Return what the demandeur's family receives besides her wage and its rights, euros a month: the mean of the window."""
        somme = 0.0
        for fait in FAITS.values():
            if fait.periode is not Periode.MOIS_PASSES:
                continue
            for ident in self.situation.porteurs(fait):
                fenetre = None if (fait.nom, ident) == ("salaire_net", self.personne) else window_values(self.situation, completion, fait, ident)
                if fenetre:
                    somme += (-1 if fait.nom in DEDUIT else 1) * sum(fenetre.values()) / len(fenetre)
        return somme

    # Computing and reading

    def _observe(self, copies: Sequence[Copie]) -> dict[str, np.ndarray]:
        """Compute each right on each copy: euros, or 1 and 0 where it has no monthly amount. A rule that fails raises: no curve is better than a false one."""
        calcul = copies_of(self.situation, copies, self.regles, self.loi)
        vues: dict[str, np.ndarray] = {}
        for code, regle in self.regles.items():
            ouvert = calcul.members(regle.eligibilite).astype(bool).any(axis=1)
            if code in SUR_RESSOURCES_PERCUES or regle.montant is None:
                vues[code] = ouvert.astype(float)
                continue
            euros = calcul.members(regle.montant).sum(axis=1).astype(float) * ouvert
            if not np.isfinite(euros).all():
                message = f"{regle.montant} is not finite"
                raise FloatingPointError(message)
            vues[code] = euros
        return vues

    def _total(self, montants: Mapping[str, np.ndarray], forme: tuple[int, int]) -> np.ndarray:
        total = sum(montants.values(), np.zeros(forme))
        for exclusifs in EXCLUSIFS:
            presents = [montants[code] for code in sorted(exclusifs & set(montants))]
            if len(presents) > 1:
                total = total - np.sum(presents, axis=0) + np.max(presents, axis=0)
        return np.asarray(total)

    def _point(self, rang: int, salaires: Sequence[float], montants: Mapping[str, np.ndarray], total: np.ndarray) -> PointCourbe:
        salaire = salaires[rang]
        heures = next((h for h in range(HEURES_MAX + 1) if abs(self._hourly(h) - salaire) < 0.01), None)
        droits = {code: _interval(v[:, rang]) for code, v in montants.items() if v[:, rang].max() >= UN_EURO}
        plus = salaire + SEMAINES_PAR_MOIS * self.smic.horaire_net
        reste = None
        if plus <= salaires[-1]:
            # Between two wages of the grid the total is a straight line, but for an end of right.
            reste = _interval(np.array([np.interp(plus, salaires, ligne) - ligne[rang] for ligne in total]))
        return PointCourbe(salaire=salaire, heures=heures, droits=droits, total=_interval(total[:, rang]), reste=reste)

    def _right(self, code: str, valeurs: np.ndarray, salaires: Sequence[float]) -> DroitCourbe | None:
        """Return a right that changes along the curve, with the wages between which it opens; None where it does not change."""
        mensuel = code not in SUR_RESSOURCES_PERCUES
        seuil = UN_EURO if mensuel else 0.5
        if (np.ptp(valeurs, axis=1) < seuil).all():
            return None
        ouverts = np.flatnonzero((valeurs >= seuil).any(axis=0))
        if not len(ouverts):
            return None
        premier, dernier = int(ouverts[0]), int(ouverts[-1])
        fin = None if dernier == len(salaires) - 1 else math.ceil(salaires[dernier + 1] / PAS) * PAS
        return DroitCourbe(code=code, libelle=self.regles[code].libelle, mensuel=mensuel, debut=salaires[premier], fin=fin)

    def _hypotheses(self, completions: Sequence[Completion], *, exactes: bool) -> tuple[Hypothese, ...]:
        chomage = self.situation.reponse("chomage_net", self.personne).valeur
        posees = {
            Hypothese.EN_REGIME: True,
            Hypothese.TOUS_DEMANDES: True,
            Hypothese.COMPTEE_AU_TRAVAIL: any(self._activity(c) in SANS_ACTIVITE for c in completions),
            Hypothese.CHOMAGE_LAISSE: isinstance(chomage, tuple) and any(montant for _, montant in chomage),
            Hypothese.REPONSES_MANQUENT: not exactes,
        }
        return tuple(hypothese for hypothese, vraie in posees.items() if vraie)


def _wage_now(situation: Situation, personne: str) -> float | None:
    """Return the wage of the last month told, None where no month is."""
    reponse = situation.reponse("salaire_net", personne)
    if reponse.etat is Etat.SUPPOSE:
        return 0.0
    connus = [montant for _, montant in reponse.valeur if montant is not None] if isinstance(reponse.valeur, tuple) else []
    return float(connus[-1]) if connus else None


def _in_regime(situation: Situation, personne: str) -> Situation:
    """Return the household where nothing fixes her wage in any month: what is set in a copy holds for two years."""
    regime = situation.with_answer("salaire_net", personne, INCONNUE).with_answer("ressources_stables", personne, Reponse(Etat.CONNU, valeur=True))
    historique = {cle: v for cle, v in regime.historique.items() if cle != ("salaire_net", personne)}
    autres = {cle: v for cle, v in regime.autres.items() if cle[1] != personne or cle[2] not in ("salaire_imposable", "salaire_de_base")}
    return replace(regime, historique=historique, autres=autres)


def _nearest(salaires: Sequence[float], salaire: float) -> int:
    return min(range(len(salaires)), key=lambda i: abs(salaires[i] - salaire))


def _interval(valeurs: Any) -> Intervalle:  # noqa: ANN401 - a numpy array
    return Intervalle(min=round(float(valeurs.min()), 2) + 0.0, max=round(float(valeurs.max()), 2) + 0.0)
