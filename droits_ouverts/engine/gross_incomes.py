"""Gross or taxable income of an OpenFisca file -> the net income that the check-up reasons on, by OpenFisca's own formulas.

Without this a wage told gross would pass for no wage: the net one would be left out, and supposed to be zero.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from droits_ouverts.engine.completions import Copie
from droits_ouverts.engine.interpreter import Copies, by_definition_period
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite
from droits_ouverts.engine.situation import INCONNUE, Etat, Reponse, Situation

BRUTS: dict[str, tuple[str, ...]] = {
    "salaire_net": ("salaire_imposable", "salaire_de_base", "traitement_indiciaire_brut"),
    "chomage_net": ("chomage_imposable", "chomage_brut"),
    "retraite_nette": ("retraite_imposable", "retraite_brute"),
}
"""Net income -> the incomes from which OpenFisca computes it, nearest first."""


def with_net_incomes(situation: Situation) -> Situation:
    """Return the same household, its net incomes known where only gross or taxable ones were told.

    The taxable income between the two is kept beside them, as OpenFisca computes it.
    """
    for fait in FAITS.values():
        bruts = BRUTS.get(str(fait.variable), ())
        voulus = [
            ident
            for ident in situation.ids(Entite.INDIVIDU)
            if (fait.nom, ident) not in situation.reponses and any((Entite.INDIVIDU, ident, brut) in situation.autres for brut in bruts)
        ]
        if voulus:
            situation = _with_net(situation, fait.nom, str(fait.variable), bruts[0], voulus)
    return situation


def _with_net(situation: Situation, nom: str, variable: str, imposable: str, voulus: list[str]) -> Situation:
    ids = situation.ids(Entite.INDIVIDU)
    # The others' net income would fill the whole variable: OpenFisca could no longer compute it.
    nue = replace(situation, reponses={cle: r for cle, r in situation.reponses.items() if cle[0] != nom}, historique={})
    simulation = Copies(nue, [Copie({})], {}).simulation
    calendrier = months.between(f"{int(situation.mois[:4]) - 2}-01", months.shift(situation.mois, 1))
    nets = {mois: np.asarray(simulation.calculate(variable, mois)) for mois in calendrier}
    taxes = {mois: np.asarray(simulation.calculate(imposable, mois)) for mois in calendrier}
    fenetre = months.window(situation.mois)
    reponses, historique, autres = dict(situation.reponses), dict(situation.historique), dict(situation.autres)
    for ident in voulus:
        rang = ids.index(ident)
        dits = {mois for brut in BRUTS[variable] for mois in by_definition_period(brut, situation.autres.get((Entite.INDIVIDU, ident, brut), {}))}
        tus = set() if dits & set(fenetre) else set(fenetre)
        reponses[nom, ident] = INCONNUE if tus else Reponse(Etat.CONNU, tuple((mois, _cents(nets[mois][rang])) for mois in fenetre))
        historique[nom, ident] = {mois: _cents(valeurs[rang]) for mois, valeurs in nets.items() if mois not in fenetre}
        donnes = by_definition_period(imposable, situation.autres.get((Entite.INDIVIDU, ident, imposable), {}))
        autres[Entite.INDIVIDU, ident, imposable] = {mois: _cents(valeurs[rang]) for mois, valeurs in taxes.items() if mois not in tus} | donnes
    return replace(situation, reponses=reponses, historique=historique, autres=autres)


def _cents(valeur: object) -> float:
    return round(max(0.0, float(str(valeur))), 2)
