"""Estimate every right for one household: the three answers, amounts, reasons, what is missing, what a delay costs.

Two simulations: the completions of the unknown facts; then the same rights over the facts that were seen to matter, and the household with and
without each right. See `docs/decisions/0005-sens-d-une-reponse.md` for what the answers mean and where sampling ends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from droits_ouverts import __version__
from droits_ouverts.engine.completions import Cellule, Completion, Copie, design, pairs, refine, supposed_cells, suppositions, unknown_cells
from droits_ouverts.engine.copies_partagees import Calculees, copies_of
from droits_ouverts.engine.formules.registre import EXCLUSIFS, REGLES, SUR_RESSOURCES_PERCUES
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.observed import Observed, closest_member, join, of_member, part
from droits_ouverts.engine.phrases import Phrase
from droits_ouverts.engine.programme.controle import EntreeError
from droits_ouverts.engine.programme.copies import covers
from droits_ouverts.engine.questions import next_question, question_of
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Manquant, Motif, QuestionSuivante, Statut
from droits_ouverts.engine.situation import Cle, Situation, default_of

if TYPE_CHECKING:
    from droits_ouverts.engine.programme.variantes import Loi

logger = logging.getLogger(__name__)

CENTIME = 0.005
INCONNUE = Phrase("Les règles de ce droit ne sont pas connues ici pour ce mois-là. Ce n'est pas un refus : demandez à l'organisme.")


class Engine:
    """One household in, one `Estimation` out. Thread-safe; the first use of the interpreter loads OpenFisca.

    `lois` gives the compiled law of a month, where there is one: it answers, and the interpreter for the other months and for the rights it leaves out.
    """

    nom = "interpreteur"

    def __init__(self, regles: Mapping[str, Regle] | None = None, lois: Callable[[str], Loi | None] | None = None) -> None:
        self.regles = REGLES if regles is None else regles
        self.lois = lois

    def warm(self) -> None:
        """Load the law, so that the first household does not wait for it."""
        system()

    def estimate(self, situation: Situation) -> Estimation:
        """Return the estimate of every right for the demandeur's family, for the month of the situation.

        A rule that fails leaves its right `indetermine` with the error told; it never makes a no, nor harms the other rights.
        """
        loi = self.lois(situation.mois) if self.lois else None
        if loi is not None and covers(loi, situation, self.regles):
            try:
                return _Estimate(situation, self.regles, "programme", loi).run()
            except EntreeError:
                logger.info("an answer is out of the bounds of the programme of %s: the interpreter computes", situation.mois)
        return _Estimate(situation, self.regles, self.nom).run()


class _Estimate:
    def __init__(self, situation: Situation, regles: Mapping[str, Regle], moteur: str, loi: Loi | None = None) -> None:
        self.loi = loi
        self.situation = situation
        self.regles = regles
        self.moteur = moteur
        self.cells = unknown_cells(situation)
        self.supposed = supposed_cells(situation)
        self.erreurs: dict[str, str] = {code: INCONNUE for code, regle in regles.items() if regle.connue_depuis and situation.mois < regle.connue_depuis}

    def run(self) -> Estimation:
        premieres, exhaustif = design(self.situation, self.cells)
        supposees = suppositions(self.situation, self.supposed, premieres[0])
        vues = self._observe([Copie(c) for c in (*premieres, *supposees)])
        n = len(premieres)
        principales = {code: part(v, slice(0, n)) for code, v in vues.items()}
        autres = {code: part(v, slice(n, n + len(supposees))) for code, v in vues.items()}
        completions = list(premieres)
        ajoutees = [] if exhaustif else refine(self.situation, self.cells, self._importances(principales, completions))
        reunies = self._combined(vues, [*premieres, *supposees])
        connues = {cell.cle for cell in self.cells}
        ajoutees += [c for c in reunies if set(c) <= connues]
        reunies = [c for c in reunies if not set(c) <= connues]
        ouverts = self._monthly([code for code, vue in principales.items() if vue.eligible.any()])
        scenarios = [completions[i] for i in self._scenarios(principales, completions)]
        secondes = self._observe([Copie(c) for c in (*ajoutees, *reunies)] + self._takeup_copies(scenarios, ouverts))
        m, fin = len(ajoutees), len(ajoutees) + len(reunies)
        gains, gain_total = self._gains(secondes, fin, len(scenarios), ouverts)
        principales = {code: join(principales[code], part(v, slice(0, m))) for code, v in secondes.items() if code in principales}
        autres = {code: join(autres[code], part(v, slice(m, fin))) for code, v in secondes.items() if code in autres}
        completions += ajoutees
        groupes = pairs(self.cells, completions)
        droits = tuple(self._right(code, principales.get(code), autres.get(code), [*supposees, *reunies], groupes, gains.get(code)) for code in self.regles)
        return Estimation(
            mois=self.situation.mois,
            versions=versions(),
            moteur=self.moteur,
            interpretes=self.loi.interpreted(self.regles) if self.loi else (),
            droits=droits,
            question_suivante=self._question(principales, completions),
            gain_net_total=gain_total,
            perdu_par_mois=_lost_per_month(droits),
            hypotheses=self._hypotheses(vues, n, supposees, premieres[0]),
        )

    def _combined(self, vues: Mapping[str, Observed], completions: Sequence[Completion]) -> list[Completion]:
        """Return, for each right that nothing opened, the completion that puts together the smallest draws that meet each failed condition.

        A right whose conditions hang on three facts at once is seen this way where draws alone would miss it.
        """
        base = completions[0]
        ecarts = [{cle: v for cle, v in c.items() if base.get(cle) != v} for c in completions]
        reunies: dict[frozenset[tuple[Cle, object]], Completion] = {}
        for vue in vues.values():
            if vue.eligible.any():
                continue
            tirages = [np.flatnonzero(tableau) for tableau in vue.conditions.values() if not tableau[0]]
            if not tirages or not all(len(rangs) for rangs in tirages):
                continue
            reunie = dict(base)
            for rangs in tirages:
                reunie |= ecarts[min(rangs, key=lambda rang: len(ecarts[rang]))]
            reunies.setdefault(frozenset(reunie.items()), reunie)
        return list(reunies.values())

    # Computing

    def _observe(self, copies: Sequence[Copie]) -> dict[str, Observed]:
        """Compute every right on every copy; where the rights received are known, some rights are read on copies without the others' past."""
        n, passees = len(copies), self.situation.droits_recus is not None
        suite = [*copies, *(replace(copie, etablie=False) for copie in copies)] if passees else copies
        calcul = copies_of(self.situation, suite, self.regles, self.loi)
        vues: dict[str, Observed] = {}
        for code, regle in self.regles.items():
            if code in self.erreurs:
                continue
            try:
                moitie = slice(n, 2 * n) if passees and code in SUR_RESSOURCES_PERCUES else slice(0, n)
                vues[code] = part(self._observe_one(calcul, regle), moitie)
            except Exception as error:  # noqa: BLE001 - one broken rule must not take the other 64 rights with it
                logger.warning("the rule %s failed: %s", code, type(error).__name__)
                self.erreurs[code] = Phrase(
                    "Le calcul de ce droit n'a pas abouti. Ce n'est pas un refus : vérifiez auprès de l'organisme, et signalez-le-nous."
                )
        return vues

    def _observe_one(self, calcul: Calculees, regle: Regle) -> Observed:
        eligible = calcul.members(regle.eligibilite).astype(bool)
        conditions = {c.variable: calcul.members(c.variable).astype(bool) for c in regle.conditions}
        choisi = closest_member(eligible, conditions)
        return Observed(
            eligible=np.asarray(eligible.any(axis=1)),
            montant=_euros(calcul, regle.montant),
            montant_min=_euros(calcul, regle.montant_min),
            montant_max=_euros(calcul, regle.montant_max),
            conditions={nom: of_member(tableau, choisi, eligible.shape[1]) for nom, tableau in conditions.items()},
        )

    def _takeup_copies(self, completions: Sequence[Completion], ouverts: Sequence[str]) -> list[Copie]:
        """Return, for each completion: all the open monthly rights taken up, all but each, and none.

        A monthly right that is not open stays untaken in all of them: one that opens only because another is given up is no gain.
        """
        mensuels = frozenset(self._monthly(list(self.regles)))
        fermes = mensuels - frozenset(ouverts)
        return [Copie(completion, frozenset(sans)) for completion in completions for sans in (fermes, *(fermes | {code} for code in ouverts), mensuels)]

    def _monthly(self, codes: Sequence[str]) -> list[str]:
        recus = self.situation.droits_recus or frozenset()
        return [c for c in codes if self.regles[c].versement is Versement.MENSUEL and self.regles[c].montant and c not in recus]

    def _gains(self, vues: Mapping[str, Observed], debut: int, scenarios: int, ouverts: Sequence[str]) -> tuple[dict[str, Intervalle], Intervalle | None]:
        pas = len(ouverts) + 2
        total = self._total(vues, debut + scenarios * pas)[debut:].reshape(scenarios, pas)
        gains = {code: _interval(total[:, 0] - total[:, 1 + i]) for i, code in enumerate(ouverts)}
        for code in set().union(*EXCLUSIFS) & set(gains):
            # Beside a right that excludes it, a right adds nothing: its gain is told as if it were the one chosen.
            montant = vues[code].montant
            gains[code] = gains[code] if montant is None else _interval(montant[debut:].reshape(scenarios, pas)[:, 0])
        return gains, _interval(total[:, 0] - total[:, -1])

    # Reading what was computed

    def _importances(self, vues: Mapping[str, Observed], completions: Sequence[Completion]) -> list[frozenset[Cle]]:
        groupes = pairs(self.cells, completions)
        return [frozenset(cle for cle, gs in groupes.items() if _changes(vue, gs)) for vue in vues.values()]

    def _scenarios(self, vues: Mapping[str, Observed], completions: Sequence[Completion]) -> list[int]:
        """Return the completions in which the household receives least, most, and the first."""
        total = self._total(vues, len(completions))
        return sorted({0, int(total.argmin()), int(total.argmax())})

    def _total(self, vues: Mapping[str, Observed], n: int) -> np.ndarray:
        """Return everything that pays each month, in euros, with the larger only of two rights that exclude each other."""
        mensuels = {c: v.montant for c, v in vues.items() if v.montant is not None and self.regles[c].versement is Versement.MENSUEL}
        total = sum(mensuels.values(), np.zeros(n))
        for exclusifs in EXCLUSIFS:
            presents = [mensuels[code] for code in sorted(exclusifs & set(mensuels))]
            if len(presents) > 1:
                total = total - np.sum(presents, axis=0) + np.max(presents, axis=0)
        return np.asarray(total)

    def _question(self, vues: Mapping[str, Observed], completions: Sequence[Completion]) -> QuestionSuivante | None:
        par_droit = {code: v.montant for code, v in vues.items() if v.montant is not None and self.regles[code].versement is Versement.MENSUEL}
        return next_question(self.situation, self.cells, completions, par_droit, {code: v.eligible for code, v in vues.items()})

    def _right(
        self,
        code: str,
        vue: Observed | None,
        autres: Observed | None,
        supposees: Sequence[Completion],
        groupes: Mapping[Cle, list[list[int]]],
        gain: Intervalle | None,
    ) -> EstimationDroit:
        regle = self.regles[code]
        recu = code in (self.situation.droits_recus or frozenset())
        constant = regle.connue_jusqu_a is not None and self.situation.mois > regle.connue_jusqu_a
        if vue is None or code in self.erreurs:
            return EstimationDroit(
                code=code,
                libelle=regle.libelle,
                statut=Statut.INDETERMINE,
                grade=regle.grade,
                versement=regle.versement,
                deja_recu=recu,
                a_droit_constant=constant,
                avertissements=regle.avertissements,
                erreur=self.erreurs.get(code),
            )
        statut, manquants = self._status(vue, autres, supposees, groupes)
        montant = _amounts(vue, autres, statut)
        mensuel = montant if regle.versement is Versement.MENSUEL else None
        unique = montant if regle.versement in (Versement.ANNUEL, Versement.UNIQUE) else None
        perdu = 0.0
        if statut is Statut.ELIGIBLE and regle.retroactif is False and not recu and gain is not None:
            perdu = round(max(0.0, gain.min), 2)
        return EstimationDroit(
            code=code,
            libelle=regle.libelle,
            statut=statut,
            grade=regle.grade,
            versement=regle.versement,
            montant_mensuel=mensuel,
            montant_unique=unique,
            motifs=_reasons(regle, vue),
            manquants=manquants,
            deja_recu=recu,
            gain_net=None if statut is Statut.NON_ELIGIBLE else gain,
            perdu_par_mois=perdu,
            a_droit_constant=constant,
            avertissements=regle.avertissements,
        )

    def _status(
        self, vue: Observed, autres: Observed | None, supposees: Sequence[Completion], groupes: Mapping[Cle, list[list[int]]]
    ) -> tuple[Statut, tuple[Manquant, ...]]:
        if vue.eligible.all():
            return Statut.ELIGIBLE, self._missing(cle for cle, gs in groupes.items() if _changes(vue, gs))
        if vue.eligible.any():
            decisives = [cle for cle, gs in groupes.items() if any(np.ptp(vue.eligible[g].astype(int)) for g in gs)]
            return Statut.INDETERMINE, self._missing(decisives or list(groupes))
        if autres is not None and autres.eligible.any():
            return Statut.INDETERMINE, self._missing(self._opening([supposees[i] for i in np.flatnonzero(autres.eligible)]))
        return Statut.NON_ELIGIBLE, ()

    def _opening(self, ouvrantes: Sequence[Completion]) -> set[Cle]:
        """Return the left-out facts behind a yes: each that opens the right alone, else those without which no completion opens it.

        Where there is no such fact, those of the smallest completion that opens it.
        """
        posees = [{cell.cle for cell in self.supposed if cell.cle in completion} for completion in ouvrantes]
        plus_petite = min(len(p) for p in posees)
        if plus_petite == 1:
            return set().union(*(p for p in posees if len(p) == 1))
        return set.intersection(*posees) or min(posees, key=len)

    def _missing(self, cles: object) -> tuple[Manquant, ...]:
        voulues = set(cles)  # type: ignore[call-overload]  # any iterable of keys
        return tuple(
            Manquant(fait=c.cle[0], entite=c.cle[1], question=question_of(self.situation, c), refuse=c.refusee)
            for c in (*self.cells, *self.supposed)
            if c.cle in voulues
        )

    def _hypotheses(self, vues: Mapping[str, Observed], n: int, supposees: Sequence[Completion], base: Completion) -> tuple[str, ...]:
        """Return a sentence for each left-out fact that changes a right when it is moved alone."""
        seules: dict[Cle, list[int]] = {}
        for rang, completion in enumerate(supposees):
            posees = [cell.cle for cell in self.supposed if cell.cle in completion and cell.cle not in base]
            if len(posees) == 1:
                seules.setdefault(posees[0], []).append(n + rang)
        utiles = [cle for cle, rangs in seules.items() if any(_changes(vue, [[0, rang]]) for vue in vues.values() for rang in rangs)]
        modele = "{fait} : non dit dans le fichier ; supposé : {valeur}."
        return tuple(Phrase(modele, fait=cell.fait.libelle, valeur=_shown(cell)) for cell in self.supposed if cell.cle in utiles)


