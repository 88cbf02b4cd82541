"""The same household some months later: what moves by itself with time, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from droits_ouverts.engine.answers import month_values
from droits_ouverts.engine.completions import Completion
from droits_ouverts.engine.programme.graph import Entree
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.programme.variantes import Cas
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Fait, Periode
from droits_ouverts.engine.situation import Etat, Reponse, Situation

DUREES: dict[str, float] = {"mois_residence_france": 1.0, "mois_residence_metropole_lyon": 1.0, "mois_depuis_deces_epoux": 1.0, "annees_titre_sejour": 1 / 12}
"""Facts that count the time since something: what a month adds to them, in their own unit."""
STABLES = "ressources_stables"

Packer = Callable[[Situation, Sequence[Completion], Mapping[str, Entree]], Population]
"""Writes a household, once for each completion, as the inputs of a programme."""


def aged(situation: Situation, mois: int) -> Situation:
    """Return the household `mois` months later.

    Birth dates stay; months told of an income stay, later ones repeat the last that was told; time since something grows; yearly amounts and every
    other answer are taken to hold. Incomes before the window are taken to be like those of the window (`ressources_stables`).
    """
    plus_tard = months.shift(situation.mois, mois)
    reponses = {}
    for (nom, ident), reponse in situation.reponses.items():
        fait = FAITS.get(nom)
        reponses[nom, ident] = _aged(fait, reponse, situation.mois, plus_tard, mois) if fait and reponse.etat is Etat.CONNU else reponse
        if nom == STABLES:
            reponses[nom, ident] = Reponse(Etat.CONNU, valeur=True)
    return replace(situation, mois=plus_tard, reponses=reponses)


def _aged(fait: Fait, reponse: Reponse, depart: str, mois: str, ecart: int) -> Reponse:
    if fait.nom in DUREES and isinstance(reponse.valeur, (int, float)):
        dure = reponse.valeur + ecart * DUREES[fait.nom]
        return Reponse(Etat.CONNU, valeur=dure if fait.maximum is None else min(dure, max(fait.maximum, reponse.valeur)))
    if fait.periode is Periode.MOIS_PASSES and isinstance(reponse.valeur, tuple):
        connus = {quand: montant for quand, montant in month_values(reponse.valeur).items() if quand <= depart}
        dernier = next((montant for _, montant in sorted(connus.items(), reverse=True) if montant is not None), None)
        return Reponse(Etat.CONNU, valeur=tuple((quand, connus.get(quand) if quand <= depart else dernier) for quand in months.window(mois)))
    return reponse


def case_of(situation: Situation, completions: Sequence[Completion], entrees: Mapping[str, Entree], pack: Packer) -> Cas:
    """Return the household as a `Cas`, once for each completion."""
    ids = tuple(p.id for p in situation.personnes)
    famille = sorted(situation.famille_du_demandeur, key=lambda ident: ident != situation.demandeur.id)
    return Cas(
        mois=situation.mois,
        population=pack(situation, completions, entrees),
        completions=len(completions),
        ids=ids,
        famille=tuple(ids.index(ident) for ident in famille),
        recus=situation.droits_recus,
    )
