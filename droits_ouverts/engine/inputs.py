"""Income month by month: from the answers of the window M-4..M to the three calendar years that OpenFisca looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from droits_ouverts.engine.answers import month_values
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Periode
from droits_ouverts.engine.situation import Cle, Etat, Situation, default_of

if TYPE_CHECKING:
    from droits_ouverts.engine.completions import Completion

SALAIRE_IMPOSABLE_PAR_NET = 1.036
"""Taxable salary for one euro of net salary: the CSG that is not deductible (2.4 %) and the CRDS (0.5 %) on 98.25 % of gross are
taxed without being received (CSS, art. L136-8; ordonnance 96-50, art. 19). Measured with OpenFisca-France 176.1.8 for October 2026
on gross salaries of 600, 1,200, 1,900 and 2,500 euros: 1.036 each time."""

SALAIRE_BRUT_PAR_NET = 1 / 0.7916
"""Gross salary for one euro of net salary, for a private employee who is not a manager. Measured with OpenFisca-France 176.1.8 for October
2026 on gross salaries of 600, 1,200, 1,900 and 2,500 euros: 0.7916 of net for one of gross each time."""

COMPAGNES: dict[str, tuple[tuple[str, float], ...]] = {
    "salaire_net": (("salaire_imposable", SALAIRE_IMPOSABLE_PAR_NET), ("salaire_de_base", SALAIRE_BRUT_PAR_NET)),
    "chomage_net": (("chomage_imposable", 1.0),),
    "retraite_nette": (("retraite_imposable", 1.0), ("retraite_brute", 1.0)),
}
"""Net income -> the taxable and gross incomes that go with it, by which other rights see it (housing aid the taxable one, ASPA and ASI the gross
one). Small pensions and unemployment benefits bear no CSG (CSS, art. L136-8 III): 1."""

Tableau = list[list[float | None]]


def monthly_incomes(situation: Situation, completions: Sequence[Completion], calendrier: Sequence[str]) -> Iterator[tuple[str, Entite, Mapping[str, Tableau]]]:
    """Yield (OpenFisca variable, entity, month -> amounts) for every income; amounts have shape (copies, persons), None: not said.

    Months before the window repeat its mean where income is stable, hold the yearly amount told for salaries, and zero otherwise; months after
    it repeat the last. Months given exactly (`historique`) always win.
    """
    for fait in FAITS.values():
        if fait.periode is not Periode.MOIS_PASSES or not fait.variable:
            continue
        lignes = [[_timeline(situation, completion, fait, ident, calendrier) for ident in situation.ids(fait.entite)] for completion in completions]
        if all(chemin is None for ligne in lignes for chemin in ligne):
            continue
        yield fait.variable, fait.entite, _by_month(lignes, calendrier, 1.0)
        for compagne, taux in COMPAGNES.get(fait.variable, ()):
            donnees = [(fait.entite, ident, compagne) in situation.autres for ident in situation.ids(fait.entite)]
            deduites = [[None if donnee else chemin for chemin, donnee in zip(ligne, donnees, strict=True)] for ligne in lignes]
            if any(chemin is not None for ligne in deduites for chemin in ligne):
                yield compagne, fait.entite, _by_month(deduites, calendrier, taux)


def derived_states(situation: Situation, completions: Sequence[Completion]) -> Iterator[tuple[str, list[list[object]]]]:
    """Yield (OpenFisca input of persons, values of shape (copies, persons)) for what follows from other answers.

    A Union citizen needs no permit: OpenFisca asks her for three months of one where the law asks for three months of residence (CASF,
    art. L262-6), so her months in France stand for it. A recognised incapacity of 50 % or more is a disability for OpenFisca's `handicap`.
    """
    ids = situation.ids(Entite.INDIVIDU)
    yield "duree_possession_titre_sejour", [[_permit_years(situation, c, ident) for ident in ids] for c in completions]
    yield "handicap", [[state_of(situation, c, ("taux_incapacite", ident)) in ("50_79", "80_plus") for ident in ids] for c in completions]


def _permit_years(situation: Situation, completion: Completion, ident: str) -> float:
    if state_of(situation, completion, ("nationalite", ident)) == "ue":
        mois = state_of(situation, completion, ("mois_residence_france", ident))
        return float(mois) / 12 if isinstance(mois, (int, float)) else 0.0
    annees = state_of(situation, completion, ("annees_titre_sejour", ident))
    return float(annees) if isinstance(annees, (int, float)) else 0.0


def state_of(situation: Situation, completion: Completion, cle: Cle) -> object | None:
    """Return the value of a fact in one completion, its default where it is supposed, None where it is not known there."""
    valeur = value_of(situation, completion, cle)
    reponse = situation.reponses.get(cle)
    return default_of(FAITS[cle[0]]) if valeur is None and reponse is not None and reponse.etat is Etat.SUPPOSE else valeur


def _by_month(lignes: Sequence[Sequence[dict[str, float] | None]], calendrier: Sequence[str], taux: float) -> dict[str, Tableau]:
    return {
        quand: [[None if chemin is None else chemin[quand] * taux for chemin in ligne] for ligne in lignes]
        for quand in calendrier
        if any(chemin is not None for ligne in lignes for chemin in ligne)
    }


def _timeline(situation: Situation, completion: Completion, fait: Fait, ident: str, calendrier: Sequence[str]) -> dict[str, float] | None:
    fenetre = window_values(situation, completion, fait, ident)
    exacts = situation.historique.get((fait.nom, ident), {})
    if fenetre is None and not exacts:
        return None
    fenetre = fenetre or dict.fromkeys(months.window(situation.mois), 0.0)
    moyenne = sum(fenetre.values()) / len(fenetre)
    premier, dernier = months.window(situation.mois)[0], fenetre[situation.mois]
    stable = value_of(situation, completion, ("ressources_stables", ident))
    chemin: dict[str, float] = {}
    for quand in calendrier:
        if quand in exacts:
            chemin[quand] = exacts[quand]
        elif quand in fenetre:
            chemin[quand] = fenetre[quand]
        elif quand > situation.mois:
            chemin[quand] = dernier
        elif stable is True:
            chemin[quand] = moyenne
        else:
            chemin[quand] = _yearly(situation, completion, fait, ident, quand, premier)
    return chemin


def window_values(situation: Situation, completion: Completion, fait: Fait, ident: str) -> dict[str, float] | None:
    """Return the amounts of M-4..M for one person in one completion, None where nothing was said and nothing is supposed."""
    fenetre = months.window(situation.mois)
    reponse = situation.reponses.get((fait.nom, ident))
    brut = completion.get((fait.nom, ident))
    suppose = brut if isinstance(brut, float) else None
    if reponse is not None and reponse.etat is Etat.CONNU:
        connus = month_values(reponse.valeur)
        return {m: v if (v := connus.get(m)) is not None else (suppose or 0.0) for m in fenetre}
    return None if suppose is None else dict.fromkeys(fenetre, suppose)


def _yearly(situation: Situation, completion: Completion, fait: Fait, ident: str, quand: str, premier: str) -> float:
    """Return the month's share of a year told as a whole; the months of the window are taken off the year they belong to."""
    if fait.nom != "salaire_net":
        return 0.0
    retard = int(situation.mois[:4]) - int(quand[:4])
    total = value_of(situation, completion, ("salaire_annuel_n2" if retard > 1 else "salaire_annuel_n1", ident))
    if not isinstance(total, float):
        return 0.0
    if retard == 0:
        # The months of this year before the window are not asked: they are taken to be like last year's.
        return total / 12
    fenetre = window_values(situation, completion, fait, ident) or {}
    dans_lannee = [montant for mois, montant in fenetre.items() if mois[:4] == quand[:4]]
    restants = sum(1 for mois in months.between(f"{quand[:4]}-01", f"{quand[:4]}-12") if mois < premier)
    return max(0.0, total - sum(dans_lannee)) / max(1, restants)


def value_of(situation: Situation, completion: Completion, cle: Cle) -> object | None:
    """Return the value of a fact in one completion, None where it is not known there."""
    if cle in completion:
        return completion[cle]
    reponse = situation.reponses.get(cle)
    return reponse.valeur if reponse is not None and reponse.etat is Etat.CONNU else None