def _euros(calcul: Calculees, variable: str | None) -> np.ndarray | None:
    """Return the family's euros of shape (copies,); raise `FloatingPointError` where one is not a number: the rule has failed."""
    if variable is None:
        return None
    euros = calcul.members(variable).sum(axis=1).astype(float)
    if not np.isfinite(euros).all():
        message = f"{variable} is not finite"
        raise FloatingPointError(message)
    return np.asarray(euros)


def _lost_per_month(droits: Sequence[EstimationDroit]) -> float:
    """Return what a month of delay loses for good, with the larger only of two rights that exclude each other."""
    perdus = {droit.code: droit.perdu_par_mois for droit in droits}
    trop = sum(sum(p) - max(p) for exclusifs in EXCLUSIFS if (p := [perdus.get(code, 0.0) for code in exclusifs]))
    return round(sum(perdus.values()) - trop, 2)


def _shown(cell: Cellule) -> str:
    defaut = default_of(cell.fait)
    if isinstance(defaut, bool):
        return Phrase("oui") if defaut else Phrase("non")
    if cell.fait.unite == "mois":
        return Phrase("depuis longtemps")
    libelle = next((choix.libelle for choix in cell.fait.choix if choix.valeur == defaut), None)
    return libelle.lower() if libelle else f"{defaut:g} {cell.fait.unite}".strip()


def versions() -> dict[str, str]:
    """Return the versions that an estimate depends on."""
    return {"droits_ouverts": __version__, "openfisca_core": version("openfisca-core"), "openfisca_france": version("openfisca-france")}


def _changes(vue: Observed, groupes: Sequence[Sequence[int]]) -> bool:
    montant = np.zeros(len(vue.eligible)) if vue.montant is None else vue.montant
    return any(np.ptp(vue.eligible[g].astype(int)) or np.ptp(montant[g]) > CENTIME for g in groupes)


def _interval(valeurs: np.ndarray) -> Intervalle:
    # Adding zero takes the sign off a zero.
    return Intervalle(min=round(float(valeurs.min()), 2) + 0.0, max=round(float(valeurs.max()), 2) + 0.0)


def _amounts(vue: Observed, autres: Observed | None, statut: Statut) -> Intervalle | None:
    """Return the bounds of the amount; where only a left-out fact opens the right, from nothing to the most that it opens."""
    if statut is Statut.NON_ELIGIBLE or vue.montant is None:
        return None
    bas, haut = _bounds(vue)
    if statut is Statut.INDETERMINE and not vue.eligible.any() and autres is not None:
        haut = max(haut, _bounds(autres)[1])
    return Intervalle(min=round(bas, 2), max=round(haut, 2))


def _bounds(vue: Observed) -> tuple[float, float]:
    bas = vue.montant if vue.montant_min is None else vue.montant_min
    haut = vue.montant if vue.montant_max is None else vue.montant_max
    return (0.0, 0.0) if bas is None or haut is None else (float(bas.min()), float(haut.max()))


def _reasons(regle: Regle, vue: Observed) -> tuple[Motif, ...]:
    motifs = []
    for condition in regle.conditions:
        valeurs = vue.conditions[condition.variable]
        reussie = True if valeurs.all() else (None if valeurs.any() else False)
        phrase = condition.echouee if reussie is False else condition.reussie
        motifs.append(Motif(variable=condition.variable, article=condition.article, phrase=phrase, reussie=reussie))
    return tuple(motifs)
